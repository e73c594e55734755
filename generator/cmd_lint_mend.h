/* slotc lint --fix, --add-allows and --diff. */
#ifndef SLOTC_CMD_LINT_MEND_H
#define SLOTC_CMD_LINT_MEND_H

#include "options.h"

struct findings_wish;
struct run;

/* Changes the schemas, or prints what it would change; then prints what is still found. */
enum exit_status cmd_lint_mend(struct run *run, struct findings_wish *wish);

#endif
