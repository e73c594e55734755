#include "report_html.h"

#include <string.h>

#include "ast.h"
#include "mem.h"
#include "page.h"
#include "report.h"
#include "text.h"
#include "value.h"

static void put_sum(const struct page *page, struct value *object, const char *key,
                    struct sum sum) {
    page_put(page, object, key, value_string(report_units(page->mem, sum)));
}

/* In per cent of the longest bar; what is not counted is as long as that. */
static void put_width(const struct page *page, struct value *object, const char *key,
                      struct sum part, struct sum whole) {
    if (!part.counted) {
        page_put_share(page, object, key, 1, 1);
    } else {
        page_put_share(page, object, key, (double)part.bytes,
                       whole.counted ? (double)whole.bytes : 0);
    }
}

/* A bar, and what stands beside it; the kind is a class of the page. */
static struct value bar(const struct page *page, const char *kind, struct sum part,
                        struct sum whole, const char *figure) {
    struct value value = value_object(page->mem);
    page_put(page, &value, "kind", value_string(kind));
    put_width(page, &value, "width", part, whole);
    page_put(page, &value, "rest", value_null());
    page_put(page, &value, "figure", value_string(figure));
    return value;
}

static struct sum exactly(uint64_t bytes) {
    return (struct sum){bytes, true};
}

static const char *bytes(struct mem *mem, uint64_t count) {
    return mem_concat(mem, mem_number(mem, count), count == 1 ? " byte" : " bytes", NULL);
}

/* Words, and what stands in backticks among them. */
static struct value parts(const struct page *page, const char *words) {
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

static struct value paragraph(const struct page *page, const char *words) {
    struct value value = value_object(page->mem);
    page_put(page, &value, "parts", parts(page, words));
    return value;
}

/* Comments may hold any characters; XML has none for some of them, however they are written. */
static struct value shown(const struct page *page, const char *docs) {
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

static struct value sums(const struct page *page, struct sum slotted, struct sum backed,
                         struct sum saving, struct sum longest) {
    struct mem *mem = page->mem;
    struct value value = value_object(mem);
    struct value bars = value_list(mem);
    value_append(mem, &bars, bar(page, "slots", slotted, longest, report_units(mem, slotted)));
    value_append(mem, &bars, bar(page, "dict", backed, longest, report_units(mem, backed)));
    put_sum(page, &value, "slotted", slotted);
    put_sum(page, &value, "dict", backed);
    put_sum(page, &value, "saving", saving);
    page_put(page, &value, "bars", bars);
    return value;
}

/* Slotted, with an empty dict, and with the first attribute on top of that. */
static struct value bars_of_one(const struct page *page, const struct cost *cost) {
    struct mem *mem = page->mem;
    const struct sum slotted = exactly(cost->slotted.size[WIDTH_64]);
    const struct sum backed = exactly(cost->backed.size[WIDTH_64]);
    const struct sum whole = exactly(report_with_first(cost));
    struct value first = bar(page, "dict", backed, whole, bytes(mem, whole.bytes));
    put_width(page, &first, "rest", exactly(cost_first_attribute), whole);
    struct value bars = value_list(mem);
    value_append(mem, &bars, bar(page, "slots", slotted, whole, bytes(mem, slotted.bytes)));
    value_append(mem, &bars, bar(page, "dict", backed, whole, bytes(mem, backed.bytes)));
    value_append(mem, &bars, first);
    return bars;
}

static struct value record_value(const struct page *page, const struct report_row *row,
                                 struct sum most) {
    const struct cost *cost = &row->cost;
    struct value value = value_object(page->mem);
    page_put(page, &value, "name", value_string(row->name));
    page_put(page, &value, "storage", value_string(row->storage_shown));
    page_put(page, &value, "docs", shown(page, row->record->declaration.preamble.docs));
    page_put(page, &value, "bars", bars_of_one(page, cost));
    page_put_number(page, &value, "slotted", cost->slotted.size[WIDTH_64]);
    page_put_number(page, &value, "dict", cost->backed.size[WIDTH_64]);
    page_put_number(page, &value, "with_first", report_with_first(cost));
    page_put(page, &value, "slotted_32",
             value_string(cost_size(page->mem, cost, &cost->slotted, WIDTH_32)));
    page_put(page, &value, "dict_32",
             value_string(cost_size(page->mem, cost, &cost->backed, WIDTH_32)));
    struct value all = value_null();
    if (row->record->count > 0) {
        all = sums(page, row->slotted, row->backed, row->saving, most);
        page_put(page, &all, "count", value_string(report_number(page->mem, row->record->count)));
    }
    page_put(page, &value, "all", all);
    return value;
}

static struct value trap_value(const struct page *page, const struct report_row *row) {
    struct value value = value_object(page->mem);
    page_put(page, &value, "name", value_string(row->name));
    page_put_number(page, &value, "slotted", row->trap.slotted.size[WIDTH_64]);
    page_put_number(page, &value, "dict", row->trap.backed.size[WIDTH_64]);
    page_put_number(page, &value, "more", cost_saving(&row->trap, WIDTH_64));
    page_put_number(page, &value, "more_with_first", row->trap_first);
    struct value all = value_null();
    if (row->record->count > 0) {
        all = value_object(page->mem);
        page_put(page, &all, "count", value_string(report_number(page->mem, row->record->count)));
        put_sum(page, &all, "more", row->trap_more);
        put_sum(page, &all, "more_with_first", row->trap_more_first);
    }
    page_put(page, &value, "all", all);
    return value;
}

/* Of a record's sums, the longest bar. */
static struct sum most_of(const struct report *report) {
    struct sum most = {0, true};
    for (size_t i = 0; i < report->count; i++) {
        const struct sum *backed = &report->rows[i].backed;
        bool is_more = !backed->counted || backed->bytes > most.bytes;
        most = most.counted && is_more ? *backed : most;
    }
    return most;
}

static void put_rows(const struct page *page, const struct report *report, struct value *value) {
    const struct sum most = most_of(report);
    struct value records = value_list(page->mem);
    struct value traps = value_list(page->mem);
    struct value advice = value_list(page->mem);
    for (size_t i = 0; i < report->count; i++) {
        const struct report_row *row = &report->rows[i];
        value_append(page->mem, &records, record_value(page, row, most));
        if (row->has_trap) {
            value_append(page->mem, &traps, trap_value(page, row));
        }
        if (row->advice != NULL) {
            struct value item = paragraph(page, row->advice);
            page_put(page, &item, "kind", value_string(row->advice_kind));
            value_append(page->mem, &advice, item);
        }
    }
    page_put(page, value, "has_traps", value_bool(traps.as.list->count > 0));
    page_put(page, value, "has_advice", value_bool(advice.as.list->count > 0));
    page_put(page, value, "records", records);
    page_put(page, value, "traps", traps);
    page_put(page, value, "advice", advice);
}

static struct value notes(const struct page *page, const struct report *report) {
    struct value list = value_list(page->mem);
    if (report->uncounted != NULL) {
        value_append(page->mem, &list, paragraph(page, report->uncounted));
    }
    value_append(page->mem, &list, paragraph(page, report->limits));
    if (report->overflow != NULL) {
        value_append(page->mem, &list, paragraph(page, report->overflow));
    }
    return list;
}

static struct value page_value(const struct page *page, const struct report *report) {
    struct value value = value_object(page->mem);
    page_put(page, &value, "empty", value_bool(report->count == 0));
    page_put_number(page, &value, "first", cost_first_attribute);
    struct value total = value_null();
    if (report->expected > 0) {
        total = sums(page, report->slotted, report->backed, report->saving, report->backed);
        put_sum(page, &total, "as_it_is", report->as_it_is);
    }
    page_put(page, &value, "total", total);
    page_put(page, &value, "notes", notes(page, report));
    put_rows(page, report, &value);
    return value;
}

void report_html(struct text *text, const struct report *report) {
    struct page page = page_new(text->mem);
    struct value value = page_value(&page, report);
    page_fill(&page, "report.html", &value, text);
}
