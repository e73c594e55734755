/* slotc verify: what its parts tell one another. */
#ifndef SLOTC_CMD_VERIFY_H
#define SLOTC_CMD_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "changes.h"
#include "driver.h"
#include "load.h"
#include "verify.h"

/* What became of one file: a header, or all schemas together. */
struct verified {
    const char *path;
    const char *schema; /* of a header; NULL where none is found, or for schemas */
    const char *state; /* "fresh", "edited", "stale", "unknown" (no schema); NULL of schemas */
    const char *trouble; /* why it is not fresh, as a sentence; NULL where all is well */
    struct changes changes;
    struct differences differences;
};

struct verify_run {
    struct run *run;
    const struct clang *clang; /* NULL: only the digests and the schema are compared */
    const char *missing; /* why there is no libclang */
    struct verify_targets targets;
    unsigned parts; /* that headers are expected to have */
    struct paths headers;
    struct paths schemas;
    size_t schema_count; /* folders counted by what is in them */
    struct verified *files;
    size_t file_count;
    bool broken; /* some file could not be read: told already */
};

/* Compares one header with its schema and with libclang. */
void verify_header(struct verify_run *verify, const char *path);

/* Compares the schemas' own layouts with libclang. False where they are wrong: told already. */
enum exit_status verify_schemas(struct verify_run *verify);

struct verified *verify_add(struct verify_run *verify, const char *path);

/* Whether all is well, and the report. */
bool verify_is_clean(const struct verify_run *verify);
void verify_print_text(const struct verify_run *verify);
void verify_print_json(const struct verify_run *verify);

#endif
