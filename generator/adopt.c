#include "adopt.h"

#include <string.h>

#include "allow.h"
#include "ast.h"
#include "diagnostic.h"
#include "fix.h"
#include "map.h"
#include "mem.h"
#include "text.h"
#include "utf8.h"

/* The rules to silence at one place: a preamble, or a file where that is NULL. */
struct place {
    const struct preamble *preamble;
    const struct source *source;
    const struct rule **rules;
    size_t rule_count;
    size_t findings;
};

struct adoption {
    struct mem *mem;
    const struct program *program;
    struct map *known; /* struct place *, by the address of its preamble or source */
    struct place **places;
    size_t place_count;
};

const char *adopt_fault(const char *reason) {
    size_t length = strlen(reason);
    size_t letters = 0;
    for (size_t at = 0; at < length;) {
        size_t step = utf8_length((const unsigned char *)reason + at, length - at);
        if (step == 0) {
            return "is UTF-8 text";
        }
        bool is_control = (unsigned char)reason[at] < ' ' && reason[at] != '\t';
        if (is_control || reason[at] == 0x7f) {
            return "is one line, without control characters";
        }
        letters += reason[at] != ' ' && reason[at] != '\t';
        at += step;
    }
    return letters == 0 ? "says something: the next reader will ask" : NULL;
}

/* The key is the address itself, which lives as long as the finding. */
static struct place *place_of(struct adoption *adoption, const struct diagnostic *diagnostic,
                              bool is_file) {
    const void *address =
        is_file ? (const void *)&diagnostic->span.source : (const void *)&diagnostic->preamble;
    void **known = map_place(adoption->known, address, sizeof(void *));
    if (*known == NULL) {
        struct place *place = mem_alloc(adoption->mem, sizeof *place);
        place->preamble = is_file ? NULL : diagnostic->preamble;
        place->source = diagnostic->span.source;
        adoption->places = mem_grow(adoption->mem, adoption->places, adoption->place_count,
                                    sizeof(struct place *));
        adoption->places[adoption->place_count++] = place;
        *known = place;
    }
    return *known;
}

static void add_rule(struct mem *mem, struct place *place, const struct rule *rule) {
    place->findings++;
    for (size_t i = 0; i < place->rule_count; i++) {
        if (place->rules[i] == rule) {
            return;
        }
    }
    place->rules = mem_grow(mem, place->rules, place->rule_count, sizeof *place->rules);
    place->rules[place->rule_count++] = rule;
}

static void add_finding(struct adoption *adoption, const struct diagnostic *diagnostic) {
    const struct rule *rule = diagnostic->rule;
    const struct source *source = diagnostic->span.source;
    if (rule->fixed || diagnostic->severity < SEVERITY_WARNING || !source->named) {
        return;
    }
    bool is_file = diagnostic->preamble == NULL || allow_stands_on(diagnostic->preamble, rule);
    if (!is_file || !allow_stands_in(adoption->program, source, rule)) {
        add_rule(adoption->mem, place_of(adoption, diagnostic, is_file), rule);
    }
}

static const char *line_end_of(const struct source *source) {
    const char *end = memchr(source->bytes, '\n', source->length);
    return end != NULL && end > source->bytes && end[-1] == '\r' ? "\r\n" : "\n";
}

/* A reason in quotes; what could not be escaped is no reason. */
static void add_string(struct text *text, const char *reason) {
    text_add_string(text, "\"");
    for (const char *at = reason; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\') {
            text_add(text, "\\", 1);
        }
        text_add(text, *at == '\t' ? "\\t" : at, *at == '\t' ? 2 : 1);
    }
    text_add_string(text, "\"");
}

/* Each annotation has its line, indented as what it is about, or stands before it on its line. */
static void add_annotations(struct text *text, const struct place *place, const char *reason) {
    const struct source *source = place->source;
    uint32_t at = place->preamble->behind_docs;
    uint32_t line = at;
    while (line > 0 && (source->bytes[line - 1] == ' ' || source->bytes[line - 1] == '\t')) {
        line--;
    }
    bool has_line = line == 0 || source->bytes[line - 1] == '\n';
    for (size_t i = 0; i < place->rule_count; i++) {
        text_format(text, "@allow(\"%s\", ", place->rules[i]->name);
        add_string(text, reason);
        text_add_string(text, has_line ? ")" : ") ");
        if (has_line) {
            text_add_string(text, line_end_of(source));
            text_add(text, source->bytes + line, at - line);
        }
    }
}

/* Whether what stands at the top goes well with directives right above it. */
static bool follows_directives(const struct source *source) {
    static const char mark[] = "// slotc:";
    size_t length = sizeof mark - 1;
    return source->length == 0 || source->bytes[0] == '\n' || source->bytes[0] == '\r' ||
           (source->length >= length && memcmp(source->bytes, mark, length) == 0);
}

static void add_directives(struct text *text, const struct place *place, const char *reason) {
    const char *line_end = line_end_of(place->source);
    reason += strspn(reason, " \t");
    for (size_t i = 0; i < place->rule_count; i++) {
        text_format(text, "// slotc:allow %s: %s%s", place->rules[i]->name, reason, line_end);
    }
    if (!follows_directives(place->source)) {
        text_add_string(text, line_end);
    }
}

void adopt_findings(struct fixes *fixes, const struct program *program,
                    const struct diagnostics *diagnostics, const char *reason) {
    struct mem *mem = fixes->mem;
    struct adoption adoption = {.mem = mem, .program = program, .known = map_new(mem)};
    for (size_t i = 0; i < diagnostics->count; i++) {
        add_finding(&adoption, diagnostics->items[i]);
    }
    for (size_t i = 0; i < adoption.place_count; i++) {
        const struct place *place = adoption.places[i];
        struct text text = {.mem = mem};
        uint32_t at = place->preamble == NULL ? 0 : place->preamble->behind_docs;
        (place->preamble == NULL ? add_directives : add_annotations)(&text, place, reason);
        struct edit *edit = mem_alloc(mem, sizeof *edit);
        edit->span = (struct span){place->source, at, at};
        edit->text = text_string(&text);
        fix_add(fixes, edit, place->findings);
    }
}
