#include "diagnostic_words.h"

#include <inttypes.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "diagnostic.h"
#include "map.h"
#include "mem.h"
#include "repository.h"
#include "text.h"
#include "utf8.h"

/* Of the text that a finding is about, for its fingerprint. */
#define MAX_SAMPLE 200

const char *finding_path(const struct diagnostics *diagnostics, const struct source *source) {
    if (diagnostics->repository == NULL) {
        return source->path;
    }
    return source->stored != NULL ? source->stored
                                  : repository_path(diagnostics->repository, source->path);
}

struct position finding_position(const struct source *source, uint32_t offset) {
    struct position position = source_position(source, offset);
    size_t length = 0;
    const char *line = source_line(source, position.line, &length);
    uint32_t column = 1;
    for (size_t at = 0; at + 1 < position.column && at < length; column++) {
        size_t step = utf8_length((const unsigned char *)line + at, length - at);
        at += step == 0 ? 1 : step;
    }
    return (struct position){position.line, column};
}

const char *finding_line(struct mem *mem, const struct diagnostic *diagnostic) {
    return diagnostic->help == NULL
               ? diagnostic->message
               : mem_concat(mem, diagnostic->message, "; ", diagnostic->help, NULL);
}

const char *finding_lines(const struct diagnostics *diagnostics,
                          const struct diagnostic *diagnostic) {
    struct text lines = {.mem = diagnostics->mem};
    text_add_string(&lines, diagnostic->message);
    for (const struct note *note = diagnostic->notes; note != NULL; note = note->next) {
        struct position place = source_position(note->span.source, note->span.start);
        text_format(&lines, "\nnote: %s:%" PRIu32 ": %s",
                    finding_path(diagnostics, note->span.source), place.line, note->message);
    }
    if (diagnostic->help != NULL) {
        text_format(&lines, "\nhelp: %s", diagnostic->help);
    }
    return text_string(&lines);
}

static void add_part(struct text *key, const char *part) {
    text_add_string(key, part == NULL ? "" : part);
    text_add(key, "", 1); /* so that parts do not run together */
}

/* What a finding is about: not where it stands, and not its message, whose figures change with what
 * stands elsewhere. */
static struct text key_of(const struct diagnostics *diagnostics,
                          const struct diagnostic *diagnostic) {
    struct text key = {.mem = diagnostics->mem};
    struct span span = diagnostic->span;
    size_t length = span.end - span.start;
    add_part(&key, finding_path(diagnostics, span.source));
    add_part(&key, diagnostic->rule->name);
    add_part(&key, diagnostic->record);
    add_part(&key, diagnostic->field);
    text_add(&key, span.source->bytes + span.start, length < MAX_SAMPLE ? length : MAX_SAMPLE);
    return key;
}

const char *const *finding_fingerprints(const struct diagnostics *diagnostics) {
    struct mem *mem = diagnostics->mem;
    const char **fingerprints = mem_alloc(mem, (diagnostics->count + 1) * sizeof *fingerprints);
    struct map *counts = map_new(mem); /* size_t * of each key */
    for (size_t i = 0; i < diagnostics->count; i++) {
        struct text key = key_of(diagnostics, diagnostics->items[i]);
        void **place = map_place(counts, key.bytes, key.length);
        *place = *place == NULL ? mem_alloc(mem, sizeof(size_t)) : *place;
        size_t before = (*(size_t *)*place)++;
        if (before > 0) {
            text_format(&key, "%zu", before);
        }
        XXH128_hash_t hash = XXH3_128bits(key.bytes, key.length);
        fingerprints[i] = mem_format(mem, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64,
                                     (uint64_t)hash.low64);
    }
    return fingerprints;
}
