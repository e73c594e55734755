/* Types that C headers declare: what the schema says of them. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "mem.h"
#include "resolver.h"
#include "text.h"
#include "types.h"

#define MAX_ALIGN 4096

static bool is_name_byte(char byte) {
    return byte == '_' || isalnum((unsigned char)byte) != 0;
}

/* A C type that can stand before a member's name, a space between its words: "struct vec3",
 * "char **". NULL where it is none. */
static const char *c_type_of(struct mem *mem, const struct literal *spelling) {
    struct text text = {.mem = mem};
    const char *end = spelling->text + spelling->length;
    bool has_name = false;
    for (const char *at = spelling->text; at < end;) {
        const char *start = at;
        while (at < end && is_name_byte(*at)) {
            at++;
        }
        at += start == at;
        bool is_name = is_name_byte(*start);
        if (*start == ' ' || *start == '\t') {
            continue;
        }
        if (is_name ? isdigit((unsigned char)*start) != 0 : *start != '*' || !has_name) {
            return NULL;
        }
        bool follows_star = text.length > 0 && text.bytes[text.length - 1] == '*';
        text_add_string(&text, text.length == 0 || follows_star ? "" : " ");
        text_add(&text, start, (size_t)(at - start));
        has_name = has_name || is_name;
    }
    return has_name ? text_string(&text) : NULL;
}

/* As `#include` takes it; NULL where it cannot. */
static const char *include_of(struct mem *mem, const struct literal *header) {
    const char *name = header->text;
    size_t length = header->length;
    bool has_angles = length > 2 && name[0] == '<' && name[length - 1] == '>';
    const char *inside = has_angles ? mem_copy(mem, name + 1, length - 2) : name;
    bool good = length > 0 && strlen(name) == length && strpbrk(inside, "\"<>\\") == NULL &&
                strstr(inside, "??") == NULL && strstr(inside, "//") == NULL &&
                strstr(inside, "/*") == NULL;
    for (const char *at = inside; good && *at != '\0'; at++) {
        good = iscntrl((unsigned char)*at) == 0;
    }
    if (!good) {
        return NULL;
    }
    return has_angles ? name : mem_concat(mem, "\"", name, "\"", NULL);
}

void resolve_extern(struct resolver *resolver, struct extern_type *type) {
    type->size = mem_alloc(resolver->mem, sizeof *type->size);
    type->c_type = c_type_of(resolver->mem, &type->spelling);
    type->include = include_of(resolver->mem, &type->header);
    if (type->c_type == NULL) {
        diagnostic_help(report(resolver->diagnostics, ERROR_EXTERN_UNRESOLVED, type->spelling.span,
                               "this is not the name of a C type"),
                        "write it as it stands before a member's name, as `struct vec3` or `FILE "
                        "*`; give any other type a name with `typedef`");
    }
    if (type->include == NULL) {
        diagnostic_help(report(resolver->diagnostics, ERROR_EXTERN_UNRESOLVED, type->header.span,
                               "this is not the name of a C header"),
                        "write it as `#include` has it: `\"vec3.h\"` or `\"<time.h>\"`");
    }
}

static const struct annotation *annotation_called(const struct extern_type *type,
                                                  const char *name) {
    const struct annotation *at = type->declaration.preamble.annotations;
    while (at != NULL && strcmp(at->name.text, name) != 0) {
        at = at->next;
    }
    return at;
}

/* Of the annotation's values that for a width: the first is for both where there is no other. */
static const struct literal *value_for(const struct annotation *annotation, enum width width) {
    size_t index = annotation->argument_count > 1 ? (size_t)width : 0;
    return &annotation->arguments[index];
}

static void misused(struct resolver *resolver, struct span span, const char *message,
                    const char *help) {
    diagnostic_help(report(resolver->diagnostics, ERROR_ANNOTATION_MISUSED, span, "%s", message),
                    "%s", help);
}

/* Whether it is a number from 1 up; reported where it is not. */
static bool is_positive(struct resolver *resolver, const struct annotation *annotation,
                        const struct literal *value) {
    bool good = value->too_large || (!value->negative && value->integer > 0);
    if (!good) {
        misused(resolver, value->span,
                mem_format(resolver->mem, "`@%s` takes a positive number", annotation->name.text),
                "write a number from 1 up");
    }
    return good;
}

void resolve_align(struct resolver *resolver, const struct annotation *annotation,
                   uint32_t aligns[WIDTH_COUNT]) {
    uint32_t read[WIDTH_COUNT];
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        const struct literal *value = value_for(annotation, width);
        bool is_large = value->too_large || value->integer > MAX_ALIGN;
        if (!is_positive(resolver, annotation, value)) {
            return;
        }
        if (is_large || (value->integer & (value->integer - 1)) != 0) {
            misused(resolver, value->span,
                    is_large ? "an alignment is at most 4096" : "an alignment is a power of two",
                    "write 1, 2, 4, … up to 4096");
            return;
        }
        read[width] = (uint32_t)value->integer;
    }
    memcpy(aligns, read, sizeof read);
}

void resolve_extern_align(struct extern_type *type, const uint32_t aligns[WIDTH_COUNT]) {
    memcpy(type->size->measure.align, aligns, sizeof type->size->measure.align);
}

void resolve_extern_size(struct resolver *resolver, struct extern_type *type,
                         const struct annotation *annotation) {
    uint64_t sizes[WIDTH_COUNT];
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        const struct literal *value = value_for(annotation, width);
        if (!is_positive(resolver, annotation, value)) {
            return;
        }
        if (value->too_large || value->integer > INT32_MAX) {
            misused(resolver, value->span, "a size is at most 2147483647",
                    "no instance of a record is larger");
            return;
        }
        sizes[width] = value->integer;
    }
    memcpy(type->size->measure.size, sizes, sizeof sizes);
}

void resolve_extern_statement(struct resolver *resolver, struct extern_type *type) {
    const struct annotation *size = annotation_called(type, "size");
    const struct annotation *align = annotation_called(type, "align");
    const struct annotation *lonely = size != NULL ? size : align;
    type->stated = lonely != NULL;
    if (lonely != NULL && (size == NULL || align == NULL)) {
        diagnostic_help(report(resolver->diagnostics, ERROR_ANNOTATION_MISUSED, lonely->span,
                               "`@size` and `@align` of an extern type go together"),
                        "state both, and the C compiler checks them; or neither, and libclang is "
                        "asked");
    }
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        type->size->known[width] =
            type->size->measure.size[width] > 0 && type->size->measure.align[width] > 0;
    }
}
