#include "layout_figures.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "cost.h"
#include "layout.h"
#include "layout_rows.h"
#include "mem.h"
#include "model.h"
#include "text.h"

/* So many names are listed; the others are counted. */
#define MOST_NAMES 8

struct builder {
    const struct layout_subject *about;
    struct mem *mem;
    const struct record *record;
    const struct layout *layout;
    struct figures list;
};

static void add_text(struct builder *builder, const char *const numbers[WIDTH_COUNT],
                     const char *label) {
    struct figures *list = &builder->list;
    list->items = mem_grow(builder->mem, list->items, list->count, sizeof *list->items);
    list->items[list->count++] = (struct figure){{numbers[WIDTH_64], numbers[WIDTH_32]}, label};
}

static void add(struct builder *builder, const uint64_t numbers[WIDTH_COUNT], const char *label) {
    const char *const texts[WIDTH_COUNT] = {mem_number(builder->mem, numbers[WIDTH_64]),
                                            mem_number(builder->mem, numbers[WIDTH_32])};
    add_text(builder, texts, label);
}

/* The width that stands for another one: where one alone is asked for, that. */
static enum width seen(const struct builder *builder, enum width width) {
    return builder->about->only_one ? builder->about->only : width;
}

/* "8", or "8 and 4" where the widths differ. */
static const char *pair(const struct builder *builder, const char *wide, const char *narrow) {
    const char *both[] = {wide, narrow};
    const char *first = both[seen(builder, WIDTH_64)];
    const char *second = both[seen(builder, WIDTH_32)];
    return strcmp(first, second) == 0 ? first
                                      : mem_concat(builder->mem, first, " and ", second, NULL);
}

static const char *pair_of_numbers(const struct builder *builder,
                                   const uint64_t numbers[WIDTH_COUNT]) {
    return pair(builder, mem_number(builder->mem, numbers[WIDTH_64]),
                mem_number(builder->mem, numbers[WIDTH_32]));
}

static const char *difference(struct mem *mem, uint64_t size, uint64_t other, bool with_word) {
    uint64_t apart = other > size ? other - size : size - other;
    const char *word = !with_word || apart == 0 ? "" : other > size ? " more" : " less";
    return mem_concat(mem, mem_number(mem, apart), word, NULL);
}

/* How another size compares with the record's own: "8 and 4 more", "4 more and 8 less". */
static const char *compared(struct builder *builder, const uint64_t other[WIDTH_COUNT]) {
    struct mem *mem = builder->mem;
    const uint64_t *size = builder->layout->measure.size;
    bool more = false;
    bool less = false;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        enum width own = seen(builder, width);
        more = more || other[own] > size[own];
        less = less || other[own] < size[own];
    }
    if (!more && !less) {
        return "the same";
    }
    bool mixed = more && less;
    const char *numbers = pair(builder, difference(mem, size[WIDTH_64], other[WIDTH_64], mixed),
                               difference(mem, size[WIDTH_32], other[WIDTH_32], mixed));
    return mem_concat(mem, numbers, mixed ? "" : more ? " more" : " less", NULL);
}

static void add_size(struct builder *builder) {
    const struct measure *measure = &builder->layout->measure;
    const uint64_t align[WIDTH_COUNT] = {measure->align[WIDTH_64], measure->align[WIDTH_32]};
    add(builder, measure->size,
        builder->record->max_size == 0
            ? "size"
            : mem_format(builder->mem, "size, of `@max_size(%" PRIu64 ")`",
                         builder->record->max_size));
    add(builder, align, "alignment");
}

static const char *per_cent(struct mem *mem, const struct layout *layout, enum width width) {
    return mem_format(mem, "%.1f %%",
                      100.0 * (double)layout->padding[width] / (double)layout->measure.size[width]);
}

/* The padding that the record has from its base: of its tail just what it does not use itself. */
static void find_inherited(const struct builder *builder, uint64_t padding[WIDTH_COUNT]) {
    const struct record *base = builder->record->base;
    const struct layout *layout = base == NULL ? NULL : layout_of(builder->about->layouts, base);
    for (enum width width = WIDTH_64; width < WIDTH_COUNT && layout != NULL && !layout->empty;
         width++) {
        uint64_t tail = layout->measure.size[width] - layout->end[width];
        padding[width] = layout->padding[width] - (builder->layout->in_tail ? tail : 0);
    }
}

static void add_padding(struct builder *builder) {
    struct mem *mem = builder->mem;
    const struct layout *layout = builder->layout;
    uint64_t inherited[WIDTH_COUNT] = {0, 0};
    find_inherited(builder, inherited);
    const char *label = "padding";
    if (layout->padding[seen(builder, WIDTH_64)] + layout->padding[seen(builder, WIDTH_32)] > 0) {
        label = mem_concat(
            mem, "padding: ",
            pair(builder, per_cent(mem, layout, WIDTH_64), per_cent(mem, layout, WIDTH_32)), NULL);
    }
    if (inherited[seen(builder, WIDTH_64)] + inherited[seen(builder, WIDTH_32)] > 0) {
        label =
            mem_concat(mem, label, "; ", pair_of_numbers(builder, inherited), " inherited", NULL);
    }
    add(builder, layout->padding, label);
}

static void add_cache_lines(struct builder *builder) {
    uint64_t lines[WIDTH_COUNT];
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        lines[width] = layout_cache_lines(builder->layout, width);
    }
    add(builder, lines,
        lines[seen(builder, WIDTH_64)] == 1 && lines[seen(builder, WIDTH_32)] == 1 ? "cache line"
                                                                                   : "cache lines");
}

/* The names of the members for which something holds, in either width. */
typedef bool member_test(const struct member *member, enum width width);

static const char *name_of_member(const struct layout_row *row) {
    return row->kind == ROW_DICT ? "ext" : row->field->name.text;
}

static void add_name(struct text *names, size_t named, const char *name, const char *width) {
    if (named < MOST_NAMES) {
        text_add_string(names, named == 0 ? "" : ", ");
        text_add_string(names, name);
        text_add_string(names, width);
    }
}

/* A figure that counts members, and names them; none where there are none. */
static void add_members(struct builder *builder, member_test *test, const char *what) {
    const struct layout_rows *rows = builder->about->rows;
    struct text names = {.mem = builder->mem};
    uint64_t counts[WIDTH_COUNT] = {0, 0};
    size_t named = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct layout_row *row = &rows->items[i];
        bool is_cell = row->kind == ROW_FIELD || row->kind == ROW_DICT;
        bool wide = is_cell && test(row->member, seen(builder, WIDTH_64));
        bool narrow = is_cell && test(row->member, seen(builder, WIDTH_32));
        counts[WIDTH_64] += wide;
        counts[WIDTH_32] += narrow;
        if (wide || narrow) {
            const char *width = !narrow ? " (64-bit)" : !wide ? " (32-bit)" : "";
            add_name(&names, named++, name_of_member(row), width);
        }
    }
    if (named > MOST_NAMES) {
        text_format(&names, " and %zu more", named - MOST_NAMES);
    }
    if (named > 0) {
        add(builder, counts, mem_concat(builder->mem, what, ": ", text_string(&names), NULL));
    }
}

static void add_crossings(struct builder *builder) {
    add_members(builder, layout_crosses_line, "across the end of a cache line");
    add_members(builder, layout_is_cold, "`@hot`, but not whole in the first cache line");
}

/* What a C struct would take whose members stand as the schema has them. */
static void add_written(struct builder *builder) {
    const struct variant as_written = {.wishes = WISH_ALIGN, .as_written = true};
    if (builder->layout->empty) {
        return;
    }
    struct measure written =
        layout_if(builder->mem, builder->about->layouts, builder->record, &as_written);
    add(builder, written.size,
        mem_concat(builder->mem, "in the order of the schema: ", compared(builder, written.size),
                   NULL));
}

static bool field_has(const struct field *field, enum wish wish) {
    return wish == WISH_OFFSET ? field->pinned : wish == WISH_HOT && field->hot;
}

static bool record_has(const struct record *record, enum wish wish) {
    bool has = wish == WISH_ALIGN      ? record->align != 0
               : wish == WISH_DECLARED ? record->declared_order
                                       : false;
    for (size_t i = 0; i < record->field_count && !has; i++) {
        has = field_has(&record->fields[i], wish);
    }
    return has;
}

/* The records of the chain that wish so: "" for the record alone, NULL for none. */
static const char *who_wishes(struct builder *builder, enum wish wish) {
    struct text names = {.mem = builder->mem};
    bool own = record_has(builder->record, wish);
    for (const struct record *at = builder->record->base; at != NULL; at = at->base) {
        if (record_has(at, wish)) {
            bool first = names.length == 0;
            text_add_string(&names, !first ? ", " : own ? " here and of " : " of ");
            text_add_string(&names,
                            model_name_from(builder->record->declaration.file, &at->declaration));
        }
    }
    return names.length == 0 && !own ? NULL : text_string(&names);
}

static void add_loss(struct builder *builder, unsigned wishes, const char *label) {
    uint64_t lost[WIDTH_COUNT];
    cost_lost(builder->mem, builder->about->layouts, builder->record, wishes, lost);
    add(builder, lost, label);
}

static void add_losses(struct builder *builder) {
    static const struct {
        enum wish wish;
        const char *name;
    } wishes[] = {
        {WISH_OFFSET, "`@offset`"},
        {WISH_HOT, "`@hot`"},
        {WISH_ALIGN, "`@align`"},
        {WISH_DECLARED, "`@order(declared)`"},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        const char *who = who_wishes(builder, wishes[i].wish);
        if (who != NULL) {
            add_loss(builder, wishes[i].wish,
                     mem_concat(builder->mem, "lost to ", wishes[i].name, who, NULL));
            count++;
        }
    }
    if (count > 1) {
        add_loss(builder, WISH_ALL, "lost to all of these");
    }
}

/* What the tails of its bases save it. */
static void add_gain(struct builder *builder) {
    const struct variant closed = {.wishes = WISH_ALL & ~(unsigned)WISH_OPEN_TAIL};
    struct text names = {.mem = builder->mem};
    for (const struct record *at = builder->record; at != NULL; at = at->base) {
        if (layout_of(builder->about->layouts, at)->in_tail) {
            text_add_string(&names, names.length == 0 ? "" : ", ");
            text_add_string(
                &names, model_name_from(builder->record->declaration.file, &at->base->declaration));
        }
    }
    if (names.length > 0) {
        struct measure without =
            layout_if(builder->mem, builder->about->layouts, builder->record, &closed);
        add(builder, without.size,
            mem_concat(builder->mem, "without `@open_tail` of ", text_string(&names), ": ",
                       compared(builder, without.size), NULL));
    }
}

/* Where the dict comes from that the record has. */
static const char *origin_of_dict(struct builder *builder) {
    const struct record *from = chain_of(builder->about->chains, builder->record)->dict_from;
    if (from == builder->record) {
        return "as it is";
    }
    return mem_concat(builder->mem, "as it is, by `",
                      model_name_from(builder->record->declaration.file, &from->declaration), "`",
                      NULL);
}

static void add_storages(struct builder *builder, const struct cost *cost) {
    struct mem *mem = builder->mem;
    bool has_dict = builder->layout->has_dict;
    const char *slotted = has_dict ? compared(builder, cost->slotted.size) : "as it is";
    const char *backed = has_dict ? origin_of_dict(builder) : compared(builder, cost->backed.size);
    add(builder, cost->slotted.size, mem_concat(mem, "slotted: ", slotted, NULL));
    add(builder, cost->backed.size, mem_concat(mem, "dict-backed: ", backed, NULL));
    const char *const first[WIDTH_COUNT] = {mem_number(mem, cost_first_attribute), "-"};
    add_text(builder, first, "more with the first dynamic attribute of an instance");
}

/* A size times @count. */
static void add_total(struct builder *builder, const struct measure *measure, const char *what) {
    struct mem *mem = builder->mem;
    uint64_t totals[WIDTH_COUNT];
    const char *units[WIDTH_COUNT];
    bool counted = true;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        counted =
            cost_times(measure->size[width], builder->record->count, &totals[width]) && counted;
        units[width] = cost_in_units(mem, totals[width]);
    }
    const char *label =
        mem_format(mem, "for `@count(%" PRIu64 ")`, %s: ", builder->record->count, what);
    if (counted) {
        add(builder, totals,
            mem_concat(mem, label, pair(builder, units[WIDTH_64], units[WIDTH_32]), NULL));
    } else {
        static const char *const none[WIDTH_COUNT] = {"-", "-"};
        add_text(builder, none, mem_concat(mem, label, "more bytes than 64 bits count", NULL));
    }
}

struct figures layout_figures(const struct layout_subject *subject) {
    struct builder builder = {
        .about = subject,
        .mem = subject->mem,
        .record = subject->record,
        .layout = layout_of(subject->layouts, subject->record),
    };
    struct cost cost = cost_of(subject->mem, subject->layouts, subject->record);
    add_size(&builder);
    add_padding(&builder);
    add_cache_lines(&builder);
    add_crossings(&builder);
    add_written(&builder);
    add_losses(&builder);
    add_gain(&builder);
    add_storages(&builder, &cost);
    if (subject->record->count > 0) {
        add_total(&builder, &cost.slotted, "slotted");
        add_total(&builder, &cost.backed, "dict-backed");
    }
    return builder.list;
}
