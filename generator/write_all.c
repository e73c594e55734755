#include "write_all.h"

#include "driver.h"
#include "interrupt.h"
#include "mem.h"
#include "output.h"
#include "text.h"

static void discard(void *output) {
    output_discard(output);
}

static bool write_one(struct output *output, const struct whole *whole) {
    struct output_file *file = output_open(output, whole->path);
    return file != NULL && output_write(file, text_string(whole->text), whole->text->length);
}

enum exit_status write_all(struct mem *mem, const struct whole *files, size_t count) {
    sigset_t before;
    interrupt_hold(&before);
    struct output *output = output_new(mem);
    mem_before_exhaustion(mem, discard, output);
    bool good = true;
    for (size_t i = 0; i < count && good && !interrupt_waits(); i++) {
        good = write_one(output, &files[i]);
    }
    good = good && !interrupt_waits() && output_commit(output);
    enum exit_status status =
        good || interrupt_waits() ? EXIT_FINE : driver_fail("%s", output_error(output));
    output_discard(output);
    mem_before_exhaustion(mem, NULL, NULL);
    interrupt_release(&before);
    return status;
}
