/* slotc help: of one command or of all. */
#include <stdio.h>

#include "driver.h"
#include "options.h"
#include "suggest.h"

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
    const struct command *command = NULL;
    if (names->count > 0) {
        command = command_find(names->items[0]);
        if (command == NULL) {
            return refuse(names->items[0]);
        }
    }
    options_print_help(run->mem, stdout, command);
    return EXIT_FINE;
}
