#include "import_text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "import.h"
#include "import_docs.h"
#include "imported.h"
#include "mem.h"
#include "text.h"

/* Of a line of the schema, where notes can be broken. */
#define COLUMNS 100

/* Lines, each behind an indentation and a mark: "    /// …". */
static void add_lines(struct text *text, const char *indent, const char *mark, const char *lines) {
    while (lines != NULL && *lines != '\0') {
        size_t length = strcspn(lines, "\n");
        text_format(text, "%s%s%s", indent, mark, length == 0 ? "" : " ");
        text_add(text, lines, length);
        text_add_string(text, "\n");
        lines += length + (lines[length] != '\0');
    }
}

static void add_c_name(struct text *text, const char *indent, const char *c_name) {
    if (c_name != NULL) {
        text_format(text, "%s@c_name(\"%s\")\n", indent, c_name);
    }
}

/* Where the last word of a line of so many columns ends; a word that is longer has its own. */
static size_t line_end(const char *words, size_t columns) {
    size_t end = strcspn(words, " ");
    while (words[end] == ' ' && end + 1 + strcspn(words + end + 1, " ") <= columns) {
        end += 1 + strcspn(words + end + 1, " ");
    }
    return end;
}

/* A note that is too long for its field's line, above it. */
static void add_wrapped(struct text *text, const char *note) {
    while (*note != '\0') {
        size_t end = line_end(note, COLUMNS - strlen("    // "));
        text_add_string(text, "    // ");
        text_add(text, note, end);
        text_add_string(text, "\n");
        note += end + (note[end] == ' ');
    }
}

static void add_field(struct text *text, const struct imported_field *field) {
    size_t length = strlen(field->name) + strlen(field->type) + strlen("    : ; // ");
    bool is_long = field->note != NULL && length + strlen(field->note) > COLUMNS;
    if (is_long) {
        add_wrapped(text, field->note);
    }
    add_lines(text, "    ", "///", field->docs);
    add_c_name(text, "    ", field->c_name);
    if (field->pinned) {
        text_format(text, "    @offset(%" PRIu64 ")\n", field->offset / 8);
    }
    text_format(text, "    %s: %s;", field->name, field->type);
    if (field->note != NULL && !is_long) {
        text_add_string(text, " // ");
        text_add_string(text, field->note);
    }
    text_add_string(text, "\n");
}

static void add_record(struct text *text, const struct imported *item) {
    for (size_t i = 0; i < item->notes.count; i++) {
        add_lines(text, "", "//", item->notes.items[i]);
    }
    add_lines(text, "", "///", item->docs);
    add_c_name(text, "", item->is_renamed ? item->c_name : NULL);
    if (item->raised_align != 0) {
        text_format(text, "@align(%" PRIu32 ")\n", item->raised_align);
    }
    if (item->field_count > 1) {
        text_add_string(text, "@order(declared)\n");
    }
    text_format(text, "record %s%s%s slots {%s", item->name, item->base == NULL ? "" : " : ",
                item->base == NULL ? "" : item->base->name, item->field_count == 0 ? "" : "\n");
    for (size_t i = 0; i < item->field_count; i++) {
        add_field(text, &item->fields[i]);
    }
    text_add_string(text, "}\n");
}

static void add_enum(struct text *text, const struct imported *item) {
    add_lines(text, "", "///", item->docs);
    add_c_name(text, "", item->is_renamed ? item->c_name : NULL);
    text_format(text, "enum %s : %s {\n", item->name, item->storage);
    for (size_t i = 0; i < item->enumerator_count; i++) {
        const struct imported_enumerator *enumerator = &item->enumerators[i];
        if (enumerator->namesake != NULL) {
            text_format(text, "    // %s = %lld is another name of %s.\n", enumerator->name,
                        enumerator->number, enumerator->namesake);
            continue;
        }
        add_lines(text, "    ", "///", enumerator->docs);
        add_c_name(text, "    ", enumerator->c_name);
        text_format(text, "    %s = %lld,\n", enumerator->name, enumerator->number);
    }
    text_add_string(text, "}\n");
}

/* The last part of the header's path, and what keeps its text in one line. */
static const char *header_name(const struct importer *importer) {
    const char *slash = strrchr(importer->request->header, '/');
    const char *name = slash == NULL ? importer->request->header : slash + 1;
    char *line = mem_string(importer->mem, import_clean(importer->mem, name));
    for (char *at = line; *at != '\0'; at++) {
        if (*at == '\n') {
            *at = ' ';
        }
    }
    return line;
}

void import_text(const struct importer *importer, struct text *text) {
    text_format(text, "// Imported by slotc from %s: each field lies where C has it on\n// %s.\n",
                header_name(importer), importer->triple);
    if (importer->request->package != NULL) {
        text_format(text, "\npackage %s;\n", importer->request->package);
    }
    for (size_t i = 0; i < importer->extern_count; i++) {
        const struct imported_extern *kept = &importer->externs[i];
        text_format(text,
                    "%s@size(%" PRIu64 ") @align(%" PRIu32 ") extern \"%s\" from \"%s\" as %s;\n",
                    i == 0 ? "\n" : "", kept->size, kept->align, kept->spelling,
                    importer->request->extern_header, kept->name);
    }
    if (importer->needs_opaque) {
        text_add_string(text, "\n/// What is behind the pointers to other things.\n");
        add_c_name(text, "", importer->opaque_c_name);
        text_format(text, "record %s slots {}\n", importer->opaque_name);
    }
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (!item->wanted || item->skipped != NULL) {
            continue;
        }
        text_add_string(text, "\n");
        item->start = text->length;
        if (item->kind == IMPORTED_ENUM) {
            add_enum(text, item);
        } else {
            add_record(text, item);
        }
        item->end = text->length;
    }
}
