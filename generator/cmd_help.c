/* slotc help: of one command or of all, as text, as a man page, or as a shell's completions. */
#include <stdio.h>
#include <string.h>

#include "completions.h"
#include "driver.h"
#include "manual.h"
#include "mem.h"
#include "options.h"
#include "suggest.h"
#include "text.h"

static enum exit_status refuse(const char *name) {
    struct suggestion suggestion = suggest_for(name);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        suggest_offer(&suggestion, command_at(i)->name);
    }
    return suggestion.nearest == NULL
               ? driver_fail("unknown command `%s`; `slotc --help` lists them", name)
               : driver_fail("unknown command `%s`; did you mean `%s`?", name, suggestion.nearest);
}

enum exit_status cmd_help(struct run *run) {
    const struct paths *names = &run->options->arguments;
    const char *format = run->options->format == NULL ? "text" : run->options->format;
    const struct command *command = NULL;
    if (names->count > 0) {
        command = command_find(names->items[0]);
        if (command == NULL) {
            return refuse(names->items[0]);
        }
    }
    struct text text = {.mem = run->mem};
    if (strcmp(format, "text") == 0) {
        options_print_help(run->mem, stdout, command);
        return EXIT_FINE;
    }
    if (strcmp(format, "mdoc") == 0) {
        manual_page(run->mem, command, &text);
    } else if (command == NULL) {
        completions_script(run->mem, format, &text);
    } else {
        return driver_fail("the completions of `%s` are one script for all commands; usage: slotc "
                           "help --format %s",
                           format, format);
    }
    return fwrite(text_string(&text), 1, text.length, stdout) == text.length
               ? EXIT_FINE
               : driver_fail("cannot write to standard output");
}
