/* One cause, told once: a record that says what it said, and yet is laid out otherwise, owes that
 * to its base or to a value that it holds. */
#include <string.h>

#include "breaks.h"
#include "mem.h"

/* Of records that extend or hold one another: twice what the language allows. */
#define MAX_DEPTH 128

static bool is_altered(const struct record_pair *pair) {
    bool altered = pair->subject.resized;
    for (size_t i = 0; !altered && i < pair->field_count; i++) {
        const struct field_pair *field = &pair->fields[i];
        altered = field->moved || field->retyped || field->old == NULL || field->new == NULL;
    }
    return altered;
}

static void find_cause(struct breaks *breaks, struct record_pair *pair);

/* Where the change of a declaration comes from, perhaps itself; NULL where it has not changed. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static struct subject *origin(struct breaks *breaks, struct subject *subject) {
    if (strcmp(subject->kind, "record") != 0) {
        return subject->resized ? subject : NULL;
    }
    struct record_pair *pair = (struct record_pair *)(void *)subject;
    if (breaks->depth < MAX_DEPTH) {
        breaks->depth++;
        find_cause(breaks, pair);
        breaks->depth--;
    }
    return subject->cause != NULL ? subject->cause : is_altered(pair) ? subject : NULL;
}

/* The declaration that a field holds by value, or NULL. */
static struct subject *value_of(const struct breaks *breaks, const struct locked_field *field) {
    bool is_value = field != NULL && strcmp(field->word, "ref") != 0;
    return is_value ? breaks_subject(breaks, "new", field->target) : NULL;
}

/* A chain has at most 64 records, and so has what holds one another by value; a file may claim
 * more. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void find_cause(struct breaks *breaks, struct record_pair *pair) {
    struct subject *subject = &pair->subject;
    bool is_both = !subject->added && !subject->removed;
    if (subject->resolved || !is_both || (is_altered(pair) && !pair->same_words)) {
        return;
    }
    subject->resolved = true;
    if (pair->base != NULL && pair->same_base) {
        subject->cause = origin(breaks, &pair->base->subject);
    }
    for (size_t i = 0; subject->cause == NULL && i < pair->field_count; i++) {
        struct subject *value = value_of(breaks, pair->fields[i].new);
        subject->cause = value == NULL ? NULL : origin(breaks, value);
    }
}

void breaks_find_causes(struct breaks *breaks) {
    for (size_t i = 0; i < breaks->record_count; i++) {
        find_cause(breaks, &breaks->records[i]);
    }
}

static bool extends(const struct record_pair *pair, const struct subject *subject) {
    const struct record_pair *at = pair->base;
    while (at != NULL && &at->subject != subject) {
        at = at->base;
    }
    return at != NULL;
}

static void add_consequence(struct breaks *breaks, struct record_pair *pair) {
    const struct subject *cause = pair->subject.cause;
    const char *words = "in what it inherits or holds";
    unsigned levels = cause->levels & (BREAKS_DATA | BREAKS_ABI);
    if (pair->subject.resized) {
        words = breaks_both_words(breaks->mem, pair->old->measure.size, pair->new->measure.size,
                                  " bytes");
        levels = BREAKS_DATA | BREAKS_ABI;
    } else if (is_altered(pair)) {
        words = "and its fields move";
        levels = BREAKS_DATA | BREAKS_ABI;
    }
    if (extends(pair, cause)) { /* it has the accessors of what it inherits */
        levels |= cause->levels;
    }
    pair->subject.levels |= levels;
    breaks->levels |= levels;
    if (cause->lead != NULL) {
        breakage_note(breaks, cause->lead, pair->subject.span, "`%s` changes with it, %s",
                      pair->subject.name, words)
            ->subject = &pair->subject;
    }
}

void breaks_add_consequences(struct breaks *breaks) {
    for (size_t i = 0; i < breaks->record_count; i++) {
        if (breaks->records[i].subject.cause != NULL) {
            add_consequence(breaks, &breaks->records[i]);
        }
    }
}
