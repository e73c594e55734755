#include "layout_html.h"

#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "layout_figures.h"
#include "layout_picture.h"
#include "layout_rows.h"
#include "layout_words.h"
#include "model.h"
#include "page.h"
#include "text.h"

static bool is_shown(const struct layout_subject *subject, enum width width) {
    return !subject->only_one || subject->only == width;
}

static struct value widths(const struct page *page, const struct layout_subject *subject) {
    static const char *const words[] = {"64-bit", "32-bit"};
    struct value list = value_list(page->mem);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        if (is_shown(subject, width)) {
            value_append(page->mem, &list, value_string(words[width]));
        }
    }
    return list;
}

static const char *class_of(const struct layout_row *row) {
    bool is_share = row->kind == ROW_BITS || row->kind == ROW_PRESENT;
    return row->member->kind == MEMBER_PAD ? "hole" : is_share ? "share" : NULL;
}

static struct value row_value(const struct page *page, const struct layout_subject *subject,
                              const struct layout_row *row) {
    struct mem *mem = page->mem;
    struct value value = value_object(mem);
    struct value places = value_list(mem);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        const char *offset = NULL;
        const char *size = NULL;
        struct value place = value_object(mem);
        layout_words_place(mem, row, width, &offset, &size);
        page_put(page, &place, "offset", value_string(offset));
        page_put(page, &place, "size", value_string(size));
        if (is_shown(subject, width)) {
            value_append(mem, &places, place);
        }
    }
    page_put(page, &value, "places", places);
    page_put(page, &value, "class", value_string(class_of(row)));
    page_put(page, &value, "field", value_string(layout_words_name(mem, row)));
    page_put(page, &value, "type", value_string(layout_words_type(mem, row)));
    page_put(
        page, &value, "from",
        value_string(model_name_from(subject->record->declaration.file, &row->owner->declaration)));
    return value;
}

static struct value rows(const struct page *page, const struct layout_subject *subject) {
    struct value list = value_list(page->mem);
    for (size_t i = 0; i < subject->rows->count; i++) {
        const struct layout_row *row = &subject->rows->items[i];
        /* A hole may be there in one width only. */
        if (!subject->only_one || row->member->size[subject->only] > 0) {
            value_append(page->mem, &list, row_value(page, subject, row));
        }
    }
    return list;
}

static struct value figures(const struct page *page, const struct layout_subject *subject) {
    struct figures all = layout_figures(subject);
    struct value list = value_list(page->mem);
    for (size_t i = 0; i < all.count; i++) {
        struct value value = value_object(page->mem);
        struct value numbers = value_list(page->mem);
        for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
            if (is_shown(subject, width)) {
                value_append(page->mem, &numbers, value_string(all.items[i].numbers[width]));
            }
        }
        page_put(page, &value, "numbers", numbers);
        page_put(page, &value, "parts", page_parts(page, all.items[i].label));
        value_append(page->mem, &list, value);
    }
    return list;
}

static const char *chain_words(const struct page *page, const struct record *record) {
    struct text words = {.mem = page->mem};
    for (const struct record *at = record->base; at != NULL; at = at->base) {
        text_format(&words, " : %s", model_name_from(record->declaration.file, &at->declaration));
    }
    return text_string(&words);
}

void layout_html_open(struct text *out, bool empty) {
    struct page page = page_new(out->mem);
    struct value value = value_object(page.mem);
    page_put(&page, &value, "empty", value_bool(empty));
    page_fill(&page, "layout_open.html", &value, out);
}

void layout_html_add(struct text *out, const struct layout_subject *subject) {
    struct page page = page_new(subject->mem);
    const struct record *record = subject->record;
    struct value value = value_object(page.mem);
    page_put(&page, &value, "name", value_string(record->declaration.qualified));
    page_put(&page, &value, "chain", value_string(chain_words(&page, record)));
    page_put(&page, &value, "storage", value_string(record_storage_words(record)));
    page_put(&page, &value, "docs", page_docs(&page, record->declaration.preamble.docs));
    page_put(&page, &value, "picture", layout_picture(&page, subject).value);
    page_put(&page, &value, "widths", widths(&page, subject));
    page_put(&page, &value, "rows", rows(&page, subject));
    page_put(&page, &value, "figures", figures(&page, subject));
    page_fill(&page, "layout_record.html", &value, out);
}

void layout_html_close(struct text *out) {
    struct page page = page_new(out->mem);
    struct value value = value_object(page.mem);
    page_fill(&page, "layout_close.html", &value, out);
}
