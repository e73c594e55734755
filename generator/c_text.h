/* Text from a schema made harmless in C, and names made from paths. */
#ifndef SLOTC_C_TEXT_H
#define SLOTC_C_TEXT_H

#include <stddef.h>

struct mem;

/* A line of documentation that cannot end the comment that it stands in, nor start one, nor
 * change how the lines round it are read. */
const char *c_comment(struct mem *mem, const char *text);

/* The bytes as a C string literal with its quotes. */
const char *c_string(struct mem *mem, const char *bytes, size_t length);

/* A name made of a path, different for different paths: "tree_nodes_slots". */
const char *c_path_name(struct mem *mem, const char *path);

/* The same in capitals, for include guards. */
const char *c_guard(struct mem *mem, const char *path);

#endif
