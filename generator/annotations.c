/* What an annotation may stand on, what it takes, and what it sets: one row each. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "annotations.h"
#include "mem.h"
#include "resolver.h"
#include "suggest.h"
#include "text.h"

/* The thing whose annotations are being read. */
struct bearer {
    enum annotation_target target;
    const char *what; /* "a record" */
    struct preamble *preamble;
    struct record *record; /* NULL unless it is one */
    struct field *field; /* likewise */
    struct extern_type *foreign; /* likewise */
};

struct row {
    const char *name;
    unsigned targets;
    const char *where; /* for messages */
    size_t values;
    size_t more; /* on an extern type: values that it may have besides */
    enum literal_kind kind;
    const char *takes; /* its values, for messages */
    const char *form; /* how it is written */
    bool repeats;
    void (*apply)(struct resolver *resolver, const struct bearer *bearer,
                  const struct annotation *annotation);
};

static void misused(struct resolver *resolver, struct span span, const char *message,
                    const char *help) {
    diagnostic_help(report(resolver->diagnostics, ERROR_ANNOTATION_MISUSED, span, "%s", message),
                    "%s", help);
}

/* A positive whole number, or 0 where one was reported. */
static uint64_t positive(struct resolver *resolver, const struct annotation *annotation) {
    const struct literal *value = &annotation->arguments[0];
    bool is_large = value->too_large || value->integer > INT64_MAX;
    if (!is_large && !value->negative && value->integer > 0) {
        return value->integer;
    }
    const char *what = is_large && !value->negative
                           ? mem_format(resolver->mem, "a number up to %" PRId64, INT64_MAX)
                           : "a positive number";
    misused(resolver, value->span,
            mem_format(resolver->mem, "`@%s` takes %s", annotation->name.text, what),
            "write a number from 1 up");
    return 0;
}

static void apply_count(struct resolver *resolver, const struct bearer *bearer,
                        const struct annotation *annotation) {
    bearer->record->count = positive(resolver, annotation);
}

static void apply_max_size(struct resolver *resolver, const struct bearer *bearer,
                           const struct annotation *annotation) {
    bearer->record->max_size = positive(resolver, annotation);
    bearer->record->max_size_span = annotation->span;
}

static void apply_order(struct resolver *resolver, const struct bearer *bearer,
                        const struct annotation *annotation) {
    const struct literal *order = &annotation->arguments[0];
    bearer->record->declared_order = strcmp(order->text, "declared") == 0;
    if (bearer->record->declared_order || strcmp(order->text, "packed") == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_ANNOTATION_MISUSED, order->span,
               "expected `packed` or `declared`, found `%s`", order->text);
    diagnostic_help(diagnostic,
                    "`packed` sorts for the least padding, `declared` keeps the order of the "
                    "schema");
    struct suggestion suggestion = suggest_for(order->text);
    suggest_offer(&suggestion, "packed");
    suggest_offer(&suggestion, "declared");
    resolve_suggest(diagnostic, order->span, suggestion.nearest);
}

static void apply_size(struct resolver *resolver, const struct bearer *bearer,
                       const struct annotation *annotation) {
    resolve_extern_size(resolver, bearer->foreign, annotation);
}

static void apply_align(struct resolver *resolver, const struct bearer *bearer,
                        const struct annotation *annotation) {
    uint32_t aligns[2] = {0, 0};
    resolve_align(resolver, annotation, aligns);
    if (bearer->foreign != NULL) {
        resolve_extern_align(bearer->foreign, aligns);
    } else {
        bearer->record->align = aligns[0];
    }
}

static void apply_persistent(struct resolver *resolver, const struct bearer *bearer,
                             const struct annotation *annotation) {
    (void)resolver;
    bearer->record->persistent = true;
    bearer->record->persistent_span = annotation->span;
}

static void apply_final(struct resolver *resolver, const struct bearer *bearer,
                        const struct annotation *annotation) {
    (void)resolver;
    (void)annotation;
    bearer->record->final = true;
}

static void apply_open_tail(struct resolver *resolver, const struct bearer *bearer,
                            const struct annotation *annotation) {
    (void)resolver;
    bearer->record->open_tail = true;
    bearer->record->open_tail_span = annotation->span;
}

static bool is_bits(const struct bearer *bearer) {
    return bearer->field->type.name.text != NULL &&
           strcmp(bearer->field->type.name.text, "bits") == 0;
}

static void apply_hot(struct resolver *resolver, const struct bearer *bearer,
                      const struct annotation *annotation) {
    if (is_bits(bearer)) {
        misused(resolver, annotation->span, "`@hot` cannot stand on `bits[N]`",
                "drop it: they share storage units, which are not placed one by one");
        return;
    }
    bearer->field->hot = true;
}

static void apply_offset(struct resolver *resolver, const struct bearer *bearer,
                         const struct annotation *annotation) {
    const struct literal *value = &annotation->arguments[0];
    if (is_bits(bearer)) {
        misused(resolver, annotation->span, "`@offset` cannot stand on `bits[N]`",
                "drop it: they share storage units, which are not placed one by one");
    } else if (value->too_large || value->negative || value->integer > INT32_MAX) {
        misused(resolver, value->span, "an offset lies between 0 and 2147483647",
                "it counts bytes from the start of the whole record");
    } else {
        bearer->field->pinned = true;
        bearer->field->offset = value->integer;
        bearer->field->offset_span = annotation->span;
    }
}

static void apply_readonly(struct resolver *resolver, const struct bearer *bearer,
                           const struct annotation *annotation) {
    if (bearer->field->type.optional) {
        misused(resolver, annotation->span, "`@readonly` cannot stand on a field of type `T?`",
                "drop it or the `?`: only `init_with` sets a readonly field, and it leaves out "
                "the optional ones");
        return;
    }
    bearer->field->readonly = true;
    bearer->field->readonly_span = annotation->span;
}

/* Nothing but white space. */
static bool is_blank(const struct literal *text) {
    return strspn(text->text, " \t\n") == text->length;
}

static void apply_deprecated(struct resolver *resolver, const struct bearer *bearer,
                             const struct annotation *annotation) {
    const struct literal *text = &annotation->arguments[0];
    if (is_blank(text) || strlen(text->text) != text->length) {
        misused(resolver, text->span,
                is_blank(text) ? "`@deprecated` needs a text" : "the text has a NUL byte",
                "say what to use instead: the compiler shows it where the old name is used");
        return;
    }
    bearer->preamble->deprecated = text->text;
}

static void apply_c_name(struct resolver *resolver, const struct bearer *bearer,
                         const struct annotation *annotation) {
    const struct literal *name = &annotation->arguments[0];
    bool good = name->length > 0 && name->length <= 128 && !isdigit((unsigned char)name->text[0]);
    for (size_t i = 0; good && i < name->length; i++) {
        unsigned char byte = (unsigned char)name->text[i];
        good = byte == '_' || (byte < 0x80 && isalnum(byte));
    }
    if (!good) {
        misused(resolver, name->span, "`@c_name` takes a C identifier",
                "letters, digits and `_`, no digit first, at most 128 bytes");
        return;
    }
    bearer->preamble->c_name = name->text;
}

static void apply_allow(struct resolver *resolver, const struct bearer *bearer,
                        const struct annotation *annotation) {
    (void)bearer;
    if (is_blank(&annotation->arguments[1])) {
        misused(resolver, annotation->arguments[1].span, "`@allow` needs a reason",
                "say why the rule does not count here; the next reader will ask");
    }
}

static const struct row rows[] = {
    {.name = "align",
     .targets = ON_RECORD | ON_EXTERN,
     .where = "a record or an extern type",
     .values = 1,
     .more = 1,
     .kind = LITERAL_INTEGER,
     .takes = "a number of bytes",
     .form = "@align(16)",
     .apply = apply_align},
    {.name = "allow",
     .targets = ON_ANY,
     .where = "a record, field, enum or enumerator",
     .values = 2,
     .kind = LITERAL_STRING,
     .takes = "a rule and a reason, both in quotes",
     .form = "@allow(\"rule\", \"reason\")",
     .repeats = true,
     .apply = apply_allow},
    {.name = "c_name",
     .targets = ON_ANY,
     .where = "a record, field, enum or enumerator",
     .values = 1,
     .kind = LITERAL_STRING,
     .takes = "a name in quotes",
     .form = "@c_name(\"name\")",
     .apply = apply_c_name},
    {.name = "count",
     .targets = ON_RECORD,
     .where = "a record",
     .values = 1,
     .kind = LITERAL_INTEGER,
     .takes = "a number",
     .form = "@count(1_000_000)",
     .apply = apply_count},
    {.name = "deprecated",
     .targets = ON_ANY,
     .where = "a record, field, enum or enumerator",
     .values = 1,
     .kind = LITERAL_STRING,
     .takes = "a text in quotes",
     .form = "@deprecated(\"use X\")",
     .apply = apply_deprecated},
    {.name = "final",
     .targets = ON_RECORD,
     .where = "a record",
     .form = "@final",
     .apply = apply_final},
    {.name = "hot", .targets = ON_FIELD, .where = "a field", .form = "@hot", .apply = apply_hot},
    {.name = "max_size",
     .targets = ON_RECORD,
     .where = "a record",
     .values = 1,
     .kind = LITERAL_INTEGER,
     .takes = "a number of bytes",
     .form = "@max_size(64)",
     .apply = apply_max_size},
    {.name = "offset",
     .targets = ON_FIELD,
     .where = "a field",
     .values = 1,
     .kind = LITERAL_INTEGER,
     .takes = "a number of bytes",
     .form = "@offset(8)",
     .apply = apply_offset},
    {.name = "open_tail",
     .targets = ON_RECORD,
     .where = "a record",
     .form = "@open_tail",
     .apply = apply_open_tail},
    {.name = "order",
     .targets = ON_RECORD,
     .where = "a record",
     .values = 1,
     .kind = LITERAL_NAME,
     .takes = "`packed` or `declared`",
     .form = "@order(declared)",
     .apply = apply_order},
    {.name = "persistent",
     .targets = ON_RECORD,
     .where = "a record",
     .form = "@persistent",
     .apply = apply_persistent},
    {.name = "readonly",
     .targets = ON_FIELD,
     .where = "a field",
     .form = "@readonly",
     .apply = apply_readonly},
    {.name = "size",
     .targets = ON_EXTERN,
     .where = "an extern type",
     .values = 1,
     .more = 1,
     .kind = LITERAL_INTEGER,
     .takes = "a number of bytes",
     .form = "@size(16)",
     .apply = apply_size},
};

bool annotation_words_at(size_t index, struct annotation_words *words) {
    if (index < sizeof rows / sizeof *rows) {
        const struct row *row = &rows[index];
        *words =
            (struct annotation_words){row->name, row->where, row->takes, row->form, row->targets};
    }
    return index < sizeof rows / sizeof *rows;
}

static const struct row *find_row(const char *name) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* What other languages write as an annotation, and this one does not. */
static const char *written_instead(const char *name) {
    static const char *const pairs[][2] = {
        {"slots", "storage stands before the `{`: `record Name slots {`"},
        {"dict", "storage stands before the `{`: `record Name dict {`"},
        {"packed", "did you mean `@order(packed)`?"},
        {"default", "a default stands behind the type: `name: type = value;`"},
        {"optional", "a field that may be absent has a `?` behind its type"},
        {"nullable", "a field that may be absent has a `?` behind its type"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (strcmp(pairs[i][0], name) == 0) {
            return pairs[i][1];
        }
    }
    return NULL;
}

static void report_unknown(struct resolver *resolver, const struct annotation *annotation) {
    const char *name = annotation->name.text;
    struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_ANNOTATION_UNKNOWN,
                                           annotation->name.span, "unknown annotation `@%s`", name);
    struct suggestion suggestion = suggest_for(name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        suggest_offer(&suggestion, rows[i].name);
    }
    if (written_instead(name) != NULL) {
        diagnostic_help(diagnostic, "%s", written_instead(name));
    } else if (suggestion.nearest != NULL) {
        resolve_suggest(diagnostic, annotation->name.span, suggestion.nearest);
        diagnostic_help(diagnostic, "did you mean `@%s`?", suggestion.nearest);
    } else {
        struct text known = {.mem = resolver->mem};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            text_format(&known, "%s@%s", i == 0 ? "" : ", ", rows[i].name);
        }
        diagnostic_help(diagnostic, "there are %s", text_string(&known));
    }
}

static const struct annotation *earlier(const struct preamble *preamble,
                                        const struct annotation *annotation) {
    for (const struct annotation *at = preamble->annotations; at != annotation; at = at->next) {
        if (strcmp(at->name.text, annotation->name.text) == 0) {
            return at;
        }
    }
    return NULL;
}

/* "found `5`": a value as it is written. */
static const char *found(const struct resolver *resolver, const struct literal *value) {
    struct span span = value->span;
    int length = (int)(span.end - span.start);
    return value->kind == LITERAL_STRING
               ? "a string"
               : mem_format(resolver->mem, "`%.*s%s`", length > 40 ? 40 : length,
                            span.source->bytes + span.start, length > 40 ? "…" : "");
}

/* The first value of another kind than the row says, or NULL. */
static const struct literal *wrong_value(const struct row *row, size_t most,
                                         const struct annotation *annotation) {
    for (size_t i = 0; i < most && i < annotation->argument_count; i++) {
        if (annotation->arguments[i].kind != row->kind) {
            return &annotation->arguments[i];
        }
    }
    return NULL;
}

/* Whether it has the values that it takes; reported where it has not. */
static bool check_values(struct resolver *resolver, const struct bearer *bearer,
                         const struct row *row, const struct annotation *annotation) {
    size_t most = row->values + (bearer->foreign != NULL ? row->more : 0);
    const struct literal *wrong = wrong_value(row, most, annotation);
    const char *message = NULL;
    struct span span = annotation->span;
    if (wrong != NULL) {
        span = wrong->span;
        message = mem_format(resolver->mem, "expected %s, found %s",
                             row->kind == LITERAL_INTEGER  ? "a whole number"
                             : row->kind == LITERAL_STRING ? "a string"
                                                           : row->takes,
                             found(resolver, wrong));
    } else if (annotation->argument_count < row->values) {
        message = mem_format(resolver->mem, "`@%s` needs %s", row->name, row->takes);
    } else if (annotation->argument_count > most) {
        span = span_join(annotation->arguments[most].span,
                         annotation->arguments[annotation->argument_count - 1].span);
        message = row->values == 0 ? mem_format(resolver->mem, "`@%s` takes no value", row->name)
                                   : mem_format(resolver->mem, "`@%s` takes %s, and no more",
                                                row->name, row->takes);
    } else {
        return true;
    }
    misused(resolver, span, message, mem_format(resolver->mem, "it is written `%s`", row->form));
    return false;
}

static void resolve_annotation(struct resolver *resolver, const struct bearer *bearer,
                               const struct annotation *annotation) {
    const struct row *row = find_row(annotation->name.text);
    if (row == NULL) {
        report_unknown(resolver, annotation);
        return;
    }
    const struct annotation *first = row->repeats ? NULL : earlier(bearer->preamble, annotation);
    if (first != NULL) {
        struct diagnostic *diagnostic = report(resolver->diagnostics, ERROR_ANNOTATION_MISUSED,
                                               annotation->span, "a second `@%s`", row->name);
        diagnostic_note(diagnostic, first->span, "the first one is here");
        diagnostic_help(diagnostic, "drop one");
    } else if ((row->targets & bearer->target) == 0) {
        misused(resolver, annotation->span,
                mem_format(resolver->mem, "`@%s` cannot stand on %s", row->name, bearer->what),
                mem_format(resolver->mem, "it belongs on %s", row->where));
    } else if (!check_values(resolver, bearer, row, annotation)) {
        return;
    } else {
        row->apply(resolver, bearer, annotation);
    }
}

/* How many are looked at: enough for anybody, and it keeps the search for doubles linear. */
#define MAX_ANNOTATIONS 256

static void resolve_all(struct resolver *resolver, const struct bearer *bearer) {
    int count = 0;
    for (const struct annotation *at = bearer->preamble->annotations; at != NULL; at = at->next) {
        if (++count > MAX_ANNOTATIONS) {
            diagnostic_help(report(resolver->diagnostics, ERROR_LIMIT, at->span,
                                   "more than %d annotations on one thing", MAX_ANNOTATIONS),
                            "drop those that say the same");
            return;
        }
        resolve_annotation(resolver, bearer, at);
    }
}

void resolve_record_annotations(struct resolver *resolver, struct record *record) {
    resolve_all(resolver, &(struct bearer){ON_RECORD, "a record", &record->declaration.preamble,
                                           record, NULL, NULL});
    if (record->open_tail && record->final) {
        misused(resolver, record->open_tail_span, "`@open_tail` cannot stand beside `@final`",
                "drop one: a tail is open to children, and a final record has none");
    }
}

void resolve_field_annotations(struct resolver *resolver, struct field *field) {
    resolve_all(resolver,
                &(struct bearer){ON_FIELD, "a field", &field->preamble, NULL, field, NULL});
}

void resolve_enum_annotations(struct resolver *resolver, struct enumeration *enumeration) {
    resolve_all(resolver, &(struct bearer){ON_ENUM, "an enum", &enumeration->declaration.preamble,
                                           NULL, NULL, NULL});
}

void resolve_enumerator_annotations(struct resolver *resolver, struct enumerator *enumerator) {
    resolve_all(resolver, &(struct bearer){ON_ENUMERATOR, "an enumerator", &enumerator->preamble,
                                           NULL, NULL, NULL});
}

void resolve_extern_annotations(struct resolver *resolver, struct extern_type *type) {
    resolve_all(resolver, &(struct bearer){ON_EXTERN, "an extern type", &type->declaration.preamble,
                                           NULL, NULL, type});
    resolve_extern_statement(resolver, type);
}
