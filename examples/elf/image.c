#include "image.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
enum {
    BYTE_ORDER_HERE = ELFDATA2MSB
};
#else
enum {
    BYTE_ORDER_HERE = ELFDATA2LSB
};
#endif

static bool refuse(const struct image *image, const char *why) {
    fprintf(stderr, "elf: %s: %s\n", image->path, why);
    return false;
}

/* Whether length bytes from offset on lie in the file. */
static bool holds(const struct image *image, uint64_t offset, uint64_t length) {
    return offset <= image->size && length <= image->size - offset;
}

static bool read_stream(struct image *image, FILE *stream) {
    size_t room = 0;
    size_t got = 1;
    while (got > 0) {
        if (image->size == room) {
            room = room == 0 ? 65536 : 2 * room;
            unsigned char *bytes = realloc(image->bytes, room);
            if (bytes == NULL) {
                return refuse(image, "out of memory");
            }
            image->bytes = bytes;
        }
        got = fread(image->bytes + image->size, 1, room - image->size, stream);
        image->size += got;
    }
    return ferror(stream) ? refuse(image, strerror(errno)) : true;
}

static bool read_file(struct image *image) {
    FILE *stream = fopen(image->path, "rb");
    if (stream == NULL) {
        return refuse(image, strerror(errno));
    }
    bool done = read_stream(image, stream);
    fclose(stream);
    return done;
}

/* The records have the file's own layout (layout.c proves it), so that reading one is copying bytes
 * into it. They go to the first field's place: a record with a dict has that word before it. */
static void read_header(struct image *image) {
    unsigned char *to = (unsigned char *)&image->header + elf64_FileHeader_OFFSET_e_ident;
    memcpy(to, image->bytes, sizeof(Elf64_Ehdr));
}

void image_section(const struct image *image, size_t number, elf64_SectionHeader *section) {
    size_t table = (size_t)elf64_FileHeader_get_e_shoff(&image->header);
    size_t offset = table + number * sizeof(Elf64_Shdr);
    elf64_SectionHeader_init(section);
    unsigned char *to = (unsigned char *)section + elf64_SectionHeader_OFFSET_sh_name;
    memcpy(to, image->bytes + offset, sizeof(Elf64_Shdr));
}

static bool check_header(struct image *image) {
    const unsigned char *bytes = image->bytes;
    if (image->size < EI_NIDENT || memcmp(bytes, ELFMAG, SELFMAG) != 0) {
        return refuse(image, "not an ELF file");
    }
    if (bytes[EI_CLASS] != ELFCLASS64) {
        return refuse(image, "not a 64-bit ELF file");
    }
    if (bytes[EI_DATA] != BYTE_ORDER_HERE) {
        return refuse(image, "made for another byte order than this machine's");
    }
    if (image->size < sizeof(Elf64_Ehdr)) {
        return refuse(image, "ends within its file header");
    }
    read_header(image);
    return true;
}

/* Section 0 is no section: it holds the numbers that are too large for the file header. */
static bool find_sections(struct image *image, size_t *names_number) {
    const elf64_FileHeader *header = &image->header;
    uint64_t offset = elf64_FileHeader_get_e_shoff(header);
    uint64_t count = elf64_FileHeader_get_e_shnum(header);
    *names_number = elf64_FileHeader_get_e_shstrndx(header);
    if (offset == 0) {
        return count == 0 ? true : refuse(image, "has sections, and no place where they are");
    }
    if (elf64_FileHeader_get_e_shentsize(header) != sizeof(Elf64_Shdr)) {
        return refuse(image, "its section headers have another size than 64 bytes");
    }
    if (!holds(image, offset, sizeof(Elf64_Shdr))) {
        return refuse(image, "its section table lies beyond its end");
    }
    elf64_SectionHeader first;
    image_section(image, 0, &first);
    if (count == 0) {
        count = elf64_SectionHeader_get_sh_size(&first);
    }
    if (*names_number == SHN_XINDEX) {
        *names_number = elf64_SectionHeader_get_sh_link(&first);
    }
    elf64_SectionHeader_fini(&first);
    if (count > (image->size - offset) / sizeof(Elf64_Shdr)) {
        return refuse(image, "ends within its section table");
    }
    image->section_count = (size_t)count;
    return true;
}

static bool find_names(struct image *image, size_t number) {
    if (number == SHN_UNDEF) {
        return true;
    }
    if (number >= image->section_count) {
        return refuse(image, "names a section of names that it does not have");
    }
    elf64_SectionHeader section;
    image_section(image, number, &section);
    uint64_t offset = elf64_SectionHeader_get_sh_offset(&section);
    uint64_t size = elf64_SectionHeader_get_sh_size(&section);
    bool has_bytes = elf64_SectionHeader_get_sh_type(&section) != SHT_NOBITS;
    elf64_SectionHeader_fini(&section);
    if (!has_bytes || !holds(image, offset, size)) {
        return refuse(image, "its section of names lies beyond its end");
    }
    if (size == 0 || image->bytes[offset + size - 1] != '\0') {
        return refuse(image, "the last name of its sections has no end");
    }
    image->names = (const char *)image->bytes + offset;
    image->names_size = (size_t)size;
    return true;
}

bool image_open(struct image *image, const char *path) {
    size_t names_number = SHN_UNDEF;
    *image = (struct image){.path = path};
    elf64_FileHeader_init(&image->header);
    if (!read_file(image) || !check_header(image) || !find_sections(image, &names_number)) {
        return false;
    }
    return image->section_count == 0 || find_names(image, names_number);
}

void image_close(struct image *image) {
    elf64_FileHeader_fini(&image->header);
    free(image->bytes);
}
