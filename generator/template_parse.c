#include "template_parts.h"

#include <stdarg.h>
#include <string.h>

#include "mem.h"

/* Bounds the work of looking for a delimiter in a long text. */
#define DELIMITER_LIMIT 32

/* The longest piece of a name that a message shows. */
#define SHOWN_LIMIT 100

struct span {
    const char *bytes;
    size_t length;
};

struct open_section {
    struct span name;
    size_t position;
    size_t step;
};

struct parser {
    struct template *template;
    struct mem *mem;
    const char *bytes;
    size_t length;
    size_t position; /* behind the last tag */
    struct span open;
    struct span close;
    char *literals; /* all literal text in one piece, so that it is merged across comments */
    size_t literal_start; /* of the text that the next step adds */
    size_t literal_end;
    struct step *steps;
    size_t step_count;
    struct open_section *sections;
    size_t section_count;
    size_t tag_position; /* of the tag that is being added */
    size_t tag_length;
};

struct tag {
    size_t start; /* where its opening delimiter begins */
    size_t end; /* behind its closing delimiter */
    char sigil; /* one of `# ^ / > & ! = {`, or NUL */
    struct span name; /* what it holds, without the white space round it */
    struct span indent; /* before a partial that stands alone on its line */
};

/* Where the delimiter next stands, or the source's length. */
static size_t find(const struct parser *parser, size_t from, struct span delimiter) {
    while (parser->length - from >= delimiter.length) {
        size_t places = parser->length - from - delimiter.length + 1;
        const char *at = memchr(parser->bytes + from, delimiter.bytes[0], places);
        if (at == NULL) {
            break;
        }
        if (memcmp(at, delimiter.bytes, delimiter.length) == 0) {
            return (size_t)(at - parser->bytes);
        }
        from = (size_t)(at - parser->bytes) + 1;
    }
    return parser->length;
}

/* Of the tag that starts there; of one that has no end, its first delimiter's. */
static size_t tag_length_at(const struct parser *parser, size_t position) {
    if (position == parser->tag_position && parser->tag_length != 0) {
        return parser->tag_length;
    }
    size_t close = find(parser, position, parser->close);
    return close == parser->length ? parser->open.length : close + parser->close.length - position;
}

static __attribute__((format(printf, 3, 4))) bool fail(struct parser *parser, size_t position,
                                                       const char *format, ...) {
    size_t line = 1;
    for (size_t i = 0; i < position; i++) {
        line += parser->bytes[i] == '\n';
    }
    va_list arguments;
    va_start(arguments, format);
    const char *reason = mem_vformat(parser->mem, format, arguments);
    va_end(arguments);
    parser->template->error = mem_format(parser->mem, "%s at line %zu", reason, line);
    parser->template->reason = reason;
    parser->template->position = position;
    parser->template->tag_length = tag_length_at(parser, position);
    return false;
}

static int shown(struct span name) {
    return name.length > SHOWN_LIMIT ? SHOWN_LIMIT : (int)name.length;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

static bool is_space(char byte) {
    return is_blank(byte) || byte == '\n' || byte == '\r' || byte == '\v' || byte == '\f';
}

static bool is_sigil(char byte) {
    return byte != '\0' && strchr("#^/>&!={", byte) != NULL;
}

static struct span trimmed(const char *bytes, size_t length) {
    while (length != 0 && is_space(bytes[0])) {
        bytes++;
        length--;
    }
    while (length != 0 && is_space(bytes[length - 1])) {
        length--;
    }
    return (struct span){bytes, length};
}

/* The first bytes of the span that are no white space. */
static struct span first_word(struct span span) {
    size_t length = 0;
    while (length != span.length && !is_space(span.bytes[length])) {
        length++;
    }
    return (struct span){span.bytes, length};
}

static bool same(struct span a, struct span b) {
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static bool read_tag(struct parser *parser, size_t start, struct tag *tag) {
    *tag = (struct tag){.start = start, .name = {"", 0}};
    size_t from = start + parser->open.length;
    while (from < parser->length && is_space(parser->bytes[from])) {
        from++;
    }
    if (from < parser->length && is_sigil(parser->bytes[from])) {
        tag->sigil = parser->bytes[from++];
    }
    /* `{{{` and `{{=` have a closing delimiter one byte longer than the others. */
    char before = '\0';
    if (tag->sigil == '{' || tag->sigil == '=') {
        before = tag->sigil == '{' ? '}' : '=';
    }
    size_t close = find(parser, from, parser->close);
    while (close != parser->length && before != '\0' &&
           (close == from || parser->bytes[close - 1] != before)) {
        close = find(parser, close + 1, parser->close);
    }
    if (close == parser->length) {
        return fail(parser, start, "unclosed tag (expected `%.1s%.*s`)", &before,
                    shown(parser->close), parser->close.bytes);
    }
    tag->end = close + parser->close.length;
    tag->name = trimmed(parser->bytes + from, close - from - (before != '\0'));
    return true;
}

/* A tag that adds nothing itself takes its whole line with it, where it is alone there. */
static void widen_to_line(const struct parser *parser, struct tag *tag) {
    if (tag->sigil == '\0' || tag->sigil == '&' || tag->sigil == '{') {
        return;
    }
    size_t start = tag->start;
    while (start > parser->position && is_blank(parser->bytes[start - 1])) {
        start--;
    }
    size_t end = tag->end;
    while (end < parser->length && is_blank(parser->bytes[end])) {
        end++;
    }
    if (end + 1 < parser->length && parser->bytes[end] == '\r' && parser->bytes[end + 1] == '\n') {
        end++;
    }
    bool starts = start == 0 || parser->bytes[start - 1] == '\n';
    bool ends = end == parser->length || parser->bytes[end] == '\n';
    if (starts && ends) {
        tag->indent = (struct span){parser->bytes + start, tag->start - start};
        tag->start = start;
        tag->end = end == parser->length ? end : end + 1;
    }
}

static void add_literal(struct parser *parser, size_t start, size_t end) {
    memcpy(parser->literals + parser->literal_end, parser->bytes + start, end - start);
    parser->literal_end += end - start;
}

/* The new step; it takes the literal text since the last one. */
static struct step *add_step(struct parser *parser, enum step_kind kind) {
    parser->steps = mem_grow(parser->mem, parser->steps, parser->step_count, sizeof *parser->steps);
    struct step *step = &parser->steps[parser->step_count++];
    *step = (struct step){
        .kind = kind,
        .text = parser->literals + parser->literal_start,
        .length = parser->literal_end - parser->literal_start,
        .position = (uint32_t)parser->tag_position,
        .tag_length = (uint32_t)parser->tag_length,
    };
    parser->literal_start = parser->literal_end;
    return step;
}

static bool check_name(struct parser *parser, struct span name, size_t position) {
    if (name.length == 0) {
        return fail(parser, position, "a tag without a name");
    }
    if (first_word(name).length != name.length) {
        return fail(parser, position, "a name with white space in it, `%.*s`", shown(name),
                    name.bytes);
    }
    return true;
}

/* Gives the step the keys of a dotted name. */
static bool set_path(struct parser *parser, struct step *step, struct span name, size_t position) {
    if (!check_name(parser, name, position)) {
        return false;
    }
    if (name.length == 1 && name.bytes[0] == '.') {
        return true;
    }
    uint32_t *path = NULL;
    const char *end = name.bytes + name.length;
    for (const char *part = name.bytes; part <= end;) {
        const char *dot = memchr(part, '.', (size_t)(end - part));
        size_t length = (size_t)((dot == NULL ? end : dot) - part);
        if (length == 0) {
            return fail(parser, position, "a dot without a name beside it in `%.*s`", shown(name),
                        name.bytes);
        }
        path = mem_grow(parser->mem, path, step->path_length, sizeof *path);
        path[step->path_length++] = value_key(parser->template->set->keys, part, length);
        part += length + 1;
    }
    step->path = path;
    return true;
}

static bool open_section(struct parser *parser, const struct tag *tag, size_t position) {
    enum step_kind kind = tag->sigil == '#' ? STEP_SECTION : STEP_INVERTED;
    parser->sections =
        mem_grow(parser->mem, parser->sections, parser->section_count, sizeof *parser->sections);
    parser->sections[parser->section_count++] = (struct open_section){
        .name = tag->name,
        .position = position,
        .step = parser->step_count,
    };
    return set_path(parser, add_step(parser, kind), tag->name, position);
}

static bool close_section(struct parser *parser, const struct tag *tag, size_t position) {
    if (parser->section_count == 0) {
        return fail(parser, position, "no section is open to close `%.*s`", shown(tag->name),
                    tag->name.bytes);
    }
    const struct open_section *section = &parser->sections[--parser->section_count];
    if (!same(section->name, tag->name)) {
        return fail(parser, position, "expected the end of section `%.*s`, found that of `%.*s`",
                    shown(section->name), section->name.bytes, shown(tag->name), tag->name.bytes);
    }
    size_t opened = section->step;
    bool inverted = parser->steps[opened].kind == STEP_INVERTED;
    ptrdiff_t span = (ptrdiff_t)(parser->step_count - opened);
    add_step(parser, inverted ? STEP_TEXT : STEP_REPEAT)->jump = 1 - span;
    parser->steps[opened].jump = span + 1;
    return true;
}

static bool add_partial(struct parser *parser, const struct tag *tag, size_t position) {
    struct span name = tag->name;
    bool dynamic = name.length != 0 && name.bytes[0] == '*';
    struct step *step = add_step(parser, dynamic ? STEP_DYNAMIC : STEP_PARTIAL);
    step->partial = mem_alloc(parser->mem, sizeof *step->partial);
    *step->partial = (struct partial){
        .name = name.bytes,
        .name_length = name.length,
        .indent = tag->indent.length == 0 ? "" : tag->indent.bytes,
        .indent_length = tag->indent.length,
    };
    if (dynamic) {
        return set_path(parser, step, trimmed(name.bytes + 1, name.length - 1), position);
    }
    return check_name(parser, name, position);
}

static bool set_delimiters(struct parser *parser, const struct tag *tag, size_t position) {
    struct span open = first_word(tag->name);
    struct span rest = trimmed(open.bytes + open.length, tag->name.length - open.length);
    struct span close = first_word(rest);
    bool bad = open.length == 0 || open.length > DELIMITER_LIMIT || close.length == 0 ||
               close.length > DELIMITER_LIMIT || close.length != rest.length ||
               memchr(tag->name.bytes, '=', tag->name.length) != NULL;
    if (bad) {
        return fail(parser, position, "bad delimiters (expected two words without `=`)");
    }
    parser->open = open;
    parser->close = close;
    return true;
}

static bool add_tag(struct parser *parser, const struct tag *tag, size_t position) {
    switch (tag->sigil) {
    case '!':
        return true;
    case '=':
        return set_delimiters(parser, tag, position);
    case '#':
    case '^':
        return open_section(parser, tag, position);
    case '/':
        return close_section(parser, tag, position);
    case '>':
        return add_partial(parser, tag, position);
    default: {
        struct step *step = add_step(parser, tag->sigil == '\0' ? STEP_ESCAPED : STEP_RAW);
        return set_path(parser, step, tag->name, position);
    }
    }
}

static bool parse_tags(struct parser *parser) {
    for (;;) {
        size_t start = find(parser, parser->position, parser->open);
        if (start == parser->length) {
            break;
        }
        struct tag tag;
        if (!read_tag(parser, start, &tag)) {
            return false;
        }
        parser->tag_position = start;
        parser->tag_length = tag.end - start;
        widen_to_line(parser, &tag);
        add_literal(parser, parser->position, tag.start);
        if (!add_tag(parser, &tag, start)) {
            return false;
        }
        parser->position = tag.end;
    }
    if (parser->section_count != 0) {
        const struct open_section *section = &parser->sections[parser->section_count - 1];
        return fail(parser, section->position, "unclosed section `%.*s`", shown(section->name),
                    section->name.bytes);
    }
    return true;
}

void template_parse(struct template *template, const char *bytes, size_t length) {
    struct mem *mem = template->set->mem;
    struct parser parser = {
        .template = template,
        .mem = mem,
        .bytes = length == 0 ? "" : bytes,
        .length = length,
        .open = {"{{", 2},
        .close = {"}}", 2},
        .literals = mem_alloc(mem, length),
    };
    if (parse_tags(&parser)) {
        add_literal(&parser, parser.position, parser.length);
        add_step(&parser, STEP_STOP);
        template->steps = parser.steps;
    }
}
