/* Records that begin in the open tail of their base, as libclang sees them: a union without a name,
 * of the base and of what they add, `R_tail`. */
#ifndef SLOTC_VERIFY_TAILS_H
#define SLOTC_VERIFY_TAILS_H

struct clang;
struct clang_records;
struct mem;

/* Gives each such record the base and the members of its tail as fields of its own. */
void verify_join_tails(struct mem *mem, const struct clang *clang, struct clang_records *records);

#endif
