#include <string.h>

#include <jansson.h>

#include "diagnostic.h"
#include "diagnostic_formats.h"
#include "diagnostic_words.h"
#include "map.h"
#include "mem.h"
#include "rules.h"
#include "rules_page.h"
#include "text.h"
#include "utf8.h"
#include "version.h"

#define SCHEMA                                                                                     \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* Paths are relative to it, and whoever reads the log knows where it is. */
#define ROOT "%SRCROOT%"

static const char *const levels[] = {
    [SEVERITY_OFF] = "none",
    [SEVERITY_NOTE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

struct printer {
    struct mem *mem;
    const struct diagnostics *diagnostics;
    struct map *indices; /* json_int_t * of each rule, by name */
    const char *const *fingerprints;
};

static json_t *text_of(struct mem *mem, const char *text) {
    return json_pack("{s:s}", "text", utf8_repaired(mem, text));
}

/* The path as a URI (RFC 3986). What lies outside the repository has no base. */
static json_t *artifact(const struct printer *printer, const struct source *source) {
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct text uri = {.mem = printer->mem};
    const char *path = finding_path(printer->diagnostics, source);
    bool is_outside = path[0] == '/' || strncmp(path, "../", 3) == 0;
    text_add_string(&uri, path[0] == '/' ? "file://" : "");
    for (; *path != '\0'; path++) {
        if (strchr(plain, *path) != NULL) {
            text_add(&uri, path, 1);
        } else {
            text_format(&uri, "%%%02X", (unsigned char)*path);
        }
    }
    json_t *object = json_pack("{s:s}", "uri", text_string(&uri));
    if (!is_outside) {
        json_object_set_new(object, "uriBaseId", json_string(ROOT));
    }
    return object;
}

/* Its end is exclusive. */
static json_t *region(struct span span) {
    struct position start = finding_position(span.source, span.start);
    struct position end = finding_position(span.source, span.end);
    return json_pack("{s:I, s:I, s:I, s:I}", "startLine", (json_int_t)start.line, "startColumn",
                     (json_int_t)start.column, "endLine", (json_int_t)end.line, "endColumn",
                     (json_int_t)end.column);
}

static json_t *location(const struct printer *printer, struct span span) {
    return json_pack("{s:{s:o, s:o}}", "physicalLocation", "artifactLocation",
                     artifact(printer, span.source), "region", region(span));
}

static json_t *related(const struct printer *printer, const struct diagnostic *diagnostic) {
    json_t *list = json_array();
    for (const struct note *note = diagnostic->notes; note != NULL; note = note->next) {
        json_t *place = location(printer, note->span);
        json_object_set_new(place, "message", text_of(printer->mem, note->message));
        json_array_append_new(list, place);
    }
    return list;
}

/* All edits of a finding belong together: they are one fix. Those of one file stand together. */
static json_t *fixes(const struct printer *printer, const struct diagnostic *diagnostic) {
    json_t *changes = json_array();
    const struct source *source = NULL;
    json_t *replacements = NULL;
    for (const struct edit *edit = diagnostic->edits; edit != NULL; edit = edit->next) {
        if (edit->span.source != source) {
            source = edit->span.source;
            replacements = json_array();
            json_array_append_new(changes, json_pack("{s:o, s:o}", "artifactLocation",
                                                     artifact(printer, source), "replacements",
                                                     replacements));
        }
        json_array_append_new(replacements,
                              json_pack("{s:o, s:o}", "deletedRegion", region(edit->span),
                                        "insertedContent", text_of(printer->mem, edit->text)));
    }
    const char *what = diagnostic->help == NULL ? diagnostic->message : diagnostic->help;
    return json_pack("[{s:o, s:o}]", "description", text_of(printer->mem, what), "artifactChanges",
                     changes);
}

/* What a kind of change breaks (breaks.h), which has no page. */
static json_t *kind_help(struct mem *mem, const struct rule *kind) {
    const char *fixed = kind->fixed ? "It is always an error." : "Its severity can be changed.";
    const char *words =
        mem_concat(mem, rules_sentence(mem, kind->summary), "\n\n",
                   kind->why == NULL ? fixed : rules_sentence(mem, kind->why), NULL);
    return json_pack("{s:s, s:s}", "text", words, "markdown", words);
}

/* The rule's page, as Markdown whole. */
static json_t *rule_help(struct mem *mem, const struct rule *rule) {
    if (rule->instead == NULL) {
        return kind_help(mem, rule);
    }
    struct text page = {.mem = mem};
    rules_page_markdown(mem, rule, &page);
    const char *words =
        mem_concat(mem, rule->why, "\n\n", rule->instead, "\n\n", rule->allow, NULL);
    return json_pack("{s:s, s:s}", "text", words, "markdown", text_string(&page));
}

static json_t *rule_of(struct mem *mem, const struct rule *rule) {
    const char *summary = rules_sentence(mem, rule->summary);
    json_t *object =
        json_pack("{s:s, s:o, s:o, s:o, s:{s:s}, s:{s:[s]}}", "id", rule->name, "shortDescription",
                  text_of(mem, summary), "fullDescription", text_of(mem, summary), "help",
                  rule_help(mem, rule), "defaultConfiguration", "level", levels[rule->severity],
                  "properties", "tags", rule->group);
    if (rule->severity == SEVERITY_OFF) {
        json_object_set_new(json_object_get(object, "defaultConfiguration"), "enabled",
                            json_false());
    }
    return object;
}

static json_t *all_rules(struct printer *printer) {
    json_t *rules = json_array();
    const struct rule *(*rule_at)(size_t) = printer->diagnostics->rule_at;
    const struct rule *rule = NULL;
    rule_at = rule_at == NULL ? rules_at : rule_at;
    for (size_t i = 0; (rule = rule_at(i)) != NULL; i++) {
        json_int_t *index = mem_alloc(printer->mem, sizeof *index);
        *index = (json_int_t)i;
        *map_place(printer->indices, rule->name, strlen(rule->name)) = index;
        json_array_append_new(rules, rule_of(printer->mem, rule));
    }
    return rules;
}

static json_t *result_of(const struct printer *printer, size_t at) {
    const struct diagnostic *diagnostic = printer->diagnostics->items[at];
    const char *rule = diagnostic->rule->name;
    const json_int_t *index = map_get(printer->indices, rule, strlen(rule));
    json_t *result = json_pack("{s:s, s:s, s:o, s:[o], s:{s:s}}", "ruleId", rule, "level",
                               levels[diagnostic->severity], "message",
                               text_of(printer->mem, finding_line(printer->mem, diagnostic)),
                               "locations", location(printer, diagnostic->span),
                               "partialFingerprints", "slotcFinding/v1", printer->fingerprints[at]);
    if (index != NULL) {
        json_object_set_new(result, "ruleIndex", json_integer(*index));
    }
    if (diagnostic->notes != NULL) {
        json_object_set_new(result, "relatedLocations", related(printer, diagnostic));
    }
    if (diagnostic->edits != NULL) {
        json_object_set_new(result, "fixes", fixes(printer, diagnostic));
    }
    return result;
}

/* A log is only printed of a run that came to its end; what it left out, it says. */
static json_t *invocation(const struct diagnostics *diagnostics) {
    json_t *notifications = json_array();
    for (size_t i = 0; i < diagnostics->rest_count; i++) {
        const struct rest *rest = &diagnostics->rests[i];
        const char *where = rest->source == NULL
                                ? ""
                                : mem_concat(diagnostics->mem, rest->source->path, ": ", NULL);
        const char *words = mem_format(diagnostics->mem, "%s%zu finding%s more", where, rest->count,
                                       rest->count == 1 ? "" : "s");
        json_array_append_new(notifications, json_pack("{s:s, s:o}", "level", "warning", "message",
                                                       text_of(diagnostics->mem, words)));
    }
    json_t *object = json_pack("{s:b}", "executionSuccessful", 1);
    json_object_set_new(object, "toolExecutionNotifications", notifications);
    return object;
}

static json_t *results_of(const struct printer *printer) {
    json_t *results = json_array();
    for (size_t i = 0; i < printer->diagnostics->count; i++) {
        json_array_append_new(results, result_of(printer, i));
    }
    return results;
}

bool print_sarif(const struct diagnostics *diagnostics, FILE *to, bool color) {
    struct printer printer = {.mem = diagnostics->mem,
                              .diagnostics = diagnostics,
                              .indices = map_new(diagnostics->mem),
                              .fingerprints = finding_fingerprints(diagnostics)};
    (void)color;
    json_t *driver = json_pack("{s:s, s:s, s:s, s:o}", "name", "slotc", "version", SLOTC_VERSION,
                               "semanticVersion", SLOTC_VERSION, "rules", all_rules(&printer));
    json_t *bases = json_pack("{s:{s:{s:s}}}", ROOT, "description", "text",
                              "The folder that holds the sources: the top of the repository.");
    json_t *run = json_pack("{s:{s:o}, s:[o], s:o, s:s, s:o}", "tool", "driver", driver,
                            "invocations", invocation(diagnostics), "originalUriBaseIds", bases,
                            "columnKind", "unicodeCodePoints", "results", results_of(&printer));
    json_t *log =
        json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version", "2.1.0", "runs", run);
    bool written = json_dumpf(log, to, JSON_INDENT(2)) == 0 && fputc('\n', to) != EOF;
    json_decref(log);
    return written;
}
