#include "template_parts.h"

#include <string.h>

#include "map.h"
#include "mem.h"
#include "text.h"

struct template_set *template_set_new(struct mem *mem, struct value_keys *keys,
                                      template_finder *find, void *context) {
    struct template_set *set = mem_alloc(mem, sizeof *set);
    set->mem = mem;
    set->keys = keys;
    set->find = find;
    set->context = context;
    set->sources = map_new(mem);
    set->escape = template_escape_html;
    set->most_steps = UINT64_MAX;
    set->most_bytes = SIZE_MAX;
    return set;
}

void template_set_escape(struct template_set *set, template_escape *escape) {
    set->escape = escape;
}

void template_set_strict(struct template_set *set, uint64_t steps, size_t bytes) {
    set->strict = true;
    set->most_steps = steps;
    set->most_bytes = bytes;
}

const struct template_fault *template_set_fault(const struct template_set *set) {
    return set->failed ? &set->fault : NULL;
}

static struct template *new_template(struct template_set *set, const char *name, const char *bytes,
                                     size_t length) {
    struct template *template = mem_alloc(set->mem, sizeof *template);
    template->set = set;
    template->name = name;
    template_parse(template, bytes, length);
    return template;
}

static struct template_source *source_of(struct template_set *set, const char *name,
                                         size_t length) {
    struct template_source *source = map_get(set->sources, name, length);
    if (source == NULL) {
        source = mem_alloc(set->mem, sizeof *source);
        const char *key = mem_copy(set->mem, name, length);
        source->name = key;
        *map_place(set->sources, key, length) = source;
        /* The finder takes a string: a name with a NUL in it would be another one. */
        source->known = memchr(name, '\0', length) == NULL &&
                        set->find(set->context, key, &source->bytes, &source->length);
    }
    return source;
}

static bool is_empty_line(const char *line, size_t length) {
    return line[0] == '\n' || (length == 2 && line[0] == '\r' && line[1] == '\n');
}

/* The source with the indentation before each line. An empty line gets none: it would be
 * white space at the end of a line. */
static struct text indented(struct mem *mem, const struct template_source *source,
                            const char *indent, size_t indent_length) {
    struct text text = {.mem = mem};
    const char *end = source->bytes + source->length;
    for (const char *line = source->bytes; line != end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *next = newline == NULL ? end : newline + 1;
        if (!is_empty_line(line, (size_t)(next - line))) {
            text_add(&text, indent, indent_length);
        }
        text_add(&text, line, (size_t)(next - line));
        line = next;
    }
    return text;
}

const struct template *template_indented(struct template_set *set, const char *name, size_t length,
                                         const char *indent, size_t indent_length) {
    struct template_source *source = source_of(set, name, length);
    if (!source->known) {
        return NULL;
    }
    for (const struct template *known = source->templates; known != NULL; known = known->next) {
        if (known->indent_length == indent_length &&
            memcmp(known->indent, indent, indent_length) == 0) {
            return known;
        }
    }
    const char *bytes = source->bytes;
    size_t bytes_length = source->length;
    if (indent_length != 0) {
        struct text text = indented(set->mem, source, indent, indent_length);
        bytes = text_string(&text);
        bytes_length = text.length;
    }
    struct template *added = new_template(set, source->name, bytes, bytes_length);
    added->indent = mem_copy(set->mem, indent, indent_length);
    added->indent_length = indent_length;
    added->next = source->templates;
    source->templates = added;
    return added;
}

/* The place in the source as it was before its lines were indented. */
static size_t unindented(const struct template *template, size_t position) {
    const struct template_source *source =
        template->name == NULL
            ? NULL
            : map_get(template->set->sources, template->name, strlen(template->name));
    if (source == NULL || template->indent_length == 0) {
        return position;
    }
    const char *end = source->bytes + source->length;
    size_t added = 0; /* before this line */
    for (const char *line = source->bytes; line != end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *next = newline == NULL ? end : newline + 1;
        size_t start = (size_t)(line - source->bytes) + added;
        size_t length = (size_t)(next - line);
        size_t indent = is_empty_line(line, length) ? 0 : template->indent_length;
        if (position < start + indent + length) {
            size_t column = position > start + indent ? position - start - indent : 0;
            return (size_t)(line - source->bytes) + column;
        }
        added += indent;
        line = next;
    }
    return source->length;
}

void template_fail(const struct template *template, size_t position, size_t length,
                   const char *reason, const char *help) {
    template->set->failed = true;
    template->set->fault = (struct template_fault){
        .name = template->name,
        .position = unindented(template, position),
        .length = length,
        .reason = reason,
        .help = help,
    };
}

/* A malformed template is noted when it is asked for, not when it is read. */
static const struct template *sound(const struct template *template, const char **error) {
    *error = template->error;
    if (template->error != NULL) {
        template_fail(template, template->position, template->tag_length, template->reason, NULL);
        return NULL;
    }
    return template;
}

const struct template *template_get(struct template_set *set, const char *name,
                                    const char **error) {
    const struct template *template = template_indented(set, name, strlen(name), "", 0);
    if (template == NULL) {
        *error = mem_format(set->mem, "unknown template `%s`", name);
        return NULL;
    }
    return sound(template, error);
}

const struct template *template_compile(struct template_set *set, const char *bytes, size_t length,
                                        const char **error) {
    return sound(new_template(set, NULL, bytes, length), error);
}
