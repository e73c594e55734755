#include "manual.h"

#include <ctype.h>
#include <string.h>

#include "choices.h"
#include "mem.h"
#include "option.h"
#include "options.h"
#include "page.h"
#include "rules_page.h"
#include "templates.h"
#include "text.h"
#include "version.h"

/* Longer lines are hard to review; mandoc says so, too. */
#define COLUMNS 78

static bool is_inside(const char *words, const char *at) {
    return at > words && isalnum((unsigned char)at[-1]);
}

/* Whether the word that stands for an option's value is there, as a whole. */
static bool is_value(const char *words, const char *at, const char *value) {
    size_t length = value == NULL ? 0 : strlen(value);
    return length > 0 && strncmp(at, value, length) == 0 && !is_inside(words, at) &&
           !isalnum((unsigned char)at[length]);
}

/* Words in roff: what is between backticks is bold, what stands for the value slanted, and what
 * roff would take for its own is none of it. */
static const char *roff(struct mem *mem, const char *words, const char *value) {
    struct text out = {.mem = mem};
    bool is_code = false;
    for (const char *at = words; *at != '\0'; at++) {
        if (*at == '`') {
            is_code = !is_code;
            text_add_string(&out, is_code ? "\\fB" : "\\fR");
        } else if (is_value(words, at, value)) {
            text_format(&out, "\\fI%s\\fR", value);
            at += strlen(value) - 1;
        } else if (*at == '\\') {
            text_add_string(&out, "\\e");
        } else if (*at == '-' && (is_code || !is_inside(words, at))) {
            text_add_string(&out, "\\-");
        } else if ((*at == '.' || *at == '\'') && (at == words || at[-1] == ' ')) {
            text_format(&out, "\\&%c", *at);
        } else {
            text_add(&out, at, 1);
        }
    }
    return text_string(&out);
}

/* "FILES ..." of "FILES…]": a word of a usage without its brackets. */
static const char *bare(struct mem *mem, const char *word, size_t length) {
    static const char dots[] = "…";
    bool opens = length > 0 && word[0] == '[';
    word += opens ? 1 : 0;
    length -= opens ? 1 : 0;
    length -= length > 0 && word[length - 1] == ']' ? 1 : 0;
    size_t cut = sizeof dots - 1;
    bool repeats = length > cut && memcmp(word + length - cut, dots, cut) == 0;
    const char *name = mem_copy(mem, word, repeats ? length - cut : length);
    return repeats ? mem_concat(mem, name, " ...", NULL) : name;
}

/* A usage, one line for each of its parts: ".Ar FILES ...", ".Op Fl -compare Ar OLD". */
static const char *synopsis(struct mem *mem, const char *usage) {
    struct text out = {.mem = mem};
    bool in_option = false; /* behind a flag, whose value follows */
    bool in_brackets = false;
    for (const char *at = usage; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        const char *word = bare(mem, at, length);
        bool is_flag = word[0] == '-';
        bool is_more = in_brackets || in_option;
        text_add_string(&out, is_more ? " " : out.length > 0 ? "\n." : ".");
        text_add_string(&out, at[0] == '[' ? "Op " : "");
        text_format(&out, "%s %s", is_flag ? "Fl" : "Ar", word + (is_flag ? 1 : 0));
        in_brackets = (in_brackets || at[0] == '[') && at[length - 1] != ']';
        in_option = is_flag && !in_brackets;
        at += length;
    }
    return text_string(&out);
}

static struct value option_value(const struct page *page, const struct option *option) {
    struct mem *mem = page->mem;
    struct value object = value_object(mem);
    struct text words = {.mem = mem};
    const char *help = rules_sentence(mem, option_help(mem, option, "`"));
    text_add_paragraph(&words, roff(mem, help, option->value), 0, COLUMNS);
    page_put(page, &object, "flag", value_string(option->name + 1));
    page_put(page, &object, "value", value_string(option->value));
    page_put(page, &object, "words", value_text(words.bytes, words.length - 1));
    return object;
}

static void put_command(const struct page *page, struct value *value,
                        const struct command *command) {
    struct mem *mem = page->mem;
    struct value options = value_list(mem);
    const struct option *option = NULL;
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++) {
        value_append(mem, &options, option_value(page, option));
    }
    page_put(page, value, "options", options);
    page_put(page, value, "command", value_string(command->name));
    page_put(page, value, "summary", value_string(roff(mem, command->summary, NULL)));
    page_put(page, value, "sentence",
             value_string(roff(mem, rules_sentence(mem, command->summary), NULL)));
    page_put(page, value, "synopsis", value_string(synopsis(mem, command->usage)));
}

static const char *upper(struct mem *mem, const char *words) {
    char *copy = mem_string(mem, words);
    for (char *at = copy; *at != '\0'; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    return copy;
}

void manual_page(struct mem *mem, const struct command *command, struct text *out) {
    struct page page = page_new(mem);
    struct value value = value_object(mem);
    struct value commands = value_list(mem);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        struct value object = value_object(mem);
        put_command(&page, &object, command_at(i));
        value_append(mem, &commands, object);
    }
    page_put(&page, &value, "commands", commands);
    const char *name = "slotc";
    const char *prose = "slotc.mdoc";
    if (command != NULL) {
        put_command(&page, &value, command);
        name = mem_concat(mem, "slotc-", command->name, NULL);
        prose = mem_concat(mem, command->name, ".mdoc", NULL);
    }
    const char *bytes = NULL;
    size_t length = 0;
    bool has_prose = templates_find(NULL, prose, &bytes, &length);
    page_put(&page, &value, "name", value_string(name));
    page_put(&page, &value, "title", value_string(upper(mem, name)));
    page_put(&page, &value, "date", value_string(SLOTC_DATE));
    page_put(&page, &value, "prose", value_string(has_prose ? prose : "command.mdoc"));
    page_fill(&page, "page.mdoc", &value, out);
}
