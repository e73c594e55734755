/* Asks libclang for the size of types that C headers declare, on one target: all of a schema in one
 * parse of text that includes the headers as the generated header will. */
#ifndef SLOTC_CLANG_PROBE_H
#define SLOTC_CLANG_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load.h"
#include "types.h"

struct clang;
struct extern_type;
struct map;
struct mem;

struct probe_target {
    const char *triple; /* NULL is this machine */
    const char *machine; /* what libclang makes of that, without the vendor */
    enum width width; /* of its pointers */
    bool is_host; /* its headers are those of this system */
};

/* This machine as the target. False, with *error, where libclang cannot read anything. */
bool probe_host(struct mem *mem, const struct clang *clang, struct probe_target *host,
                const char **error);

/* Another. False, with *error, where libclang does not know it, or slotc lays nothing out for it.
 */
bool probe_target_find(struct mem *mem, const struct clang *clang, const char *triple,
                       const struct probe_target *host, struct probe_target *target,
                       const char **error);

/* The files that headers were read from, each once. */
struct probe_headers {
    struct paths paths;
    struct map *seen;
};

struct probe {
    const struct clang *clang;
    const char *folder; /* of the schema, with its `/`, or "" */
    const struct paths *include; /* folders */
    const struct extern_type *const *types;
    size_t count;
};

struct probe_answer {
    uint64_t size;
    uint32_t align;
    bool holds_pointer;
};

enum probe_fault {
    FAULT_HEADER, /* it is not there, or is no C for that target */
    FAULT_TYPE, /* it is unknown, or cannot be held by value */
    FAULT_QUALIFIED, /* it is const or volatile */
};

struct probe_failure {
    enum probe_fault fault;
    const char *words; /* libclang's */
};

/* Fills an answer for each type; false, with *failure, where there is an error of any kind. */
bool probe_ask(struct mem *mem, const struct probe *probe, const struct probe_target *target,
               struct probe_answer *answers, struct probe_headers *headers,
               struct probe_failure *failure);

#endif
