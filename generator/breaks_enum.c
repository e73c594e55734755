/* Changes of enums and of types of C headers. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "mem.h"

static bool is_pair(const struct enum_pair *pair) {
    return pair->old != NULL && pair->new != NULL;
}

static void check_added(struct breaks *breaks, struct enum_pair *pair) {
    if (pair->subject.added && !pair->new->imported) {
        breaks_add(breaks, &pair->subject, NULL, "the enum `%s` is new", pair->subject.name);
    }
}

static void check_removed(struct breaks *breaks, struct enum_pair *pair) {
    if (pair->subject.removed && !pair->old->imported) {
        breaks_add(breaks, &pair->subject, NULL, "the enum `%s` is gone", pair->subject.name);
    }
}

static void check_name(struct breaks *breaks, struct enum_pair *pair) {
    if (!is_pair(pair)) {
        return;
    }
    if (pair->subject.old_name != NULL) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is `%s` now", pair->subject.old_name,
                   pair->subject.name);
    } else if (strcmp(pair->old->c_name, pair->new->c_name) != 0) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is called `%s` in C, and was `%s`",
                   pair->subject.name, pair->new->c_name, pair->old->c_name);
    }
}

static void check_storage(struct breaks *breaks, struct enum_pair *pair) {
    if (is_pair(pair) && pair->subject.resized) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is stored as `%s`, and was as `%s`",
                   pair->subject.name, pair->new->type, pair->old->type);
    }
}

static void check_sign(struct breaks *breaks, struct enum_pair *pair) {
    if (is_pair(pair) && !pair->subject.resized &&
        !breaks_same_text(pair->old->type, pair->new->type)) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`%s` is stored as `%s`, and was as `%s`, of the same size", pair->subject.name,
                   pair->new->type, pair->old->type);
    }
}

static struct breakage *at_item(struct breakage *breakage, const struct enumerator_pair *pair) {
    breakage->span = pair->new == NULL ? breakage->span : pair->new->span;
    breakage->old_span = pair->old == NULL ? breakage->old_span : pair->old->span;
    return breakage;
}

static void check_item_added(struct breaks *breaks, struct enum_pair *holder,
                             const struct enumerator_pair *pair) {
    if (pair->old == NULL) {
        at_item(breaks_add(breaks, &holder->subject, pair->new->name,
                           "`%s.%s` is new, with the number %" PRId64, holder->subject.name,
                           pair->new->name, pair->new->number),
                pair);
    }
}

static void check_item_removed(struct breaks *breaks, struct enum_pair *holder,
                               const struct enumerator_pair *pair) {
    if (pair->new == NULL) {
        at_item(breaks_add(breaks, &holder->subject, pair->old->name,
                           "`%s.%s` is gone, which had the number %" PRId64, holder->subject.name,
                           pair->old->name, pair->old->number),
                pair);
    }
}

static void check_item_renumbered(struct breaks *breaks, struct enum_pair *holder,
                                  const struct enumerator_pair *pair) {
    if (pair->old != NULL && pair->new != NULL && pair->old->number != pair->new->number) {
        at_item(breaks_add(breaks, &holder->subject, pair->new->name,
                           "`%s.%s` has the number %" PRId64 ", and had %" PRId64,
                           holder->subject.name, pair->new->name, pair->new->number,
                           pair->old->number),
                pair);
    }
}

static void check_item_renamed(struct breaks *breaks, struct enum_pair *holder,
                               const struct enumerator_pair *pair) {
    if (pair->renamed) {
        at_item(breaks_add(breaks, &holder->subject, pair->new->name,
                           "`%s` has the number of `%s.%s`, which is gone: it looks renamed",
                           pair->new->name, holder->subject.name, pair->old->name),
                pair);
    }
}

/* Their names in C begin with the enum's. */
static bool renames_all(const struct enum_pair *holder) {
    return strcmp(holder->old->c_name, holder->new->c_name) != 0;
}

static void check_item_c_name(struct breaks *breaks, struct enum_pair *holder,
                              const struct enumerator_pair *pair) {
    if (pair->old != NULL && pair->new != NULL && !pair->renamed &&
        holder->subject.old_name == NULL && !renames_all(holder) &&
        strcmp(pair->old->c_name, pair->new->c_name) != 0) {
        at_item(breaks_add(breaks, &holder->subject, pair->new->name,
                           "`%s.%s` is called `%s` in C, and was `%s`", holder->subject.name,
                           pair->new->name, pair->new->c_name, pair->old->c_name),
                pair);
    }
}

static void check_item_deprecated(struct breaks *breaks, struct enum_pair *holder,
                                  const struct enumerator_pair *pair) {
    if (pair->old != NULL && pair->new != NULL &&
        (pair->old->deprecated == NULL) != (pair->new->deprecated == NULL)) {
        at_item(breaks_add(breaks, &holder->subject, pair->new->name, "`%s.%s` is %s deprecated",
                           holder->subject.name, pair->new->name,
                           pair->new->deprecated == NULL ? "no longer" : "now"),
                pair);
    }
}

static void check_foreign_size(struct breaks *breaks, struct extern_pair *pair) {
    if (pair->subject.resized) {
        breaks_add(breaks, &pair->subject, NULL, "`%s`, in C `%s`, changes its size %s",
                   pair->subject.name, pair->new->c_type,
                   breaks_both_words(breaks->mem, pair->old->measure.size, pair->new->measure.size,
                                     " bytes"));
    }
}

static void check_foreign_type(struct breaks *breaks, struct extern_pair *pair) {
    if (pair->old != NULL && pair->new != NULL &&
        !breaks_same_text(pair->old->c_type, pair->new->c_type)) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` stands for `%s` of C, and stood for `%s`",
                   pair->subject.name, pair->new->c_type, pair->old->c_type);
    }
}

static void check_foreign_header(struct breaks *breaks, struct extern_pair *pair) {
    if (pair->old != NULL && pair->new != NULL &&
        !breaks_same_text(pair->old->include, pair->new->include)) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is taken from %s, and was from %s",
                   pair->subject.name, pair->new->include, pair->old->include);
    }
}

const struct break_kind enum_breaks[] = {
    {BREAK_KIND("enum-added", "an enum is new", "nothing knows of it", BREAKS_NOTHING),
     .check_enum = check_added},
    {BREAK_KIND(
         "enum-removed", "an enum is gone",
         "its type, enumerators and functions are gone; fields that had it are told by themselves",
         BREAKS_ABI | BREAKS_SOURCE),
     .check_enum = check_removed},
    {BREAK_KIND("enum-renamed", "an enum has another name, in C at least",
                "its enumerators and functions are called otherwise; the bytes are the same",
                BREAKS_ABI | BREAKS_SOURCE),
     .check_enum = check_name},
    {BREAK_KIND("enum-storage", "an enum is stored in an integer of another size",
                "every cell of it has another size; the enum of C is the same",
                BREAKS_DATA | BREAKS_ABI),
     .check_enum = check_storage},
    {BREAK_KIND("enum-sign", "an enum is stored in an integer of another sign",
                "its enumerators fit both, and have the same bytes in both", BREAKS_NOTHING),
     .check_enum = check_sign},
    {BREAK_KIND(
         "enumerator-added", "an enumerator is new",
         "all numbers mean what they meant; old programs find a number that they have no name "
         "for",
         BREAKS_NOTHING),
     .check_enumerator = check_item_added},
    {BREAK_KIND(
         "enumerator-removed", "an enumerator is gone",
         "its name does not compile, and its number in old bytes, or from old objects, means "
         "nothing",
         BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE),
     .check_enumerator = check_item_removed},
    {BREAK_KIND("enumerator-renumbered", "an enumerator has another number",
                "old bytes and old objects have the old number; code compiles",
                BREAKS_DATA | BREAKS_ABI),
     .check_enumerator = check_item_renumbered},
    {BREAK_KIND("enumerator-renamed", "an enumerator has another name and the same number",
                "the old name does not compile; the numbers are the same", BREAKS_SOURCE),
     .check_enumerator = check_item_renamed},
    {BREAK_KIND("enumerator-c-name", "an enumerator has another name in C", "as for a renamed one",
                BREAKS_SOURCE),
     .check_enumerator = check_item_c_name},
    {BREAK_KIND("enumerator-deprecated", "an enumerator is deprecated, or no longer",
                "as for records", BREAKS_NOTHING),
     .check_enumerator = check_item_deprecated},
    {BREAK_KIND("extern-size", "a type of a C header has another size or alignment",
                "every cell of it has other bytes", BREAKS_DATA | BREAKS_ABI),
     .check_extern = check_foreign_size},
    {BREAK_KIND("extern-type", "an extern stands for another type of C",
                "what is in the bytes is another type's, and C does not convert",
                BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE),
     .check_extern = check_foreign_type},
    {BREAK_KIND("extern-header", "a type of C is taken from another header",
                "the type is the same; what it has become is told by its size", BREAKS_NOTHING),
     .check_extern = check_foreign_header},
};

const size_t enum_break_count = sizeof enum_breaks / sizeof *enum_breaks;
