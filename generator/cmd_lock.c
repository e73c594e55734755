/* slotc lock: writes down what is fixed about the layouts of schemas, for `slotc diff`. */
#include <string.h>

#include "driver.h"
#include "interrupt.h"
#include "lock.h"
#include "mem.h"
#include "output.h"
#include "text.h"

static void discard(void *output) {
    output_discard(output);
}

static enum exit_status write_file(struct mem *mem, const char *path, const struct text *text) {
    sigset_t before;
    interrupt_hold(&before);
    struct output *output = output_new(mem);
    mem_before_exhaustion(mem, discard, output);
    struct output_file *file = output_open(output, path);
    bool good = file != NULL && output_write(file, text_string(text), text->length) &&
                !interrupt_waits() && output_commit(output);
    enum exit_status status =
        good || interrupt_waits() ? EXIT_FINE : driver_fail("%s", output_error(output));
    output_discard(output);
    mem_before_exhaustion(mem, NULL, NULL);
    interrupt_release(&before);
    return status;
}

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
        return write_file(run->mem, path, &text);
    }
    return fwrite(text_string(&text), 1, text.length, stdout) == text.length
               ? EXIT_FINE
               : driver_fail("cannot write to standard output");
}
