#include "completions.h"

#include <assert.h>
#include <string.h>

#include "choices.h"
#include "mem.h"
#include "option.h"
#include "options.h"
#include "page.h"
#include "text.h"

/* What stands for a value in a usage or behind an option, and what a shell completes there. Names,
 * numbers and reasons are not here: they are the user's own. */
static const struct placeholder {
    const char *word;
    bool is_folder;
    const char *endings; /* of files, with spaces between; "" of all */
    const struct choices *choices;
} placeholders[] = {
    {"COMMAND", false, NULL, &choices_commands},
    {"DIR", true, NULL, NULL},
    {"FILE", false, "", NULL},
    {"FILES", false, ".slots", NULL},
    {"HEADER", false, ".h", NULL},
    {"HEADER.h", false, ".h", NULL},
    {"HEADERS", false, ".h .slots", NULL},
    {"OLD", false, "", NULL},
    {"PATH", false, ".json", NULL},
    {"RULE", false, NULL, &choices_rules},
    {"SOURCES", false, ".c .h", NULL},
    {"TEMPLATE", false, ".mustache", NULL},
    {"T.mustache", false, ".mustache", NULL},
};

struct shell {
    const char *name;
    const char *template;
    const char *quote; /* how `'` is written between two of them */
    const char *escaped; /* what a `\` makes plain between them */
};

static const struct shell shells[] = {
    {"bash", "completions.bash", "'\\''", ""},
    {"zsh", "completions.zsh", "'\\''", ""},
    {"fish", "completions.fish", "\\'", "\\"},
};

struct script {
    struct page page;
    const struct shell *shell;
};

/* As it stands between single quotes; so does special, behind a `\`. */
static struct value quoted(const struct script *script, const char *words, const char *special) {
    struct text out = {.mem = script->page.mem};
    for (const char *at = words; at != NULL && *at != '\0'; at++) {
        if (*at == '\'') {
            text_add_string(&out, script->shell->quote);
            continue;
        }
        bool is_special =
            strchr(special, *at) != NULL || strchr(script->shell->escaped, *at) != NULL;
        text_add_string(&out, is_special ? "\\" : "");
        text_add(&out, at, 1);
    }
    return value_string(text_string(&out));
}

static void put(const struct script *script, struct value *object, const char *key,
                struct value value) {
    page_put(&script->page, object, key, value);
}

static const struct placeholder *placeholder_find(const char *word, size_t length) {
    for (size_t i = 0; i < sizeof placeholders / sizeof *placeholders; i++) {
        if (strlen(placeholders[i].word) == length &&
            strncmp(placeholders[i].word, word, length) == 0) {
            return &placeholders[i];
        }
    }
    return NULL;
}

static struct value words_of(const struct script *script, const struct choices *choices) {
    struct mem *mem = script->page.mem;
    struct value words = value_list(mem);
    struct choice choice;
    for (size_t i = 0; choices_at(choices, i, &choice); i++) {
        struct value word = value_object(mem);
        put(script, &word, "word", value_string(choice.word));
        put(script, &word, "note", quoted(script, choice.note, ""));
        put(script, &word, "spec_note", quoted(script, choice.note, "[]\\"));
        value_append(mem, &words, word);
    }
    return words;
}

/* Lists that are long and stand behind several options are written once, as a function. */
static const char *shared_name(const struct choices *choices) {
    return choices == &choices_rules       ? "rules"
           : choices == &choices_rules_set ? "rules_set"
           : choices == &choices_targets   ? "targets"
           : choices == &choices_commands  ? "commands"
                                           : NULL;
}

/* "*.slots", "*(.c|.h)"; null where all files fit. */
static struct value glob_of(struct mem *mem, const char *endings) {
    char *alternatives = mem_string(mem, endings);
    if (endings[0] == '\0' || strchr(endings, ' ') == NULL) {
        return endings[0] == '\0' ? value_null()
                                  : value_string(mem_concat(mem, "*", endings, NULL));
    }
    for (char *at = strchr(alternatives, ' '); at != NULL; at = strchr(at, ' ')) {
        *at = '|';
    }
    return value_string(mem_concat(mem, "*(", alternatives, ")", NULL));
}

/* What completes a value: words, a shared list of them, folders or files. */
static void put_completion(const struct script *script, struct value *object,
                           const struct placeholder *placeholder, const struct choices *choices) {
    struct mem *mem = script->page.mem;
    choices = choices == NULL && placeholder != NULL ? placeholder->choices : choices;
    const char *shared = shared_name(choices);
    if (shared != NULL) {
        put(script, object, "shared", value_string(shared));
    } else if (choices != NULL) {
        put(script, object, "words", words_of(script, choices));
        put(script, object, "are_lists", value_bool(choices->are_lists));
        put(script, object, "are_formats", value_bool(choices->have_files));
        put(script, object, "are_words", value_bool(!choices->are_lists && !choices->have_files));
    } else if (placeholder != NULL && placeholder->is_folder) {
        put(script, object, "is_folder", value_bool(true));
    } else if (placeholder != NULL) {
        struct value endings = value_list(mem);
        for (const char *at = placeholder->endings; *at != '\0'; at += strspn(at, " ")) {
            size_t length = strcspn(at, " ");
            value_append(mem, &endings, value_text(at, length));
            at += length;
        }
        put(script, object, "is_file", value_bool(true));
        put(script, object, "endings", endings);
        put(script, object, "glob", glob_of(mem, placeholder->endings));
    }
}

/* The commands that have the option. */
static struct value commands_of(const struct script *script, const struct option *option) {
    struct mem *mem = script->page.mem;
    struct value commands = value_list(mem);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        if ((option->commands & command_at(i)->bit) != 0) {
            struct value command = value_object(mem);
            put(script, &command, "command", value_string(command_at(i)->name));
            put(script, &command, "is_later", value_bool(commands.as.list->count > 0));
            value_append(mem, &commands, command);
        }
    }
    return commands;
}

/* "_gen_format": the first command that has the option, and its name. */
static const char *function_name(struct mem *mem, const struct option *option) {
    size_t first = 0;
    while ((option->commands & command_at(first)->bit) == 0) {
        first++;
    }
    char *name = mem_concat(mem, "_", command_at(first)->name, "_",
                            option->name + strspn(option->name, "-"), NULL);
    for (char *at = strchr(name, '-'); at != NULL; at = strchr(at, '-')) {
        *at = '_';
    }
    return name;
}

static struct value option_value(const struct script *script, const struct option *option) {
    struct mem *mem = script->page.mem;
    struct value object = value_object(mem);
    const char *help = option_help(mem, option, NULL);
    bool is_long = option->name[1] == '-';
    bool is_letter = !is_long && strlen(option->name) == 2;
    put(script, &object, "name", value_string(option->name));
    put(script, &object, "long", value_string(is_long ? option->name + 2 : NULL));
    put(script, &object, "letter", value_string(is_letter ? option->name + 1 : NULL));
    put(script, &object, "old", value_string(is_long || is_letter ? NULL : option->name + 1));
    put(script, &object, "value", value_string(option->value));
    put(script, &object, "help", quoted(script, help, ""));
    put(script, &object, "spec_help", quoted(script, help, "[]\\"));
    put(script, &object, "repeats", value_bool(option_repeats(option)));
    put(script, &object, "commands", commands_of(script, option));
    put(script, &object, "function", value_string(function_name(mem, option)));
    if (option->value != NULL) {
        put_completion(script, &object, placeholder_find(option->value, strlen(option->value)),
                       option->choices);
    }
    return object;
}

/* The first word of a usage that is neither a flag nor the value of one, without its brackets. */
static const char *operand_of(const char *usage, size_t *length) {
    static const char brackets[] = "[]\xe2 "; /* and the first byte of `…` */
    bool is_value = false;
    for (const char *at = usage; *at != '\0'; at += strcspn(at, " ")) {
        at += strspn(at, "[ ");
        *length = strcspn(at, brackets);
        if (*at != '-' && !is_value) {
            return at;
        }
        is_value = *at == '-';
    }
    *length = 0;
    return usage;
}

static struct value command_value(const struct script *script, const struct command *command) {
    struct mem *mem = script->page.mem;
    struct value object = value_object(mem);
    struct value options = value_list(mem);
    const struct option *option = NULL;
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++) {
        value_append(mem, &options, option_value(script, option));
    }
    size_t length = 0;
    const char *operand = operand_of(command->usage, &length);
    const struct placeholder *placeholder = placeholder_find(operand, length);
    put(script, &object, "command", value_string(command->name));
    put(script, &object, "summary", quoted(script, command->summary, ""));
    put(script, &object, "options", options);
    if (placeholder != NULL) {
        struct value value = value_object(mem);
        put(script, &value, "placeholder", value_text(operand, length));
        put_completion(script, &value, placeholder, NULL);
        put(script, &object, "operand", value);
    }
    return object;
}

static void put_lists(const struct script *script, struct value *value) {
    static const struct choices *const lists[] = {&choices_rules, &choices_rules_set,
                                                  &choices_targets, &choices_commands};
    struct value all = value_list(script->page.mem);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct value list = value_object(script->page.mem);
        put(script, &list, "list", value_string(shared_name(lists[i])));
        put(script, &list, "words", words_of(script, lists[i]));
        value_append(script->page.mem, &all, list);
    }
    put(script, value, "lists", all);
}

void completions_script(struct mem *mem, const char *shell, struct text *out) {
    struct script script = {page_new(mem), shells};
    while (strcmp(script.shell->name, shell) != 0) {
        script.shell++;
        assert(script.shell < shells + sizeof shells / sizeof *shells);
    }
    struct value value = value_object(mem);
    struct value commands = value_list(mem);
    struct value options = value_list(mem);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        value_append(mem, &commands, command_value(&script, command_at(i)));
    }
    for (size_t i = 0; option_at(i) != NULL; i++) {
        value_append(mem, &options, option_value(&script, option_at(i)));
    }
    put_lists(&script, &value);
    put(&script, &value, "commands", commands);
    put(&script, &value, "rows", options);
    page_fill(&script.page, script.shell->template, &value, out);
}
