#include "rules.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "allow.h"
#include "chain.h"
#include "cost.h"
#include "emitted.h"
#include "layout.h"
#include "map.h"
#include "mem.h"
#include "plain.h"
#include "resolve.h"
#include "types.h"
#include "uses.h"

struct table {
    const struct rule *rules;
    size_t count;
};

/* The tables of what is looked for here, by number; an empty one past the last. */
static struct table table_at(size_t index) {
    switch (index) {
    case 0:
        return (struct table){chain_rules, chain_rule_count};
    case 1:
        return (struct table){layout_rules, layout_rule_count};
    case 2:
        return (struct table){order_rules, order_rule_count};
    case 3:
        return (struct table){storage_rules, storage_rule_count};
    case 4:
        return (struct table){type_rules, type_rule_count};
    case 5:
        return (struct table){name_rules, name_rule_count};
    case 6:
        return (struct table){style_rules, style_rule_count};
    case 7:
        return (struct table){use_rules, use_rule_count};
    case 8:
        return (struct table){allow_rules, allow_rule_count};
    case 9:
        return (struct table){audit_rules, audit_rule_count};
    default:
        return (struct table){NULL, 0};
    }
}

const struct rule *rules_at(size_t index) {
    struct table table;
    for (size_t i = 0; (table = table_at(i)).count > 0; i++) {
        if (index < table.count) {
            return table.rules + index;
        }
        index -= table.count;
    }
    return index < ERROR_RULE_COUNT ? error_rule((enum error_rule)index) : NULL;
}

const struct rule *rules_find(const char *name) {
    const struct rule *rule = NULL;
    for (size_t i = 0; (rule = rules_at(i)) != NULL; i++) {
        if (strcmp(rule->name, name) == 0) {
            return rule;
        }
    }
    return NULL;
}

enum severity check_severity(const struct check *check, const struct rule *rule,
                             const struct record *record, const struct field *field) {
    struct allow_place place = allow_place_of(record, field);
    return allow_covers(check, rule, place)
               ? SEVERITY_OFF
               : diagnostics_severity(check->diagnostics, rule, place.source);
}

struct diagnostic *check_report_as(struct check *check, enum severity severity, struct span span,
                                   const char *message) {
    struct diagnostic *diagnostic =
        report_rule(check->diagnostics, check->rule, severity, span, message);
    const struct declaration *record = check->record == NULL ? NULL : &check->record->declaration;
    if (record == NULL && check->declaration != NULL &&
        check->declaration->kind == DECLARATION_RECORD) {
        record = check->declaration;
    }
    diagnostic->record = record == NULL ? NULL : record->qualified;
    diagnostic->field = check->field == NULL ? NULL : check->field->name.text;
    bool is_extern = check->declaration != NULL && check->declaration->kind == DECLARATION_EXTERN;
    struct allow_place place = allow_place(check, span.source);
    /* An extern type takes no @allow. */
    for (size_t i = 0; i < ALLOW_PREAMBLES && diagnostic->preamble == NULL && !is_extern; i++) {
        diagnostic->preamble = place.preambles[i];
    }
    return diagnostic;
}

struct diagnostic *check_report(struct check *check, struct span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *message = mem_vformat(check->mem, format, arguments);
    va_end(arguments);
    struct allow_place place = allow_place(check, span.source);
    enum severity severity = diagnostics_severity(check->diagnostics, check->rule, span.source);
    severity = allow_use(check, check->rule, place) ? SEVERITY_OFF : severity;
    return check_report_as(check, severity, span, message);
}

uint64_t check_lost(const struct check *check, const struct record *record, unsigned wishes) {
    const struct variant same = {.wishes = WISH_ALL};
    struct record other = *record;
    other.fields = mem_alloc(check->mem, record->field_count * sizeof *other.fields);
    for (size_t i = 0; i < record->field_count; i++) {
        other.fields[i] = record->fields[i];
        other.fields[i].pinned = record->fields[i].pinned && (wishes & WISH_OFFSET) == 0;
    }
    other.align = (wishes & WISH_ALIGN) == 0 ? record->align : 0;
    other.declared_order = record->declared_order && (wishes & WISH_DECLARED) == 0;
    uint64_t size = layout_of(check->layouts, record)->measure.size[WIDTH_64];
    uint64_t without = layout_if(check->mem, check->layouts, &other, &same).size[WIDTH_64];
    return size > without ? size - without : 0;
}

const struct annotation *check_annotation(const struct preamble *preamble, const char *name) {
    const struct annotation *at = preamble->annotations;
    while (at != NULL && strcmp(at->name.text, name) != 0) {
        at = at->next;
    }
    return at;
}

const struct uses *check_uses(struct check *check) {
    if (check->uses == NULL) {
        check->uses = uses_new(check->mem, check->program);
    }
    return check->uses;
}

const struct field *check_inherited(const struct check *check, const struct record *record,
                                    const char *name) {
    for (const struct record *at = record->base; at != NULL; at = at->base) {
        const struct field *field = map_get(check->own_fields[at->index], name, strlen(name));
        if (field != NULL) {
            return field;
        }
    }
    return NULL;
}

/* A record in a chain that is too long is past checking: that error says enough, and chains of
 * any length must take linear time. */
static bool is_checkable(const struct record *record) {
    return record->depth <= MAX_CHAIN;
}

static void check_record(struct check *check, const struct record *record) {
    check->record = record;
    if (check->rule->check_record != NULL) {
        check->rule->check_record(check, record);
    }
    for (size_t i = 0; check->rule->check_field != NULL && i < record->field_count; i++) {
        check->field = &record->fields[i];
        check->rule->check_field(check, check->field);
    }
    check->field = NULL;
    check->record = NULL;
}

static void check_declaration(struct check *check, const struct declaration *declaration) {
    const struct rule *rule = check->rule;
    check->declaration = declaration;
    if (rule->check_declaration != NULL) {
        rule->check_declaration(check, declaration);
    }
    if (rule->check_enum != NULL && declaration->kind == DECLARATION_ENUM) {
        rule->check_enum(check, (const struct enumeration *)(const void *)declaration);
    }
    check->declaration = NULL;
}

static void check_file(struct check *check, const struct file *file) {
    const struct rule *rule = check->rule;
    const struct import *import = rule->check_import == NULL ? NULL : file->imports;
    bool looks_at_declarations = rule->check_declaration != NULL || rule->check_enum != NULL;
    const struct declaration *declaration = looks_at_declarations ? file->declarations : NULL;
    check->file = file;
    if (rule->check_file != NULL) {
        rule->check_file(check, file);
    }
    for (; import != NULL; import = import->next) {
        rule->check_import(check, import);
    }
    for (; declaration != NULL; declaration = declaration->next) {
        check_declaration(check, declaration);
    }
    check->file = NULL;
}

static void check_rule(struct check *check) {
    const struct rule *rule = check->rule;
    const struct program *program = check->program;
    if (rule->check_program != NULL) {
        rule->check_program(check, program);
    }
    for (size_t i = 0; i < program->file_count; i++) {
        check_file(check, program->files[i]);
    }
    bool looks_at_records = rule->check_record != NULL || rule->check_field != NULL;
    for (size_t i = 0; looks_at_records && i < program->record_count; i++) {
        if (is_checkable(program->records[i])) {
            check_record(check, program->records[i]);
        }
    }
}

/* The first field of each name, so that a later one of that name is seen to be a double. */
static void index_fields(struct check *check) {
    check->own_fields = mem_alloc(check->mem, check->program->record_count * sizeof(struct map *));
    for (size_t i = 0; i < check->program->record_count; i++) {
        const struct record *record = check->program->records[i];
        struct map *fields = map_new(check->mem);
        for (size_t j = 0; j < record->field_count; j++) {
            const char *name = record->fields[j].name.text;
            void **place = map_place(fields, name, strlen(name));
            if (*place == NULL) {
                *place = &record->fields[j];
            }
        }
        check->own_fields[i] = fields;
    }
}

/* Only `init_with` sets a readonly field, and a record of many fields has none. */
static void check_readonly(const struct check *check, const struct field *field) {
    if (!field->readonly || emitted_parameters(field->record) <= MAX_INIT_WITH) {
        return;
    }
    struct diagnostic *diagnostic =
        report(check->diagnostics, ERROR_ANNOTATION_MISUSED, field->readonly_span,
               "`@readonly` cannot stand in `%s`: it has more than %d fields, so no `init_with`",
               field->record->declaration.name.text, MAX_INIT_WITH);
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    diagnostic_help(diagnostic, "nothing else could set the field; drop `@readonly`");
}

/* The first pointer among a record's own and inherited cells, those that it holds by value
 * included. Records stand behind those that they need: of these it is known already. */
static const struct field *find_pointer(const struct field *const *known,
                                        const struct record *record) {
    if (record->base != NULL && known[record->base->index] != NULL) {
        return known[record->base->index];
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct type_use *use = &record->fields[i].type;
        bool holds = use->type == &type_record && known[use->record->index] != NULL;
        if (holds || type_holds_pointer(use)) {
            return &record->fields[i];
        }
    }
    return NULL;
}

static void check_persistent(const struct check *check, const struct record *record,
                             const struct field *pointer) {
    bool follows = check_follows_from_trap(check, record);
    const struct record *dict_from = follows ? NULL : chain_of(check->chains, record)->dict_from;
    if (!record->persistent || (dict_from == NULL && pointer == NULL)) {
        return;
    }
    const char *what = dict_from != NULL ? "a dict" : "a pointer";
    struct span place = dict_from != NULL ? dict_from->declaration.name.span : pointer->name.span;
    struct diagnostic *diagnostic =
        report(check->diagnostics, ERROR_ANNOTATION_MISUSED, record->persistent_span,
               "`%s` cannot be `@persistent`: it has %s", record->declaration.name.text, what);
    diagnostic->record = record->declaration.qualified;
    diagnostic_note(diagnostic, place, "%s comes from here",
                    dict_from != NULL ? "the dict" : "the pointer");
    diagnostic_help(diagnostic, "bytes that outlive the program hold no addresses: keep text in a "
                                "`char[N]`, and other records by number");
}

/* A field that holds a record by value: that one is plain data. */
static void check_value(const struct check *check, const struct field *field) {
    const struct type_use *use = &field->type;
    if (use->type != &type_record || plain_record(check->chains, use->record)) {
        return;
    }
    bool follows = check_follows_from_trap(check, use->record);
    const char *inner = use->record->declaration.name.text;
    const struct record *dict_from =
        follows ? NULL : chain_of(check->chains, use->record)->dict_from;
    const struct field *owner = plain_owner(use->record);
    if (dict_from == NULL && owner == NULL) {
        return;
    }
    struct diagnostic *diagnostic = report(check->diagnostics, ERROR_TYPE_MISUSED, use->name.span,
                                           "`%s` cannot be held by value: it %s", inner,
                                           dict_from != NULL ? "has a dict" : "owns text");
    diagnostic->record = field->record->declaration.qualified;
    diagnostic->field = field->name.text;
    if (dict_from != NULL) {
        diagnostic_note(diagnostic, dict_from->declaration.name.span, "the dict comes from here");
        diagnostic_help(diagnostic, "point to it: `ref %s`, or let its chain say `slots`", inner);
    } else {
        diagnostic_note(diagnostic, owner->name.span, "`%s` is a `str`", owner->name.text);
        diagnostic_help(diagnostic, "point to it: `ref %s`, or keep its text in a `char[N]`",
                        inner);
    }
}

static void check_annotations(const struct check *check) {
    const struct field **pointers =
        mem_alloc(check->mem, (check->program->record_count + 1) * sizeof *pointers);
    for (size_t i = 0; i < check->program->record_count; i++) {
        const struct record *record = check->program->records[i];
        pointers[i] = find_pointer(pointers, record);
        check_persistent(check, record, pointers[i]);
        for (size_t j = 0; j < record->field_count; j++) {
            check_readonly(check, &record->fields[j]);
        }
    }
}

/* C has no array of a type that is aligned to more than it takes. */
static void check_items(const struct check *check, const struct field *field) {
    const struct type_use *use = &field->type;
    for (enum width width = WIDTH_64; use->foreign != NULL && use->is_array && width < WIDTH_COUNT;
         width++) {
        const struct measure *item = &use->foreign->size->measure;
        if (item->align[width] == 0 || item->size[width] % item->align[width] == 0) {
            continue;
        }
        struct diagnostic *diagnostic = report(
            check->diagnostics, ERROR_TYPE_MISUSED, use->span,
            "there are no arrays of `%s`: it takes %" PRIu64 " bytes, and is aligned to %" PRIu32,
            use->foreign->c_type, item->size[width], item->align[width]);
        diagnostic->record = field->record->declaration.qualified;
        diagnostic->field = field->name.text;
        diagnostic_help(diagnostic, "use a field for each, or a struct that holds one");
        return;
    }
}

static void check_values(const struct check *check) {
    for (size_t i = 0; i < check->program->record_count; i++) {
        const struct record *record = check->program->records[i];
        for (size_t j = 0; is_checkable(record) && j < record->field_count; j++) {
            check_value(check, &record->fields[j]);
            check_items(check, &record->fields[j]);
        }
    }
}

/* Whether anybody reads what the rule finds. What allows a rule is unused only where all rules have
 * been looked at. */
static bool is_wanted(const struct check *check, const struct rule *rule) {
    enum severity gravest = diagnostics_gravest(check->diagnostics, rule);
    enum severity unused = diagnostics_gravest(check->diagnostics, &allow_rules[ALLOW_UNUSED]);
    bool all = !check->diagnostics->are_errors_alone || unused == SEVERITY_ERROR;
    return gravest == SEVERITY_ERROR || (gravest != SEVERITY_OFF && all);
}

void rules_check(struct check *check) {
    check->resolved = !diagnostics_failed(check->diagnostics);
    index_fields(check);
    allow_check_names(check);
    check_annotations(check);
    check_values(check);
    for (size_t i = 0; (check->rule = rules_at(i)) != NULL; i++) {
        if (is_wanted(check, check->rule)) {
            check_rule(check);
        }
    }
    if (is_wanted(check, &allow_rules[ALLOW_UNUSED])) {
        allow_check_unused(check);
    }
}
