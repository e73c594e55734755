/* An ELF-64 file in memory, and its headers as records. Whatever the file says is checked before it
 * is used: a function that gives false has printed what is wrong. */
#ifndef IMAGE_H
#define IMAGE_H

#include "elf64.slots.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image {
    const char *path;
    unsigned char *bytes;
    size_t size;
    elf64_FileHeader header;
    size_t section_count;
    /* The section of names; NULL where the file has none. */
    const char *names;
    size_t names_size;
};

/* Reads the file and checks its header and the bounds of its section table; image_close afterwards,
 * whatever it gives. */
bool image_open(struct image *image, const char *path);
void image_close(struct image *image);

/* Reads one section header; the caller calls elf64_SectionHeader_fini. */
void image_section(const struct image *image, size_t number, elf64_SectionHeader *section);

#endif
