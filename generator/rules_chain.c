/* The rules that this tool exists for: every record of a chain says how it stores its fields
 * (language.md, "Storage"). */
#include <inttypes.h>
#include <string.h>

#include "chain.h"
#include "cost.h"
#include "edit.h"
#include "map.h"
#include "mem.h"
#include "rules.h"

static const char *name_of(const struct record *record) {
    return record->declaration.name.text;
}

/* The rows that other rules ask about. */
enum own_rule {
    DICT_UNDER_SLOTS,
    MISSING_SLOTS,
};

static bool is_reported(const struct check *check, enum own_rule rule,
                        const struct record *record) {
    return check_severity(check, &chain_rules[rule], record, NULL) != SEVERITY_OFF;
}

/* "each instance grows from 16 to 24 bytes, 8 more", in the words of the trap. */
static const char *cost_of_trap(const struct check *check, const struct record *record) {
    const struct chain *chain = chain_of(check->chains, record);
    if (chain->dict_from != record) {
        const char *storage =
            chain->dict_from->storage == STORAGE_SLOTS_DICT ? " (slots + dict)" : "";
        return mem_format(check->mem, "it costs no bytes, since `%s`%s has brought a dict already",
                          name_of(chain->dict_from), storage);
    }
    struct cost costs = cost_of(check->mem, check->layouts, record);
    uint64_t with_dict = costs.backed.size[WIDTH_64];
    uint64_t with_slots = costs.slotted.size[WIDTH_64];
    uint64_t more = with_dict - with_slots;
    return mem_format(
        check->mem, "each instance grows from %" PRIu64 " to %" PRIu64 " bytes, %" PRIu64 " more%s",
        with_slots, with_dict, more, cost_for_all(check->mem, more, record->count, " more"));
}

static void note_what_else(struct check *check, struct diagnostic *diagnostic,
                           const struct record *record) {
    if (chain_of(check->chains, record)->dict_from != record) {
        return;
    }
    diagnostic_note(diagnostic, record->declaration.name.span,
                    "the first dynamic attribute of an instance adds %" PRIu32
                    " bytes (64-bit pointers), "
                    "and an instance with a dict is not plain data: it needs `fini`, and cannot be "
                    "nested by value or copied as bytes",
                    cost_first_attribute);
}

static void check_missing_slots(struct check *check, const struct record *record) {
    const struct chain *chain = chain_of(check->chains, record);
    if (chain->trap != record) {
        return;
    }
    struct diagnostic *diagnostic = check_report(
        check, record->declaration.name.span,
        "`%s` has no storage clause below the slotted `%s`, so its instances carry a dict: %s",
        name_of(record), name_of(chain->closed), cost_of_trap(check, record));
    note_what_else(check, diagnostic, record);
    diagnostic_note(diagnostic, chain->closed->declaration.name.span,
                    "`%s` declares its slots here", name_of(chain->closed));
    const struct record *spoiled = chain_spoiled(check->chains, record);
    for (; spoiled != NULL; spoiled = chain_next_spoiled(check->chains, spoiled)) {
        diagnostic_note(diagnostic, spoiled->declaration.name.span,
                        "`%s` below it has the dict, too", name_of(spoiled));
    }
    diagnostic_help(diagnostic, "write `slots` before the `{` (even where it adds no field), or "
                                "`dict` to accept the dict in writing");
    diagnostic_edit(diagnostic, record->storage_span, " slots");
    /* Where it is no error, the headers have the dict, and programs that use them. */
    bool is_error = check_severity(check, check->rule, record, NULL) == SEVERITY_ERROR;
    diagnostic->fixing = is_error ? FIX_SAFE : FIX_LAYOUT;
}

bool check_dict_is_reported(const struct check *check, const struct record *dict_from) {
    const struct chain *chain = chain_of(check->chains, dict_from);
    if (dict_from->storage == STORAGE_NONE) {
        return chain->trap == dict_from && is_reported(check, MISSING_SLOTS, dict_from);
    }
    return chain->closed != NULL && is_reported(check, DICT_UNDER_SLOTS, dict_from);
}

static void check_slots_under_dict(struct check *check, const struct record *record) {
    const struct chain *chain = chain_of(check->chains, record);
    if (chain->under_dict != record || check_dict_is_reported(check, chain->dict_from)) {
        return;
    }
    const char *open = name_of(chain->dict_from);
    struct diagnostic *diagnostic = check_report(
        check, record->storage_span,
        "`%s` says `slots`, but inherits a dict from `%s`: its slots save nothing of it",
        name_of(record), open);
    diagnostic_note(diagnostic, chain->dict_from->declaration.name.span,
                    chain->dict_from->storage == STORAGE_DICT
                        ? "`%s` is a `dict` record"
                        : "`%s` has no storage clause, so it is dict-backed",
                    open);
    const struct record *deeper = chain_slotted(check->chains, record);
    for (; deeper != NULL; deeper = chain_next_slotted(check->chains, deeper)) {
        diagnostic_note(diagnostic, deeper->declaration.name.span,
                        "`%s` below it has the dict, too", name_of(deeper));
    }
    diagnostic_help(
        diagnostic,
        "give `%s` slots, or accept it here with `@allow(\"chain-slots-under-dict\", \"why\")`",
        open);
}

bool check_follows_from_trap(const struct check *check, const struct record *record) {
    const struct record *dict_from = chain_of(check->chains, record)->dict_from;
    bool is_trap = dict_from != NULL && chain_of(check->chains, dict_from)->trap == dict_from;
    return is_trap &&
           check_severity(check, &chain_rules[MISSING_SLOTS], dict_from, NULL) == SEVERITY_ERROR;
}

static void check_redundant_dict(struct check *check, const struct record *record) {
    const struct record *dict_from = chain_of(check->chains, record)->dict_from;
    if (record->storage != STORAGE_SLOTS_DICT || dict_from == record) {
        return;
    }
    bool follows = check_follows_from_trap(check, record);
    const char *message =
        mem_format(check->mem, "`%s` asks for a dict, and has one already from `%s`",
                   name_of(record), name_of(dict_from));
    struct diagnostic *diagnostic = check_report_as(check, follows ? SEVERITY_NOTE : SEVERITY_ERROR,
                                                    record->storage_span, message);
    diagnostic_note(diagnostic, dict_from->declaration.name.span, "the dict comes from here");
    if (follows) {
        diagnostic_help(diagnostic,
                        "this settles itself once `%s` has its storage clause: with `slots` there, "
                        "`slots + dict` is right here",
                        name_of(dict_from));
        return;
    }
    diagnostic_help(diagnostic,
                    "write `slots`: a record has one dict at the most, and inherits this one");
    diagnostic_edit(diagnostic, record->storage_span, "slots");
}

static void check_dict_under_slots(struct check *check, const struct record *record) {
    const struct chain *chain = chain_of(check->chains, record);
    if (record->storage != STORAGE_DICT || chain->closed == NULL) {
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, record->storage_span, "`%s` is a `dict` record below the slotted `%s`",
                     name_of(record), name_of(chain->closed));
    diagnostic_note(diagnostic, chain->closed->declaration.name.span,
                    "`%s` declares its slots here", name_of(chain->closed));
    diagnostic_help(diagnostic,
                    "write `slots`, or `slots + dict` where dynamic attributes are needed");
}

static void check_storage_implicit(struct check *check, const struct record *record) {
    const struct record *trap = chain_of(check->chains, record)->trap;
    const struct rule *rule = &chain_rules[MISSING_SLOTS];
    /* The trap has its own finding, or a reason for none; what is below it stands in its notes. */
    const struct source *source = record->declaration.file->source;
    bool is_said = trap == record
                       ? diagnostics_severity(check->diagnostics, rule, source) != SEVERITY_OFF
                       : trap != NULL && is_reported(check, MISSING_SLOTS, trap);
    /* What the base brings is not known where the base is not. */
    bool base_is_known = record->base != NULL || record->base_name.text == NULL;
    if (record->storage != STORAGE_NONE || is_said || !base_is_known) {
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, record->declaration.name.span,
                     "`%s` has no storage clause, so it is dict-backed", name_of(record));
    const struct record *from = chain_of(check->chains, record)->dict_from;
    if (from == NULL || from == record) {
        diagnostic_help(diagnostic, "write `dict` if that is meant, `slots` for a fixed layout");
    } else {
        diagnostic_help(diagnostic,
                        "write `dict`: `%s` brings it, and `slots` here would save nothing of it",
                        name_of(from));
    }
    diagnostic_edit(diagnostic, record->storage_span, " dict");
}

static const struct field *first_of_name(const struct check *check, const struct field *field) {
    return map_get(check->own_fields[field->record->index], field->name.text,
                   strlen(field->name.text));
}

static bool same_literal(const struct literal *a, const struct literal *b) {
    bool is_text = a->text != NULL && b->text != NULL;
    return a->kind == b->kind && a->negative == b->negative && a->integer == b->integer &&
           a->real == b->real && a->length == b->length &&
           (is_text ? memcmp(a->text, b->text, a->length) == 0 : a->text == b->text);
}

static bool same_text(const char *a, const char *b) {
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_type(const struct type_use *a, const struct type_use *b) {
    return a->type != NULL && a->type == b->type && a->enumeration == b->enumeration &&
           a->foreign == b->foreign && a->record == b->record && a->chars == b->chars &&
           a->bit_count == b->bit_count && a->items == b->items && a->optional == b->optional;
}

/* Whether two declarations of a field say the same, so that it does not matter which one goes. */
static bool same_field(const struct field *a, const struct field *b) {
    return same_type(&a->type, &b->type) && a->has_initial == b->has_initial &&
           (!a->has_initial || same_literal(a->initial, b->initial)) &&
           a->readonly == b->readonly && a->hot == b->hot && a->pinned == b->pinned &&
           a->offset == b->offset && strcmp(a->c_name, b->c_name) == 0 &&
           same_text(a->preamble.deprecated, b->preamble.deprecated);
}

/* The field goes with its documentation and annotations, where nothing is lost with it. */
static void offer_removal(struct diagnostic *diagnostic, const struct field *field,
                          const struct field *other) {
    const struct source *source = field->span.source;
    struct span span = {source, field->preamble.start, field->span.end};
    while (span.end < source->length && strchr(" \t\r\n", source->bytes[span.end]) != NULL) {
        span.end++;
    }
    bool is_whole = span.end < source->length && source->bytes[span.end++] == ';';
    if (is_whole && same_field(field, other) && !edit_holds_comment(span)) {
        diagnostic_edit(diagnostic, edit_removal(span), "");
    }
}

static void check_duplicate(struct check *check, const struct field *field) {
    const struct field *first = first_of_name(check, field);
    if (first == field) {
        return;
    }
    struct diagnostic *diagnostic =
        check_report(check, field->name.span, "`%s` declares `%s` twice", name_of(field->record),
                     field->name.text);
    diagnostic_note(diagnostic, first->name.span, "the first one is here");
    diagnostic_help(diagnostic, "drop or rename one");
    offer_removal(diagnostic, field, first);
}

static void check_redeclared(struct check *check, const struct field *field) {
    const struct field *inherited = check_inherited(check, field->record, field->name.text);
    if (inherited == NULL || first_of_name(check, field) != field) {
        return;
    }
    const char *owner = name_of(inherited->record);
    struct diagnostic *diagnostic = check_report(
        check, field->name.span, "`%s` declares `%s` again, which `%s` declares already",
        name_of(field->record), field->name.text, owner);
    diagnostic_note(diagnostic, inherited->name.span, "`%s` declares it here", owner);
    diagnostic_help(diagnostic,
                    "drop it: the field is inherited, and a second cell would waste the first");
    offer_removal(diagnostic, field, inherited);
}

const struct rule chain_rules[] = {
    [DICT_UNDER_SLOTS] =
        {.name = "chain-dict-under-slots",
         .group = "chain",
         .severity = SEVERITY_OFF,
         .strict = SEVERITY_ERROR,
         .summary = "a `dict` record, written out, below a slotted one",
         .why = "A slotted chain that ends in a `dict` record pays for a dict from there on: "
                "a word in each instance, 8 bytes with 64-bit pointers, and its own fields "
                "can be deleted, so that none of them is sure to be there. The ancestors' "
                "slots save nothing of that.",
         .instead = "Write `slots`. Where dynamic attributes are needed beside fixed fields, "
                    "`slots + dict` says so.",
         .allow = "Where the branch is meant to be dynamic: the record said `dict` on purpose. "
                  "It is off but in the set `strict`.",
         .check_record = check_dict_under_slots},
    [MISSING_SLOTS] =
        {.name = "chain-missing-slots",
         .group = "chain",
         .severity = SEVERITY_ERROR,
         .fixing = FIX_SAFE,
         .summary =
             "a record below a slotted one forgets its slots, which brings the dict back for "
             "its whole branch",
         .why = "This is the trap that slotc exists for. A record without a clause below a "
                "slotted one is dict-backed, as in Python: each instance of it, and of all "
                "records below it, carries a word for a dict (`SubclassMissingSlots`: 24 "
                "bytes instead of 16), the first dynamic attribute adds a table on the heap, "
                "and instances need `fini` and are no plain data any more.",
         .instead = "Write `slots` before the `{`, even where the record adds no field: `record "
                    "Child : Base slots {}`. If the dict is meant, write `dict`: then it is a "
                    "choice.",
         .allow = "Where an old schema is adopted as it is. The record is then laid out as "
                  "Python would have it, with a dict.",
         .check_record = check_missing_slots},
    {.name = "chain-redundant-dict",
     .group = "chain",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .fixing = FIX_SAFE,
     .summary = "a record asks for a dict that it inherits already",
     .why = "A record has one dict at the most, and inherits it. A second clause would "
            "add nothing; Python refuses it, too: \"__dict__ slot disallowed: we already "
            "got one\".",
     .instead = "Write `slots`: the dict that is inherited remains.",
     .allow = "It cannot be allowed or lowered: a record cannot have two dicts.",
     .check_record = check_redundant_dict},
    {.name = "chain-slots-under-dict",
     .group = "chain",
     .severity = SEVERITY_ERROR,
     .summary = "a record says `slots` and inherits a dict all the same",
     .why = "Slots below a dict-backed record save nothing of the dict: each instance "
            "carries its word, 8 bytes with 64-bit pointers, whatever its own clause "
            "says. Who reads `slots` there believes otherwise.",
     .instead = "Give the open ancestor `slots`; or write `dict` here, too, if the chain is "
                "to be dynamic.",
     .allow = "Where fixed cells are wanted for speed, and the dict as well.",
     .check_record = check_slots_under_dict},
    {.name = "slot-duplicate",
     .group = "chain",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .fixing = FIX_SAFE,
     .summary = "a record declares a name twice",
     .why = "A struct cannot have two members of one name, and the accessors of one "
            "would hide those of the other.",
     .instead = "Drop or rename one.",
     .allow = "It cannot be allowed or lowered: C refuses the second.",
     .check_field = check_duplicate},
    {.name = "slot-redeclared",
     .group = "chain",
     .severity = SEVERITY_ERROR,
     .fixed = true,
     .fixing = FIX_SAFE,
     .summary = "a record declares a field that an ancestor declares",
     .why = "The field is inherited, so a second one of that name would be a second "
            "cell: the bytes of the first are in every instance, and functions that know "
            "the base read the one, the others the other. Python keeps both without a "
            "word.",
     .instead = "Drop it here. To start with another value, set it after `init`; for another "
                "type, rename it.",
     .allow = "It cannot be allowed or lowered: one name would mean two cells.",
     .check_field = check_redeclared},
    {.name = "storage-implicit",
     .group = "storage",
     .severity = SEVERITY_WARNING,
     .fixing = FIX_SAFE,
     .summary = "a record without a storage clause, which makes it dict-backed",
     .why = "A record without a clause is dict-backed, as in Python: each instance "
            "carries a word for a dict, 8 bytes with 64-bit pointers. Who reads the "
            "schema cannot tell whether that was meant or forgotten.",
     .instead = "Write `dict` if that is meant, which changes nothing in the generated code, "
                "or `slots` for a fixed layout.",
     .allow = "In schemas that are all dict-backed and known to be: turn it off in "
              "slotc.ini.",
     .check_record = check_storage_implicit},
};

const size_t chain_rule_count = sizeof chain_rules / sizeof *chain_rules;
