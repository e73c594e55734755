#include "page.h"

#include <assert.h>
#include <string.h>

#include "mem.h"
#include "template.h"
#include "templates.h"

struct page page_new(struct mem *mem) {
    return (struct page){mem, value_keys_new(mem)};
}

void page_put(const struct page *page, struct value *object, const char *key, struct value value) {
    value_set(object, value_key(page->keys, key, strlen(key)), value);
}

void page_put_number(const struct page *page, struct value *object, const char *key,
                     uint64_t number) {
    page_put(page, object, key, value_string(mem_number(page->mem, number)));
}

void page_put_share(const struct page *page, struct value *object, const char *key, double part,
                    double whole) {
    double share = whole > 0 ? part / whole : 0;
    page_put(page, object, key, value_string(mem_format(page->mem, "%.2f", 100 * share)));
}

void page_fill(const struct page *page, const char *name, const struct value *value,
               struct text *out) {
    struct template_set *set = template_set_new(page->mem, page->keys, templates_find, NULL);
    const char *error = NULL;
    const struct template *template = template_get(set, name, &error);
    /* Templates are part of the program: one that is malformed is a broken build. */
    bool done = template != NULL && template_render(template, value, out, &error);
    assert(done);
    (void)done;
}
