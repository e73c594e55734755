/* slotc lock: writes down what is fixed about the layouts of schemas, for `slotc diff`. */
#include <string.h>

#include "driver.h"
#include "lock.h"
#include "mem.h"
#include "text.h"
#include "write_all.h"

enum exit_status cmd_lock(struct run *run) {
    const struct options *options = run->options;
    const char *path = options->out == NULL ? "slots.lock" : options->out;
    if (options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc lock FILES…");
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    struct text text = {.mem = run->mem};
    lock_write(&text, lock_of_program(run->mem, run->program, run->layouts));
    if (strcmp(path, "-") != 0) {
        struct paths sources = driver_sources(run);
        return driver_spares(path, &sources) ? write_all(run->mem, &(struct whole){path, &text}, 1)
                                             : EXIT_BROKEN;
    }
    return fwrite(text_string(&text), 1, text.length, stdout) == text.length
               ? EXIT_FINE
               : driver_fail("cannot write to standard output");
}
