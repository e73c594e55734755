/* Changes of the types of fields. */
#include <string.h>

#include "breaks.h"
#include "mem.h"

/* What a field's type has become; what C code says to it decides, then its bytes. */
enum retyping {
    TYPE_AS_IT_WAS,
    TYPE_LENGTH, /* of char[N] */
    TYPE_BITS, /* of bits[N] */
    TYPE_POINTEE, /* of ref R */
    TYPE_FORM, /* C code does not compile */
    TYPE_SIZE, /* C code converts, and the cell is larger or smaller */
    TYPE_MEANING, /* C code converts, and the bytes mean something else */
};

/* Values of one kind convert into each other in C. */
enum c_kind {
    C_NUMBER,
    C_TEXT,
    C_POINTER,
    C_OTHER, /* a record or extern type: each is its own */
};

static enum c_kind c_kind_of(const struct locked_field *field) {
    static const char *const numbers[] = {"scalar", "enum", "bits"};
    if (strcmp(field->word, "ref") == 0) {
        return C_POINTER;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(field->form, numbers[i]) == 0) {
            return C_NUMBER;
        }
    }
    return strcmp(field->form, "str") == 0 || strcmp(field->form, "chars") == 0 ? C_TEXT : C_OTHER;
}

/* Of its value by name; integers and enums of all sizes convert into each other. */
static const char *by_name_kind(const struct locked_field *field) {
    static const char *const integers[] = {"INT", "UINT"};
    const struct type *type = type_find(field->word);
    const char *kind = type == NULL ? field->form : type->kind;
    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        if (strcmp(kind, integers[i]) == 0) {
            return "enum";
        }
    }
    return kind;
}

static bool both_are(const struct field_pair *pair, const char *form) {
    return strcmp(pair->old->form, form) == 0 && strcmp(pair->new->form, form) == 0;
}

static bool same_size(const struct field_pair *pair) {
    return pair->old->size[WIDTH_64] == pair->new->size[WIDTH_64] &&
           pair->old->size[WIDTH_32] == pair->new->size[WIDTH_32];
}

static enum retyping retyping_of(const struct breaks *breaks, const struct field_pair *pair) {
    if (pair->old == NULL || pair->new == NULL || !pair->retyped) {
        return TYPE_AS_IT_WAS;
    }
    const struct locked_field *old = pair->old;
    const struct locked_field *new = pair->new;
    bool is_array = old->items != 0;
    if (is_array != (new->items != 0)) {
        return TYPE_FORM;
    }
    if (strcmp(old->word, new->word) == 0 && breaks_same_target(breaks, old->target, new->target)) {
        return TYPE_AS_IT_WAS;
    }
    enum c_kind kind = c_kind_of(old);
    if (kind != c_kind_of(new) || kind == C_OTHER || (is_array && !both_are(pair, "chars"))) {
        return TYPE_FORM;
    }
    if (kind == C_POINTER) {
        return TYPE_POINTEE;
    }
    return both_are(pair, "chars")  ? TYPE_LENGTH
           : both_are(pair, "bits") ? TYPE_BITS
           : same_size(pair)        ? TYPE_MEANING
                                    : TYPE_SIZE;
}

static void add_at(struct breaks *breaks, struct record_pair *record, const struct field_pair *pair,
                   const char *words) {
    struct breakage *breakage =
        breaks_add(breaks, &record->subject, pair->new->name, "`%s.%s` is `%s` and was `%s`%s",
                   record->subject.name, pair->new->name, locked_type(breaks->mem, pair->new),
                   locked_type(breaks->mem, pair->old), words);
    breakage->span = pair->new->span;
    breakage->old_span = pair->old->span;
    if (strcmp(by_name_kind(pair->old), by_name_kind(pair->new)) != 0) {
        breakage->levels |= BREAKS_DICT;
    }
}

static void check_length(struct breaks *breaks, struct record_pair *record,
                         const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_LENGTH) {
        add_at(breaks, record, pair, "");
    }
}

static void check_bits(struct breaks *breaks, struct record_pair *record,
                       const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_BITS) {
        add_at(breaks, record, pair, "");
    }
}

static void check_pointee(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_POINTEE) {
        add_at(breaks, record, pair, ": C takes the one pointer for no other");
    }
}

static void check_form(struct breaks *breaks, struct record_pair *record,
                       const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_FORM) {
        add_at(breaks, record, pair, ": its accessors take something else");
    }
}

static void check_size(struct breaks *breaks, struct record_pair *record,
                       const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_SIZE) {
        add_at(
            breaks, record, pair,
            mem_concat(breaks->mem, ", its size goes ",
                       breaks_both_words(breaks->mem, pair->old->size, pair->new->size, " bytes"),
                       NULL));
    }
}

static void check_meaning(struct breaks *breaks, struct record_pair *record,
                          const struct field_pair *pair) {
    if (retyping_of(breaks, pair) == TYPE_MEANING) {
        add_at(breaks, record, pair, ": the same bytes mean something else");
    }
}

static void check_items(struct breaks *breaks, struct record_pair *record,
                        const struct field_pair *pair) {
    if (pair->old != NULL && pair->new != NULL && pair->old->items != 0 && pair->new->items != 0 &&
        pair->old->items != pair->new->items) {
        add_at(breaks, record, pair, "");
    }
}

static void check_optional(struct breaks *breaks, struct record_pair *record,
                           const struct field_pair *pair) {
    if (pair->old != NULL && pair->new != NULL && !pair->old->optional && pair->new->optional) {
        add_at(breaks, record, pair, ": old bytes have no bit that says that it is there");
    }
}

static void check_required(struct breaks *breaks, struct record_pair *record,
                           const struct field_pair *pair) {
    if (pair->old != NULL && pair->new != NULL && pair->old->optional && !pair->new->optional) {
        add_at(breaks, record, pair, ": where it was absent it is there now");
    }
}

const struct break_kind type_breaks[] = {
    {BREAK_KIND("type-size", "a field's type is larger or smaller",
                "the cell has other bytes; C converts the values, so code compiles. By name a "
                "number, a float and a bool are kinds of their own: dict, too",
                BREAKS_DATA | BREAKS_ABI),
     .check_field = check_size},
    {BREAK_KIND("type-meaning", "a field's type has the same size and another meaning",
                "nothing moves, but a sign, a float or another enum is read into the same bytes; C "
                "converts the values, so code compiles. By name as for a size",
                BREAKS_DATA | BREAKS_ABI),
     .check_field = check_meaning},
    {BREAK_KIND(
         "type-form", "a field's type has other accessors, or takes other things",
         "C does not convert text, numbers, arrays, records and types of headers into each other, "
         "nor does access by name",
         BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_form},
    {BREAK_KIND("ref-target", "a field refers to another record",
                "pointers of two types do not mix, by name neither; stored, a pointer means "
                "nothing anyway",
                BREAKS_ABI | BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_pointee},
    {BREAK_KIND("text-length", "a char[N] has another length",
                "the cell has other bytes; its accessors take the same text",
                BREAKS_DATA | BREAKS_ABI),
     .check_field = check_length},
    {BREAK_KIND("bits-width", "a bits[N] has another width",
                "one side keeps bits that the other one masks away, or takes for its neighbour's",
                BREAKS_DATA | BREAKS_ABI),
     .check_field = check_bits},
    {BREAK_KIND("array-length", "an array has another length",
                "the cell has other bytes; indices are numbers as before",
                BREAKS_DATA | BREAKS_ABI),
     .check_field = check_items},
    {BREAK_KIND("optional-added", "a field may be absent now",
                "in old bytes the bit of its presence is not set, so its value is not seen; by "
                "name it is refused where it is absent, as `init` leaves it",
                BREAKS_DATA | BREAKS_ABI | BREAKS_DICT),
     .check_field = check_optional},
    {BREAK_KIND("optional-removed", "a field can no longer be absent",
                "`has` and `clear` are gone, it cannot be deleted by name, and where it was "
                "absent, old bytes have any value",
                BREAKS_DATA | BREAKS_ABI | BREAKS_SOURCE | BREAKS_DICT),
     .check_field = check_required},
};

const size_t type_break_count = sizeof type_breaks / sizeof *type_breaks;
