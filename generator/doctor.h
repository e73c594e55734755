/* What slotc finds of what it needs besides itself. */
#ifndef SLOTC_DOCTOR_H
#define SLOTC_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "clang_library.h"

struct mem;

struct doctor_target {
    const char *name;
    const char *problem; /* NULL where layouts can be checked for it */
};

struct doctor_tool {
    const char *name;
    const char *path; /* NULL where it is not in PATH */
};

struct doctor {
    struct clang_search search;
    const char *missing; /* why there is no libclang, and what to do; NULL where there is one */
    struct doctor_target *targets; /* none without libclang */
    size_t target_count;
    size_t usable_count;
    struct doctor_tool *tools;
    size_t tool_count;
    bool can_verify; /* there is libclang, and it knows all targets */
};

struct doctor doctor_look(struct mem *mem);

#endif
