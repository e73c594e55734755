/* slotc lsp: a language server on standard input and output. */
#include "driver.h"
#include "lsp.h"
#include "options.h"

enum exit_status cmd_lsp(struct run *run) {
    if (run->options->arguments.count > 0) {
        return driver_fail("`slotc lsp` takes no schemas: the editor says which it has open");
    }
    return (enum exit_status)lsp_serve(run->options);
}
