/* One text laid out for one target, beside what it should be. */
#ifndef SLOTC_VERIFY_COMPARE_H
#define SLOTC_VERIFY_COMPARE_H

#include "clang_records.h"
#include "types.h"
#include "verify.h"

/* What is being compared, and where differences go. */
struct compared {
    struct mem *mem;
    const struct clang *clang;
    const struct clang_records *records;
    const struct verify_subject *subject;
    enum width width;
    void (*note)(void *context, const struct difference *difference);
    void *context;
};

/* With the layouts of the schema. */
void compare_with_model(const struct compared *compared);

/* With R_SIZE, R_ALIGN and R_OFFSET_f. */
void compare_with_constants(const struct compared *compared);

#endif
