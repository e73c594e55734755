/* Changes of whole records. */
#include <inttypes.h>
#include <string.h>

#include "breaks.h"
#include "cost.h"
#include "emitted.h"
#include "mem.h"

static bool is_pair(const struct record_pair *pair) {
    return pair->old != NULL && pair->new != NULL;
}

static const char *bytes(struct mem *mem, uint64_t count) {
    return mem_format(mem, "%" PRIu64 " byte%s", count, count == 1 ? "" : "s");
}

/* ", because of `x`, which takes 8 bytes more". */
static const char *blame_words(struct mem *mem, const struct record_pair *pair) {
    const struct field_pair *field = pair->blamed;
    if (field == NULL) {
        return "";
    }
    bool grows = pair->blamed_bytes > 0;
    uint64_t count = (uint64_t)(grows ? pair->blamed_bytes : -pair->blamed_bytes);
    const char *name = field->new == NULL ? field->old->name : field->new->name;
    bool is_change = field->old != NULL && field->new != NULL;
    return mem_format(mem, ", because of `%s`, which %s %s%s", name,
                      grows || is_change ? "takes" : "took", bytes(mem, count),
                      !is_change ? ""
                      : grows    ? " more"
                                 : " less");
}

static const char *count_words(struct mem *mem, const struct record_pair *pair) {
    uint64_t before = 0;
    uint64_t after = 0;
    uint64_t old = pair->old->measure.size[WIDTH_64];
    uint64_t new = pair->new->measure.size[WIDTH_64];
    uint64_t count = pair->new->count;
    if (count == 0 || old == new || !cost_times(old, count, &before) ||
        !cost_times(new, count, &after)) {
        return "";
    }
    return mem_format(mem, "; the %" PRIu64 " of `@count` take %s instead of %s", count,
                      cost_in_units(mem, after), cost_in_units(mem, before));
}

static void check_size(struct breaks *breaks, struct record_pair *pair) {
    if (!is_pair(pair) || pair->subject.cause != NULL) {
        return;
    }
    const uint64_t *old = pair->old->measure.size;
    const uint64_t *new = pair->new->measure.size;
    if (old[WIDTH_64] == new[WIDTH_64] && old[WIDTH_32] == new[WIDTH_32]) {
        return;
    }
    bool grows = old[WIDTH_64] == new[WIDTH_64] ? new[WIDTH_32] > old[WIDTH_32]
                                                : new[WIDTH_64] > old[WIDTH_64];
    breaks_add(breaks, &pair->subject, NULL, "`%s` %s %s%s%s", pair->subject.name,
               grows ? "grows" : "shrinks", breaks_both_words(breaks->mem, old, new, " bytes"),
               blame_words(breaks->mem, pair), count_words(breaks->mem, pair));
}

static void check_alignment(struct breaks *breaks, struct record_pair *pair) {
    if (!is_pair(pair) || pair->subject.cause != NULL) {
        return;
    }
    const uint64_t old[] = {pair->old->measure.align[WIDTH_64], pair->old->measure.align[WIDTH_32]};
    const uint64_t new[] = {pair->new->measure.align[WIDTH_64], pair->new->measure.align[WIDTH_32]};
    if (old[WIDTH_64] != new[WIDTH_64] || old[WIDTH_32] != new[WIDTH_32]) {
        breaks_add(breaks, &pair->subject, NULL, "the alignment of `%s` goes %s",
                   pair->subject.name, breaks_both_words(breaks->mem, old, new, " bytes"));
    }
}

static void check_added(struct breaks *breaks, struct record_pair *pair) {
    if (pair->subject.added && !pair->new->imported) {
        breaks_add(breaks, &pair->subject, NULL, "the record `%s` is new, of %s",
                   pair->subject.name, bytes(breaks->mem, pair->new->measure.size[WIDTH_64]));
    }
}

static void check_removed(struct breaks *breaks, struct record_pair *pair) {
    if (pair->subject.removed && !pair->old->imported) {
        breaks_add(breaks, &pair->subject, NULL, "the record `%s` is gone", pair->subject.name);
    }
}

static bool is_repackaged(const struct subject *subject) {
    return subject->old_name != NULL &&
           strcmp(locked_local(subject->old_name), locked_local(subject->name)) == 0;
}

static void check_package(struct breaks *breaks, struct record_pair *pair) {
    if (is_repackaged(&pair->subject)) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is `%s` now, in another package",
                   pair->subject.old_name, pair->subject.name);
    }
}

static void check_renamed(struct breaks *breaks, struct record_pair *pair) {
    if (pair->subject.old_name != NULL && !is_repackaged(&pair->subject)) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`%s` is gone and `%s` has the same fields: it looks renamed",
                   pair->subject.old_name, pair->subject.name);
    }
}

static void check_c_name(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && pair->subject.old_name == NULL &&
        strcmp(pair->old->c_name, pair->new->c_name) != 0) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is called `%s` in C, and was `%s`",
                   pair->subject.name, pair->new->c_name, pair->old->c_name);
    }
}

/* Whether the new record still has the old base among its ancestors. */
static bool keeps_base(const struct record_pair *pair) {
    for (const struct record_pair *at = pair->base; at != NULL; at = at->base) {
        if (at == pair->old_base) {
            return true;
        }
    }
    return false;
}

static void check_base_inserted(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && !pair->same_base && pair->new->base != NULL &&
        (pair->old->base == NULL || keeps_base(pair))) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` extends `%s` now", pair->subject.name,
                   pair->new->base);
    }
}

static void check_base_gone(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && !pair->same_base && pair->old->base != NULL && !keeps_base(pair)) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` does not extend `%s` any more",
                   pair->subject.name, pair->old->base);
    }
}

/* What an ancestor brings is told there. */
static bool base_brings(const struct record_pair *pair, bool gained) {
    const struct record_pair *base = pair->base;
    return base != NULL && pair->same_base && is_pair(base) &&
           base->old->has_dict != base->new->has_dict && base->new->has_dict == gained;
}

static void check_dict_added(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && !pair->old->has_dict && pair->new->has_dict && !base_brings(pair, true)) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`%s` has a dict now: its instances are no longer plain data, and need `fini`",
                   pair->subject.name);
    }
}

static void check_dict_removed(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && pair->old->has_dict && !pair->new->has_dict && !base_brings(pair, false)) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`%s` has no dict any more: names that it does not declare are refused",
                   pair->subject.name);
    }
}

/* Whether its own fields can be deleted. */
static bool is_open(const char *storage) {
    return strcmp(storage, "dict") == 0 || strcmp(storage, "none") == 0;
}

static void check_closed(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && pair->new->has_dict && is_open(pair->old->storage) &&
        !is_open(pair->new->storage)) {
        breaks_add(breaks, &pair->subject, NULL,
                   "the fields of `%s` cannot be deleted any more, now that it says `%s`",
                   pair->subject.name, pair->new->storage);
    }
}

/* Whether it has fields that a dict can say of that they are deleted: `T?` says so itself. */
static bool has_deletable(const struct locked_record *record) {
    size_t i = 0;
    while (i < record->field_count && record->fields[i].optional) {
        i++;
    }
    return i < record->field_count;
}

static void check_opened(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && pair->old->has_dict && !is_open(pair->old->storage) &&
        is_open(pair->new->storage)) {
        struct breakage *breakage =
            breaks_add(breaks, &pair->subject, NULL, "the fields of `%s` can be deleted now",
                       pair->subject.name);
        breakage->levels = has_deletable(pair->old) ? breakage->levels : BREAKS_NOTHING;
    }
}

/* The values that `init_with` takes: ancestors' first. Their number, and into taken those that
 * there is room for, from the last on. */
static size_t parameters(const struct record_pair *pair, enum match_side side,
                         const struct locked_field *taken[MAX_INIT_WITH]) {
    size_t count = 0;
    while (pair != NULL) {
        const struct locked_record *record = side == MATCH_NEW ? pair->new : pair->old;
        for (size_t i = record->field_count; i > 0; i--) {
            const struct locked_field *field = &record->fields[i - 1];
            if (!field->optional && count++ < MAX_INIT_WITH) {
                taken[count - 1] = field;
            }
        }
        pair = side == MATCH_NEW ? pair->base : pair->old_base;
    }
    return count;
}

/* Whether a field of the old side is one of the new side, which may be called otherwise. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static bool is_same_field(const struct record_pair *pair, const struct locked_field *old,
                          const struct locked_field *new) {
    for (size_t i = 0; i < pair->field_count; i++) {
        if (pair->fields[i].old == old) {
            return pair->fields[i].new == new;
        }
    }
    const struct record_pair *base = pair->base;
    if (base != NULL && pair->same_base && is_pair(base)) { /* inherited, and told there */
        return is_same_field(base, old, new);
    }
    return strcmp(old->name, new->name) == 0;
}

static void check_init_with(struct breaks *breaks, struct record_pair *pair) {
    const struct locked_field *old[MAX_INIT_WITH];
    const struct locked_field *new[MAX_INIT_WITH];
    if (!is_pair(pair) || pair->same_words) {
        return;
    }
    size_t before = parameters(pair, MATCH_OLD, old);
    size_t after = parameters(pair, MATCH_NEW, new);
    const char *name = pair->new->c_name;
    if (before > MAX_INIT_WITH) {
        return;
    }
    if (after > MAX_INIT_WITH) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`%s_init_with` is gone: it would take %zu values, more than %d", name, after,
                   MAX_INIT_WITH);
    } else if (before != after) {
        breaks_add(breaks, &pair->subject, NULL, "`%s_init_with` takes %zu value%s, and took %zu",
                   name, after, after == 1 ? "" : "s", before);
    } else {
        size_t i = 0;
        while (i < after && is_same_field(pair, old[i], new[i])) {
            i++;
        }
        if (i < after) {
            breaks_add(breaks, &pair->subject, NULL,
                       "`%s_init_with` takes other values, or in another order", name);
        }
    }
}

static void check_wishes(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && strcmp(pair->old->wishes, pair->new->wishes) != 0) {
        const char *old = pair->old->wishes;
        const char *new = pair->new->wishes;
        breaks_add(breaks, &pair->subject, NULL, "`%s` says %s%s%s, and said %s%s%s",
                   pair->subject.name, new[0] == '\0' ? "" : "`",
                   new[0] == '\0' ? "nothing about its layout" : new, new[0] == '\0' ? "" : "`",
                   old[0] == '\0' ? "" : "`", old[0] == '\0' ? "nothing" : old,
                   old[0] == '\0' ? "" : "`");
    }
}

static void check_count(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && pair->old->count != pair->new->count) {
        breaks_add(breaks, &pair->subject, NULL,
                   "`@count` of `%s` goes from %" PRIu64 " to %" PRIu64, pair->subject.name,
                   pair->old->count, pair->new->count);
    }
}

static void check_deprecated(struct breaks *breaks, struct record_pair *pair) {
    if (is_pair(pair) && (pair->old->deprecated == NULL) != (pair->new->deprecated == NULL)) {
        breaks_add(breaks, &pair->subject, NULL, "`%s` is %s deprecated", pair->subject.name,
                   pair->new->deprecated == NULL ? "no longer" : "now");
    }
}

const struct break_kind record_breaks[] = {
    {BREAK_KIND(
         "record-size", "a record has another size",
         "an array or a stored record has another stride, and objects with the old size in them "
         "allocate too little or copy too much",
         BREAKS_DATA | BREAKS_ABI),
     .check_record = check_size},
    {BREAK_KIND(
         "record-alignment", "a record has another alignment",
         "old objects allocate and embed it at addresses that the new ones take for impossible; "
         "its own bytes are as they were",
         BREAKS_ABI),
     .check_record = check_alignment},
    {BREAK_KIND("record-added", "a record is new", "nothing knows of it", BREAKS_NOTHING),
     .check_record = check_added},
    {BREAK_KIND("record-removed", "a record is gone",
                "its type and functions are gone: code does not compile, old objects do not link; "
                "nothing is left that could misread its bytes",
                BREAKS_ABI | BREAKS_SOURCE),
     .check_record = check_removed},
    {BREAK_KIND("record-repackaged", "a record is in another package",
                "every C name begins with the package; the bytes are the same",
                BREAKS_ABI | BREAKS_SOURCE),
     .check_record = check_package},
    {BREAK_KIND("record-renamed", "a record has another name and the same fields",
                "every C name has the record's in it; the bytes are the same",
                BREAKS_ABI | BREAKS_SOURCE),
     .check_record = check_renamed},
    {BREAK_KIND("record-c-name", "a record has another name in C", "as for a renamed record",
                BREAKS_ABI | BREAKS_SOURCE),
     .check_record = check_c_name},
    {BREAK_KIND(
         "base-inserted", "a record extends one more record",
         "all upcasts are still there; what the base brings is told as moved or added fields",
         BREAKS_NOTHING),
     .check_record = check_base_inserted},
    {BREAK_KIND("base-removed", "a record no longer extends what it extended",
                "the upcast is gone; what the base took along is told as removed or moved fields",
                BREAKS_SOURCE),
     .check_record = check_base_gone},
    {BREAK_KIND(
         "dict-added", "a record has a dict now",
         "there is one more word in it, which means nothing outside its process, and old objects "
         "neither set it up nor free it",
         BREAKS_DATA | BREAKS_ABI),
     .check_record = check_dict_added},
    {BREAK_KIND("dict-removed", "a record has no dict any more",
                "the word is gone, and names that are not declared are refused",
                BREAKS_DATA | BREAKS_ABI | BREAKS_DICT),
     .check_record = check_dict_removed},
    {BREAK_KIND("fields-closed", "the fields of a dict-backed record became slots",
                "they can be set and got as before, but not deleted", BREAKS_DICT),
     .check_record = check_closed},
    {BREAK_KIND("fields-opened", "the slots of a record with a dict can be deleted now",
                "setters are inline: old objects do not say that what they set is there again. "
                "Without fields, or where all are T?: nothing",
                BREAKS_ABI),
     .check_record = check_opened},
    {BREAK_KIND(
         "init-with", "a record's init_with takes other values",
         "calls do not compile, or hand a value to another parameter; old objects hand over what "
         "the new function does not expect",
         BREAKS_ABI | BREAKS_SOURCE),
     .check_record = check_init_with},
    {BREAK_KIND("record-wishes",
                "a record's @align, @order, @open_tail, @persistent, @final or @max_size "
                "has changed",
                "what it does to the layout is told by itself", BREAKS_NOTHING),
     .check_record = check_wishes},
    {BREAK_KIND("count", "a record's @count has changed", "it is for reports alone",
                BREAKS_NOTHING),
     .check_record = check_count},
    {BREAK_KIND("record-deprecated", "a record is deprecated, or no longer",
                "compilers warn; a build that makes an error of that has asked for it",
                BREAKS_NOTHING),
     .check_record = check_deprecated},
};

const size_t record_break_count = sizeof record_breaks / sizeof *record_breaks;
