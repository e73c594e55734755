/* A page of HTML: values for its template, and the template filled with them. */
#ifndef SLOTC_PAGE_H
#define SLOTC_PAGE_H

#include <stdint.h>

#include "value.h"

struct mem;
struct text;

struct page {
    struct mem *mem;
    struct value_keys *keys;
};

struct page page_new(struct mem *mem);

void page_put(const struct page *page, struct value *object, const char *key, struct value value);
void page_put_number(const struct page *page, struct value *object, const char *key,
                     uint64_t number);

/* Part of a whole in per cent, as a style has it: "12.50". */
void page_put_share(const struct page *page, struct value *object, const char *key, double part,
                    double whole);

/* Words, and what stands in backticks among them: for the template report_parts.html. */
struct value page_parts(const struct page *page, const char *words);

/* Comments may hold any characters; XML has none for some of them, however they are written. Null
 * where there are none. */
struct value page_docs(const struct page *page, const char *docs);

/* Appends the template of that name, one of the program's own, filled from value. */
void page_fill(const struct page *page, const char *name, const struct value *value,
               struct text *out);

#endif
