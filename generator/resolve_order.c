#include <stdint.h>

#include "mem.h"
#include "resolve.h"
#include "resolver.h"
#include "types.h"

/* Depth of a record that is being followed right now. */
#define ON_PATH SIZE_MAX

/* A record on the way down to what it needs. */
struct visit {
    struct record *record;
    size_t next; /* 0 is the base, i + 1 is field i */
};

/* The tree is still ours to write: bases are const for all stages behind this one. */
static struct record *writable(const struct record *record) {
    union {
        const struct record *seen;
        struct record *owned;
    } view = {.seen = record};
    return view.owned;
}

static bool is_own_ancestor(const struct record *record) {
    const struct record *slow = record->base;
    const struct record *fast = record->base;
    while (fast != NULL && fast != record) {
        fast = fast->base;
        if (fast == NULL || fast == record) {
            break;
        }
        fast = fast->base;
        slow = slow->base;
        if (fast == slow) {
            return fast == record;
        }
    }
    return fast == record;
}

static void report_base_cycle(struct resolver *resolver, const struct record *record) {
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_BASE_CYCLE, record->base_name.span,
               "`%s` is its own ancestor", record->declaration.name.text);
    diagnostic->record = record->declaration.qualified;
    const struct record *at = record->base;
    for (size_t i = 0; at != record && i < MAX_CHAIN; i++) {
        diagnostic_note(diagnostic, at->base_name.span, "through `%s`", at->declaration.name.text);
        at = at->base;
    }
    diagnostic_help(diagnostic, "drop one of these bases: a chain ends at a record without one");
}

/* A record that needs itself whole, through the fields (and bases) on the path from it. */
static void report_recursive_value(struct resolver *resolver, const struct visit *path,
                                   size_t depth, const struct record *needed) {
    const struct record *record = path[depth].record;
    const struct field *field =
        path[depth].next == 0 ? NULL : &record->fields[path[depth].next - 1];
    struct span span = field == NULL ? record->base_name.span : field->type.name.span;
    struct diagnostic *diagnostic =
        report(resolver->diagnostics, ERROR_VALUE_RECURSIVE, span,
               "`%s` would hold itself by value, without end", needed->declaration.name.text);
    diagnostic->record = record->declaration.qualified;
    diagnostic->field = field == NULL ? NULL : field->name.text;
    size_t first = depth;
    while (first > 0 && path[first].record != needed) {
        first--;
    }
    for (size_t i = first; i < depth && i < first + MAX_CHAIN; i++) {
        const struct record *holder = path[i].record;
        struct span place =
            path[i].next == 0 ? holder->base_name.span : holder->fields[path[i].next - 1].name.span;
        diagnostic_note(diagnostic, place, "`%s` holds `%s` here", holder->declaration.name.text,
                        path[i + 1].record->declaration.name.text);
    }
    /* A base cannot be a `ref`, the first field on the way to it can. */
    const struct record *held = field == NULL && first < depth ? path[first + 1].record : needed;
    diagnostic_help(diagnostic, "point to it instead: `ref %s`", held->declaration.name.text);
}

/* What a record holds by value stands before it, so its own nesting is known. */
static void check_nesting(struct resolver *resolver, struct record *record) {
    record->nesting = record->base == NULL ? 1 : record->base->nesting;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const struct record *held = field->type.type == &type_record ? field->type.record : NULL;
        if (held == NULL || held->nesting < record->nesting) {
            continue;
        }
        record->nesting = held->nesting + 1;
        if (record->nesting != MAX_NESTING + 1) {
            continue;
        }
        struct diagnostic *diagnostic =
            report(resolver->diagnostics, ERROR_LIMIT, field->type.name.span,
                   "more than %d records would hold one another by value", MAX_NESTING);
        diagnostic->record = record->declaration.qualified;
        diagnostic->field = field->name.text;
        diagnostic_help(diagnostic, "point to it instead: `ref %s`",
                        field->type.record->declaration.name.text);
    }
}

static void place(struct resolver *resolver, struct record *record) {
    struct program *program = resolver->program;
    record->depth = record->base == NULL ? 1 : record->base->depth + 1;
    record->index = program->record_count;
    program->records =
        mem_grow(resolver->mem, program->records, program->record_count, sizeof *program->records);
    program->records[program->record_count++] = record;
    check_nesting(resolver, record);
    if (record->depth == MAX_CHAIN + 1) {
        struct diagnostic *diagnostic = report(
            resolver->diagnostics, ERROR_LIMIT, record->declaration.name.span,
            "the chain of `%s` has more than %d records", record->declaration.name.text, MAX_CHAIN);
        diagnostic->record = record->declaration.qualified;
        diagnostic_help(diagnostic,
                        "nest records as fields where a chain says no more than “has a”");
    }
}

/* What the record needs next: its base, then each record that it holds by value. */
static const struct record *needed_next(struct visit *visit) {
    const struct record *record = visit->record;
    if (visit->next == 0) {
        return record->base;
    }
    const struct type_use *use = &record->fields[visit->next - 1].type;
    return use->type == &type_record ? use->record : NULL;
}

/* Cuts the cycle that closes at the top of the path, so that what follows sees none. */
static void cut_cycle(struct resolver *resolver, struct visit *path, size_t depth,
                      const struct record *needed) {
    struct visit *top = &path[depth];
    if (top->next == 0 && is_own_ancestor(top->record)) {
        report_base_cycle(resolver, top->record);
    } else {
        report_recursive_value(resolver, path, depth, needed);
    }
    if (top->next == 0) {
        top->record->in_cycle = true;
        top->record->base = NULL;
    } else {
        top->record->fields[top->next - 1].type.type = NULL;
    }
}

/* Follows what a record needs with a stack of its own: a chain may be as long as the file. */
static void place_with_needs(struct resolver *resolver, struct record *record) {
    struct visit *path = NULL;
    size_t depth = 0;
    path = mem_grow(resolver->mem, path, depth, sizeof *path);
    path[0] = (struct visit){record, 0};
    record->depth = ON_PATH;
    for (;;) {
        struct visit *top = &path[depth];
        if (top->next > top->record->field_count) {
            place(resolver, top->record);
            if (depth-- == 0) {
                return;
            }
            path[depth].next++;
            continue;
        }
        const struct record *needed = needed_next(top);
        if (needed != NULL && needed->depth == ON_PATH) {
            cut_cycle(resolver, path, depth, needed);
        }
        if (needed == NULL || needed->depth != 0) {
            top->next++;
            continue;
        }
        depth++;
        path = mem_grow(resolver->mem, path, depth, sizeof *path);
        path[depth] = (struct visit){writable(needed), 0};
        path[depth].record->depth = ON_PATH;
    }
}

void resolve_order(struct resolver *resolver) {
    const struct program *program = resolver->program;
    for (size_t i = 0; i < program->file_count; i++) {
        struct declaration *declaration = program->files[i]->declarations;
        for (; declaration != NULL; declaration = declaration->next) {
            struct record *record = (struct record *)(void *)declaration;
            if (declaration->kind == DECLARATION_RECORD && record->depth == 0) {
                place_with_needs(resolver, record);
            }
        }
    }
}
