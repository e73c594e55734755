/* The pages of rules for programs: one array, an object for each. */
#ifndef SLOTC_RULES_PAGE_JSON_H
#define SLOTC_RULES_PAGE_JSON_H

#include <stddef.h>

struct mem;
struct rule;

/* Prints the pages to standard output. */
void rules_pages_json(struct mem *mem, const struct rule *const *rules, size_t count);

#endif
