#include "options.h"

#include <string.h>

#include "choices.h"
#include "mem.h"
#include "option.h"
#include "source.h"
#include "suggest.h"
#include "words.h"

#define MAX_RESPONSE_DEPTH 16

struct reader {
    struct mem *mem;
    struct options *options;
    struct paths words; /* response files put in */
    const char **error;
};

/* Response files within response files, MAX_RESPONSE_DEPTH of them at the most. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static bool add_word(struct reader *reader, const char *word, int depth) {
    if (word[0] != '@' || word[1] == '\0') {
        paths_add(reader->mem, &reader->words, word);
        return true;
    }
    struct source *source = NULL;
    const char *reason = "it is too large";
    if (depth > MAX_RESPONSE_DEPTH) {
        *reader->error = mem_format(reader->mem, "response files nest more than %d deep at `%s`",
                                    MAX_RESPONSE_DEPTH, word);
        return false;
    }
    if (source_read(reader->mem, word + 1, &source, &reason) != SOURCE_READ) {
        *reader->error =
            mem_format(reader->mem, "cannot read the response file `%s`: %s", word + 1, reason);
        return false;
    }
    struct paths inner = {0};
    words_split(reader->mem, source->bytes, source->length, &inner);
    for (size_t i = 0; i < inner.count; i++) {
        if (!add_word(reader, inner.items[i], depth + 1)) {
            return false;
        }
    }
    return true;
}

/* The row of that name: the command's own where it has one, since what an option takes may differ
 * between commands. */
static const struct option *find_option(const struct command *command, const char *word,
                                        size_t length) {
    const struct option *found = NULL;
    const struct option *option = NULL;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if (strlen(option->name) == length && strncmp(option->name, word, length) == 0) {
            bool is_own = command != NULL && (option->commands & command->bit) != 0;
            found = found == NULL || is_own ? option : found;
        }
    }
    return found;
}

void options_add_severity(struct mem *mem, struct options *options, struct severity_choice choice) {
    options->severities =
        mem_grow(mem, options->severities, options->severity_count, sizeof *options->severities);
    options->severities[options->severity_count++] = choice;
}

static void store(struct reader *reader, const struct option *option, const char *value) {
    struct options *options = reader->options;
    void *place = (char *)options + option->place;
    if (option->kind == OPTION_FLAG) {
        *(bool *)place = true;
    } else if (option->kind == OPTION_TEXT) {
        *(const char **)place = value;
    } else if (option->kind == OPTION_LIST) {
        paths_add(reader->mem, place, value);
    } else if (option->kind == OPTION_SET) {
        options_add_severity(reader->mem, options, (struct severity_choice){.set = value});
    } else {
        enum severity severity = (enum severity)(option->kind - OPTION_OFF);
        options_add_severity(reader->mem, options,
                             (struct severity_choice){.rule = value, .severity = severity});
    }
}

static bool unknown_option(struct reader *reader, const char *word, size_t length) {
    const char *name = mem_copy(reader->mem, word, length);
    const struct command *command = reader->options->command;
    struct suggestion suggestion = suggest_for(name);
    const struct option *option = NULL;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if (command == NULL || (option->commands & command->bit) != 0) {
            suggest_offer(&suggestion, option->name);
        }
    }
    *reader->error =
        suggestion.nearest == NULL
            ? mem_format(reader->mem, "unknown option `%s`; `slotc --help` lists them", name)
            : mem_format(reader->mem, "unknown option `%s`; did you mean `%s`?", name,
                         suggestion.nearest);
    return false;
}

/* The value that an option takes: the one in its word, or the next word. */
static bool read_value(struct reader *reader, const struct option *option, const char **value,
                       size_t *at) {
    const char *wrong = NULL;
    if (option->value == NULL) {
        wrong = *value == NULL ? NULL : "takes no value";
    } else if (*value == NULL && *at + 1 == reader->words.count) {
        wrong = "needs a value";
    } else {
        *value = *value == NULL ? reader->words.items[++*at] : *value;
        wrong = (*value)[0] == '\0' ? "has an empty value" : NULL;
    }
    if (wrong == NULL) {
        return true;
    }
    const char *form = option->value == NULL
                           ? ""
                           : mem_concat(reader->mem, ": ", option->name, " ", option->value, NULL);
    *reader->error = mem_format(reader->mem, "`%s` %s%s", option->name, wrong, form);
    return false;
}

/* The values of a closed set. */
static bool check_value(struct reader *reader, const struct option *option, const char *value) {
    bool is_closed = option->choices != NULL && option->choices->words != NULL;
    if (!is_closed || choices_have(option->choices, value)) {
        return true;
    }
    *reader->error = mem_format(reader->mem, "`%s` takes %s, not `%s`", option->name,
                                choices_words(reader->mem, option->choices), value);
    return false;
}

/* The option that a word is, with the value that is in the word: behind `=`, or behind the letter
 * (`-Idir`). NULL where there is none. */
static const struct option *match_option(const struct command *command, const char *word,
                                         const char **value) {
    const char *equals = strchr(word, '=');
    bool is_long = word[1] == '-';
    size_t length = is_long && equals != NULL ? (size_t)(equals - word) : strlen(word);
    const struct option *option = find_option(command, word, length);
    *value = is_long && equals != NULL ? equals + 1 : NULL;
    if (option == NULL && !is_long && strlen(word) > 2) {
        option = find_option(command, word, 2);
        *value = option != NULL && option->value != NULL ? word + 2 : NULL;
        option = *value == NULL ? NULL : option;
    }
    return option;
}

/* One option, with its value in its word or in the next. */
static bool read_option(struct reader *reader, size_t *at) {
    const char *word = reader->words.items[*at];
    const struct command *command = reader->options->command;
    const char *value = NULL;
    const struct option *option = match_option(command, word, &value);
    if (option == NULL) {
        bool has_value = word[1] == '-' && strchr(word, '=') != NULL;
        return unknown_option(reader, word, has_value ? strcspn(word, "=") : strlen(word));
    }
    if (!read_value(reader, option, &value, at)) {
        return false;
    }
    if (command != NULL && (option->commands & command->bit) == 0) {
        *reader->error =
            mem_format(reader->mem, "`slotc %s` has no option `%s`; `slotc help %s` lists its own",
                       command->name, option->name, command->name);
        return false;
    }
    if (!check_value(reader, option, value)) {
        return false;
    }
    store(reader, option, value);
    return true;
}

static bool unknown_command(struct reader *reader, const char *word) {
    struct suggestion suggestion = suggest_for(word);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        suggest_offer(&suggestion, command_at(i)->name);
    }
    *reader->error =
        suggestion.nearest == NULL
            ? mem_format(reader->mem, "unknown command `%s`; `slotc --help` lists them", word)
            : mem_format(reader->mem, "unknown command `%s`; did you mean `%s`?", word,
                         suggestion.nearest);
    return false;
}

static bool is_option(const char *word) {
    return word[0] == '-' && word[1] != '\0';
}

/* The index of the command among the words, since the options before it are its own, too; past the
 * last where none is named, or where an unknown option is, which is reported later. */
static size_t find_command(const struct reader *reader) {
    size_t at = 0;
    while (at < reader->words.count && is_option(reader->words.items[at])) {
        const char *value = NULL;
        const char *word = reader->words.items[at];
        bool is_end = strcmp(word, "--") == 0;
        const struct option *option = is_end ? NULL : match_option(NULL, word, &value);
        if (option == NULL && !is_end) {
            return reader->words.count;
        }
        at += option != NULL && option->value != NULL && value == NULL ? 2 : 1;
        if (is_end) {
            break;
        }
    }
    return at;
}

static void add_operand(struct reader *reader, const char *word) {
    struct options *options = reader->options;
    bool is_record =
        (options->command->traits & COMMAND_TAKES_RECORDS) != 0 && inputs_name_record(word);
    paths_add(reader->mem, is_record ? &options->records : &options->arguments, word);
}

static bool read_words(struct reader *reader) {
    bool options_ended = false;
    size_t command_at = find_command(reader);
    if (command_at < reader->words.count) {
        const char *word = reader->words.items[command_at];
        reader->options->command = command_find(word);
        if (reader->options->command == NULL) {
            return unknown_command(reader, word);
        }
    }
    for (size_t i = 0; i < reader->words.count; i++) {
        const char *word = reader->words.items[i];
        const struct command *command = reader->options->command;
        if (i == command_at) {
            continue;
        }
        if (options_ended && command != NULL && (command->traits & COMMAND_TAKES_FLAGS) != 0) {
            paths_add(reader->mem, &reader->options->flags, word);
        } else if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (options_ended || !is_option(word)) {
            add_operand(reader, word);
        } else if (!read_option(reader, &i)) {
            return false;
        }
    }
    return true;
}

bool options_parse(struct mem *mem, int count, char **arguments, struct options *options,
                   const char **error) {
    struct reader reader = {.mem = mem, .options = options, .error = error};
    for (int i = 1; i < count; i++) {
        if (!add_word(&reader, arguments[i], 0)) {
            return false;
        }
    }
    return read_words(&reader);
}
