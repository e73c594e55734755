/* slotc verify: what its parts tell one another. */
#ifndef SLOTC_CMD_VERIFY_H
#define SLOTC_CMD_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "changes.h"
#include "driver.h"
#include "load.h"
#include "verify.h"

struct map;
struct mem;
struct source;

/* What became of one file: a header, or all schemas together. */
struct verified {
    const char *path;
    const char *schema; /* of a header; NULL where none is found, or for schemas */
    const char *state; /* "fresh", "edited", "stale", "unknown" (no schema); NULL of schemas */
    const char *trouble; /* why it is not fresh, as a sentence; NULL where all is well */
    struct changes changes;
    struct differences differences;
    struct differences unchecked; /* see struct verification */
};

struct verify_run {
    struct run *run;
    bool is_json;
    struct mem *clang_mem; /* of what is below, which is found while the schemas are checked */
    const struct clang *clang; /* NULL: only the digests and the schema are compared */
    const char *missing; /* why there is no libclang */
    struct verify_targets targets;
    const char *target_error; /* of a target that is unknown */
    unsigned parts; /* that headers are expected to have */
    struct paths headers;
    struct paths schemas;
    struct run schema_run;
    enum exit_status schema_status;
    size_t schema_count; /* folders counted by what is in them */
    struct header *header_list;
    struct verified *files;
    size_t file_count;
    bool broken; /* some file could not be read: told already */
    struct map *seen; /* real paths of the headers */
};

/* The headers of a run, and by index: what can be said of one without libclang, which may be done
 * for several at once; then libclang's part, and all that is to be told, one after the other. */
struct header;
struct header *headers_new(struct verify_run *verify);
void header_examine(struct header *header_list, size_t index);
void header_finish(struct header *header_list, size_t index);
void headers_free(struct header *headers, size_t count);

/* The support header that slotc has by the name of that path's file. False where it has none. */
bool support_find(const char *path, const char **bytes, size_t *length);

/* Sets the state of a support header that was read, beside slotc's own. */
void support_compare(struct mem *mem, struct verified *verified, const struct source *source,
                     const char *own, size_t length);

/* Adds those support headers that a header's text includes, and that are not as slotc has them;
 * each one once in a run. */
void verify_supports(struct verify_run *verify, const struct paths *folders, const char *bytes,
                     size_t length);

/* Whether the run has not come to that file before, by this or by another path. */
bool verify_is_first(struct verify_run *verify, const char *path);

struct verified *verify_add(struct verify_run *verify, const char *path);

/* Whether all is well, and the report. */
bool verify_is_clean(const struct verify_run *verify);
void verify_print_text(const struct verify_run *verify);
void verify_print_json(const struct verify_run *verify);

#endif
