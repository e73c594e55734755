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

struct value page_parts(const struct page *page, const char *words) {
    struct value list = value_list(page->mem);
    for (bool is_code = false;; is_code = !is_code) {
        size_t length = strcspn(words, "`");
        struct value part = value_object(page->mem);
        page_put(page, &part, "code", is_code ? value_text(words, length) : value_null());
        page_put(page, &part, "plain", is_code ? value_null() : value_text(words, length));
        value_append(page->mem, &list, part);
        if (words[length] == '\0') {
            return list;
        }
        words += length + 1;
    }
}

struct value page_docs(const struct page *page, const char *docs) {
    if (docs == NULL) {
        return value_null();
    }
    char *text = mem_string(page->mem, docs);
    for (char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f) {
            *at = '?';
        } else if (strncmp(at, "\xef\xbf\xbe", 3) == 0 || strncmp(at, "\xef\xbf\xbf", 3) == 0) {
            at[2] = '\xbd';
        }
    }
    return value_string(text);
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
