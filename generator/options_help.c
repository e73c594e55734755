#include "options.h"

#include <string.h>

#include "choices.h"
#include "mem.h"
#include "option.h"

const char *option_help(struct mem *mem, const struct option *option, const char *quote) {
    static const char mark[] = "{values}";
    const char *at = option->choices == NULL ? NULL : strstr(option->help, mark);
    if (at == NULL) {
        return option->help;
    }
    return mem_concat(mem, mem_copy(mem, option->help, (size_t)(at - option->help)),
                      quote == NULL ? option->value : choices_list(mem, option->choices, quote),
                      at + sizeof mark - 1, NULL);
}

static void print_options(struct mem *mem, FILE *to, const struct command *command) {
    const struct option *option = NULL;
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++) {
        const char *value = option->value == NULL ? "" : option->value;
        int width = 20 - (int)strlen(option->name);
        fprintf(to, "  %s %-*s %s\n", option->name, width, value, option_help(mem, option, ""));
    }
}

void options_print_help(struct mem *mem, FILE *to, const struct command *command) {
    if (command != NULL) {
        fprintf(to, "usage: slotc %s %s\n\n%s.\n\noptions:\n", command->name, command->usage,
                command->summary);
        print_options(mem, to, command);
        return;
    }
    fputs(
        "usage: slotc COMMAND [OPTIONS] [FILES…]\n\n"
        "slotc generates C headers for slotted records from *.slots schemas, and refuses a chain\n"
        "of records in which one forgets its slots.\n\ncommands:\n",
        to);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        fprintf(to, "  %-10s %s\n", command_at(i)->name, command_at(i)->summary);
    }
    fputs("\nFILES are schemas, folders (every *.slots below them) or `-` for standard input; "
          "`@FILE` reads\n"
          "arguments from a file. `slotc help COMMAND` prints a command's options.\n\n"
          "exit status: 0 fine; 1 the input fell short; 2 wrong usage, or the machine failed\n",
          to);
}
