/* slotc model: the resolved schemas as JSON, the values that templates see. */
#include "driver.h"
#include "model.h"
#include "model_json.h"
#include "options.h"

enum exit_status cmd_model(struct run *run) {
    if (run->options->arguments.count == 0) {
        return driver_fail("no schema given; usage: slotc model FILES…");
    }
    enum exit_status status = driver_check_or_print(run);
    if (status != EXIT_FINE) {
        return status;
    }
    const struct model *model =
        model_new(run->mem, run->program, run->chains, run->layouts, PARTS_DEFAULT);
    const struct model_json json = {.model = model};
    model_json_print(&json);
    return EXIT_FINE;
}
