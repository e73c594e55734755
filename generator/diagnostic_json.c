#include <string.h>

#include <jansson.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "utf8.h"

static json_t *json_text(struct mem *mem, const char *text) {
    return text == NULL ? json_null() : json_string(utf8_repaired(mem, text));
}

static json_t *json_place(struct mem *mem, struct span span, const char *prefix) {
    struct position start = source_position(span.source, span.start);
    struct position end = source_position(span.source, span.end);
    bool is_edit = prefix[0] != '\0';
    json_t *place = json_object();
    json_object_set_new(place, "file", json_text(mem, span.source->path));
    json_object_set_new(place, is_edit ? "start_line" : "line", json_integer(start.line));
    json_object_set_new(place, is_edit ? "start_column" : "column", json_integer(start.column));
    json_object_set_new(place, "end_line", json_integer(end.line));
    json_object_set_new(place, "end_column", json_integer(end.column));
    return place;
}

static json_t *json_notes(const struct diagnostic *diagnostic) {
    json_t *notes = json_array();
    for (const struct note *note = diagnostic->notes; note != NULL; note = note->next) {
        json_t *item = json_place(diagnostic->mem, note->span, "");
        json_object_set_new(item, "message", json_text(diagnostic->mem, note->message));
        json_array_append_new(notes, item);
    }
    return notes;
}

static json_t *json_fixes(const struct diagnostic *diagnostic) {
    json_t *fixes = json_array();
    for (const struct edit *edit = diagnostic->edits; edit != NULL; edit = edit->next) {
        json_t *item = json_place(diagnostic->mem, edit->span, "start_");
        json_object_set_new(item, "text", json_text(diagnostic->mem, edit->text));
        json_array_append_new(fixes, item);
    }
    return fixes;
}

static json_t *json_finding(const struct diagnostic *diagnostic) {
    struct mem *mem = diagnostic->mem;
    json_t *finding = json_object();
    json_object_set_new(finding, "rule", json_text(mem, diagnostic->rule->name));
    json_object_set_new(finding, "severity", json_text(mem, severity_name(diagnostic->severity)));
    json_t *place = json_place(mem, diagnostic->span, "");
    json_object_update(finding, place);
    json_decref(place);
    json_object_set_new(finding, "message", json_text(mem, diagnostic->message));
    json_object_set_new(finding, "record", json_text(mem, diagnostic->record));
    json_object_set_new(finding, "field", json_text(mem, diagnostic->field));
    json_object_set_new(finding, "notes", json_notes(diagnostic));
    json_object_set_new(finding, "help", json_text(mem, diagnostic->help));
    json_object_set_new(finding, "fixes", json_fixes(diagnostic));
    return finding;
}

bool print_json(const struct diagnostics *diagnostics, FILE *to, bool color) {
    json_t *findings = json_array();
    (void)color;
    for (size_t i = 0; i < diagnostics->count; i++) {
        json_array_append_new(findings, json_finding(diagnostics->items[i]));
    }
    bool written = json_dumpf(findings, to, JSON_INDENT(2)) == 0 && fputc('\n', to) != EOF;
    json_decref(findings);
    return written;
}

bool print_jsonl(const struct diagnostics *diagnostics, FILE *to, bool color) {
    bool written = true;
    (void)color;
    for (size_t i = 0; i < diagnostics->count && written; i++) {
        json_t *finding = json_finding(diagnostics->items[i]);
        written = json_dumpf(finding, to, JSON_COMPACT) == 0 && fputc('\n', to) != EOF;
        json_decref(finding);
    }
    return written;
}
