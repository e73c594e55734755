#include "breaks.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "mem.h"
#include "text.h"

static const char *const level_names[BREAK_LEVEL_COUNT] = {"data", "abi", "source", "dict"};

const char *break_level_name(unsigned bit) {
    return level_names[bit];
}

const char *break_levels_words(struct mem *mem, unsigned levels) {
    struct text text = {.mem = mem};
    for (unsigned i = 0; i < BREAK_LEVEL_COUNT; i++) {
        if ((levels >> i & 1U) != 0) {
            text_format(&text, "%s%s", text.length == 0 ? "" : ", ", level_names[i]);
        }
    }
    return text.length == 0 ? "nothing" : text_string(&text);
}

unsigned break_levels_stopped(const char *word) {
    static const unsigned stopped[BREAK_LEVEL_COUNT] = {BREAKS_DATA, BREAKS_DATA | BREAKS_ABI,
                                                        BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE,
                                                        BREAKS_DICT};
    for (unsigned i = 0; i < BREAK_LEVEL_COUNT; i++) {
        if (strcmp(word, level_names[i]) == 0) {
            return stopped[i];
        }
    }
    return 0;
}

const struct break_kind *break_kind_at(size_t index) {
    const struct {
        const struct break_kind *rows;
        size_t count;
    } tables[] = {
        {record_breaks, record_break_count},
        {field_breaks, field_break_count},
        {type_breaks, type_break_count},
        {enum_breaks, enum_break_count},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (index < tables[i].count) {
            return &tables[i].rows[index];
        }
        index -= tables[i].count;
    }
    return NULL;
}

bool breaks_same_text(const char *old, const char *new) {
    return old == NULL || new == NULL ? old == new : strcmp(old, new) == 0;
}

const struct rule *break_rule_at(size_t index) {
    const struct break_kind *kind = break_kind_at(index);
    return kind == NULL ? NULL : &kind->rule;
}

struct breakage *breaks_add(struct breaks *breaks, struct subject *subject, const char *field,
                            const char *format, ...) {
    struct breakage *breakage = mem_alloc(breaks->mem, sizeof *breakage);
    va_list arguments;
    va_start(arguments, format);
    *breakage = (struct breakage){
        .kind = breaks->kind,
        .levels = breaks->kind->levels,
        .field = field,
        .message = mem_vformat(breaks->mem, format, arguments),
        .span = subject->span,
        .old_span = subject->old_span,
    };
    va_end(arguments);
    breakage->last_consequence = &breakage->consequences;
    *subject->last_breakage = breakage;
    subject->last_breakage = &breakage->next;
    subject->lead = subject->lead == NULL ? breakage : subject->lead;
    breaks->count++;
    return breakage;
}

struct consequence *breakage_note(struct breaks *breaks, struct breakage *breakage,
                                  struct span span, const char *format, ...) {
    struct consequence *consequence = mem_alloc(breaks->mem, sizeof *consequence);
    va_list arguments;
    va_start(arguments, format);
    consequence->span = span;
    consequence->message = mem_vformat(breaks->mem, format, arguments);
    va_end(arguments);
    *breakage->last_consequence = consequence;
    breakage->last_consequence = &consequence->next;
    return consequence;
}

const char *breaks_both_words(struct mem *mem, const uint64_t *old, const uint64_t *new,
                              const char *unit) {
    if (old[WIDTH_64] != new[WIDTH_64]) {
        return mem_format(mem, "from %" PRIu64 " to %" PRIu64 "%s", old[WIDTH_64], new[WIDTH_64],
                          unit);
    }
    if (old[WIDTH_32] != new[WIDTH_32]) {
        return mem_format(mem, "from %" PRIu64 " to %" PRIu64 "%s with 32-bit pointers",
                          old[WIDTH_32], new[WIDTH_32], unit);
    }
    return mem_format(mem, "at %" PRIu64 "%s", new[WIDTH_64], unit);
}

static void check_fields(struct breaks *breaks, struct record_pair *pair,
                         const struct break_kind *kind) {
    for (size_t i = 0; i < pair->field_count; i++) {
        kind->check_field(breaks, pair, &pair->fields[i]);
    }
}

static void check_enumerators(struct breaks *breaks, struct enum_pair *pair,
                              const struct break_kind *kind) {
    for (size_t i = 0; i < pair->count; i++) {
        kind->check_enumerator(breaks, pair, &pair->items[i]);
    }
}

static void check_records(struct breaks *breaks, const struct break_kind *kind) {
    for (size_t i = 0; i < breaks->record_count; i++) {
        struct record_pair *pair = &breaks->records[i];
        if (kind->check_record != NULL) {
            kind->check_record(breaks, pair);
        } else if (!pair->subject.added && !pair->subject.removed) {
            check_fields(breaks, pair, kind);
        }
    }
}

static void check_enums(struct breaks *breaks, const struct break_kind *kind) {
    for (size_t i = 0; i < breaks->enum_count; i++) {
        struct enum_pair *pair = &breaks->enums[i];
        if (kind->check_enum != NULL) {
            kind->check_enum(breaks, pair);
        } else if (!pair->subject.added && !pair->subject.removed) {
            check_enumerators(breaks, pair, kind);
        }
    }
}

static void check_externs(struct breaks *breaks, const struct break_kind *kind) {
    for (size_t i = 0; i < breaks->extern_count; i++) {
        kind->check_extern(breaks, &breaks->externs[i]);
    }
}

static void add_levels(struct breaks *breaks, struct subject *subject) {
    for (const struct breakage *at = subject->breakages; at != NULL; at = at->next) {
        subject->levels |= at->levels;
    }
    breaks->levels |= subject->levels;
}

static void sum_levels(struct breaks *breaks) {
    for (size_t i = 0; i < breaks->record_count; i++) {
        add_levels(breaks, &breaks->records[i].subject);
    }
    for (size_t i = 0; i < breaks->enum_count; i++) {
        add_levels(breaks, &breaks->enums[i].subject);
    }
    for (size_t i = 0; i < breaks->extern_count; i++) {
        add_levels(breaks, &breaks->externs[i].subject);
    }
}

struct breaks *breaks_find(struct mem *mem, const struct lock *old, const struct lock *new) {
    struct breaks *breaks = mem_alloc(mem, sizeof *breaks);
    breaks->mem = mem;
    breaks->old = old;
    breaks->new = new;
    breaks_pair(breaks);
    breaks_find_causes(breaks);
    for (size_t i = 0; (breaks->kind = break_kind_at(i)) != NULL; i++) {
        if (breaks->kind->check_extern != NULL) {
            check_externs(breaks, breaks->kind);
        } else if (breaks->kind->check_enum != NULL || breaks->kind->check_enumerator != NULL) {
            check_enums(breaks, breaks->kind);
        } else {
            check_records(breaks, breaks->kind);
        }
    }
    sum_levels(breaks);
    breaks_add_consequences(breaks);
    return breaks;
}
