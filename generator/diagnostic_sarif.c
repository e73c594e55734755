#include "diagnostic_sarif.h"

#include <string.h>

#include <jansson.h>

#include "diagnostic.h"
#include "map.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

/* What SARIF has no word for is off, and not printed. */
static const char *const levels[] = {
    [SEVERITY_OFF] = "none",
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

struct printer {
    const struct diagnostics *diagnostics;
    struct map *indices; /* json_int_t * of each rule in rules, by name */
    json_t *rules;
};

static json_t *text_of(const char *text) {
    json_t *string = json_string(text);
    return json_pack("{s:o}", "text", string == NULL ? json_string("?") : string);
}

/* As a URI, relative to the root of the sources unless it is absolute (RFC 3986). */
static json_t *artifact(struct mem *mem, const char *path) {
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct text uri = {.mem = mem};
    bool is_absolute = path[0] == '/';
    if (is_absolute) {
        text_add_string(&uri, "file://");
    }
    for (path = strncmp(path, "./", 2) == 0 ? path + 2 : path; *path != '\0'; path++) {
        if (strchr(plain, *path) != NULL) {
            text_add(&uri, path, 1);
        } else {
            text_format(&uri, "%%%02X", (unsigned char)*path);
        }
    }
    json_t *object = json_pack("{s:s}", "uri", text_string(&uri));
    if (!is_absolute) {
        json_object_set_new(object, "uriBaseId", json_string("%SRCROOT%"));
    }
    return object;
}

/* Columns are counted in code points; a byte that is no UTF-8 counts as one. */
static json_int_t column_of(const struct source *source, struct position position) {
    size_t length = 0;
    const char *line = source_line(source, position.line, &length);
    json_int_t column = 1;
    for (size_t at = 0; at + 1 < position.column && at < length; column++) {
        size_t step = utf8_length((const unsigned char *)line + at, length - at);
        at += step == 0 ? 1 : step;
    }
    return column;
}

static json_t *region(struct span span) {
    struct position start = source_position(span.source, span.start);
    struct position end = source_position(span.source, span.end);
    return json_pack("{s:I, s:I, s:I, s:I}", "startLine", (json_int_t)start.line, "startColumn",
                     column_of(span.source, start), "endLine", (json_int_t)end.line, "endColumn",
                     column_of(span.source, end));
}

static json_t *location(struct mem *mem, struct span span) {
    return json_pack("{s:{s:o, s:o}}", "physicalLocation", "artifactLocation",
                     artifact(mem, span.source->path), "region", region(span));
}

static json_t *related(struct mem *mem, const struct diagnostic *diagnostic) {
    json_t *list = json_array();
    for (const struct note *note = diagnostic->notes; note != NULL; note = note->next) {
        json_t *place = location(mem, note->span);
        json_object_set_new(place, "message", text_of(note->message));
        json_array_append_new(list, place);
    }
    return list;
}

/* All edits of a finding belong together: they are one fix. Those of one file stand together. */
static json_t *fixes(struct mem *mem, const struct diagnostic *diagnostic) {
    json_t *changes = json_array();
    const struct source *source = NULL;
    json_t *replacements = NULL;
    for (const struct edit *edit = diagnostic->edits; edit != NULL; edit = edit->next) {
        if (edit->span.source != source) {
            source = edit->span.source;
            replacements = json_array();
            json_array_append_new(changes, json_pack("{s:o, s:o}", "artifactLocation",
                                                     artifact(mem, source->path), "replacements",
                                                     replacements));
        }
        json_array_append_new(replacements,
                              json_pack("{s:o, s:o}", "deletedRegion", region(edit->span),
                                        "insertedContent", text_of(edit->text)));
    }
    const char *what = diagnostic->help == NULL ? diagnostic->message : diagnostic->help;
    return json_pack("[{s:o, s:o}]", "description", text_of(what), "artifactChanges", changes);
}

static json_int_t index_of(struct printer *printer, const struct rule *rule) {
    void **place = map_place(printer->indices, rule->name, strlen(rule->name));
    if (*place == NULL) {
        json_int_t *index = mem_alloc(printer->diagnostics->mem, sizeof *index);
        *index = (json_int_t)json_array_size(printer->rules);
        *place = index;
        json_array_append_new(printer->rules,
                              json_pack("{s:s, s:o, s:o, s:{s:s}}", "id", rule->name,
                                        "shortDescription", text_of(rule->summary), "help",
                                        text_of(rule->summary), "defaultConfiguration", "level",
                                        levels[rule->severity]));
    }
    return *(const json_int_t *)*place;
}

static json_t *result_of(struct printer *printer, const struct diagnostic *diagnostic) {
    struct mem *mem = printer->diagnostics->mem;
    const char *help = diagnostic->help == NULL ? "" : diagnostic->help;
    const char *words =
        mem_concat(mem, diagnostic->message, help[0] == '\0' ? "" : "; ", help, NULL);
    json_t *result =
        json_pack("{s:s, s:I, s:s, s:o, s:[o]}", "ruleId", diagnostic->rule->name, "ruleIndex",
                  index_of(printer, diagnostic->rule), "level", levels[diagnostic->severity],
                  "message", text_of(words), "locations", location(mem, diagnostic->span));
    if (diagnostic->notes != NULL) {
        json_object_set_new(result, "relatedLocations", related(mem, diagnostic));
    }
    if (diagnostic->edits != NULL) {
        json_object_set_new(result, "fixes", fixes(mem, diagnostic));
    }
    return result;
}

bool print_sarif(const struct diagnostics *diagnostics, FILE *to, bool color) {
    struct printer printer = {
        .diagnostics = diagnostics, .indices = map_new(diagnostics->mem), .rules = json_array()};
    json_t *results = json_array();
    (void)color;
    for (size_t i = 0; i < diagnostics->count; i++) {
        json_array_append_new(results, result_of(&printer, diagnostics->items[i]));
    }
    json_t *log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:o}}, s:s, s:o}]}", "$schema",
                            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                            "sarif-schema-2.1.0.json",
                            "version", "2.1.0", "runs", "tool", "driver", "name", "slotc", "rules",
                            printer.rules, "columnKind", "unicodeCodePoints", "results", results);
    bool written = json_dumpf(log, to, JSON_INDENT(2)) == 0 && fputc('\n', to) != EOF;
    json_decref(log);
    return written;
}
