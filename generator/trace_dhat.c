#include "trace_dhat.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "map.h"
#include "mem.h"
#include "shown.h"
#include "text.h"
#include "trace.h"

/* A snapshot has no times. The time before it counts as one million units: a live block has lived
 * for all of that, and one that was freed for nothing of it; so the average lifetime is the share
 * of the blocks that are live. */
#define RUN 1000000

/* The frames, which stacks name by their index. */
struct frames {
    struct mem *mem;
    json_t *names;
    struct map *types; /* name of a class → its index in an array of one */
    size_t line; /* of the place seen last */
    const slots_trace_row *last; /* with that place, or NULL */
};

static size_t add_frame(struct frames *frames, const char *name) {
    json_array_append_new(frames->names, json_string(shown(frames->mem, name, SHOWN_UNICODE)));
    return json_array_size(frames->names) - 1;
}

static size_t type_frame(struct frames *frames, const char *type) {
    const char *name = trace_class(type);
    size_t **place = (size_t **)map_place(frames->types, name, strlen(name));
    if (*place == NULL) {
        *place = mem_alloc(frames->mem, sizeof **place);
        **place = add_frame(frames, name);
    }
    return **place;
}

/* Rows of one place follow one another. */
static size_t line_frame(struct frames *frames, const slots_trace_row *row) {
    if (frames->last == NULL || frames->last->line != row->line ||
        strcmp(frames->last->file, row->file) != 0) {
        frames->line =
            add_frame(frames, mem_format(frames->mem, "%s:%" PRIu32, row->file, row->line));
        frames->last = row;
    }
    return frames->line;
}

/* How long all the live blocks have lived together. */
static json_t *lifetimes(uint64_t count) {
    return json_integer(count > INT64_MAX / RUN ? INT64_MAX : (json_int_t)count * RUN);
}

static json_t *point(struct frames *frames, const slots_trace_row *row) {
    const json_int_t size = (json_int_t)row->size;
    const json_int_t count = (json_int_t)row->count;
    json_t *object = json_object();
    json_object_set_new(object, "tb", json_integer((json_int_t)row->total_size));
    json_object_set_new(object, "tbk", json_integer((json_int_t)row->total_count));
    json_object_set_new(object, "tl", lifetimes(row->count));
    /* The most that a place has held is not known: the snapshot stands for it, too. */
    static const char *const times[][2] = {{"mb", "mbk"}, {"gb", "gbk"}, {"eb", "ebk"}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        json_object_set_new(object, times[i][0], json_integer(size));
        json_object_set_new(object, times[i][1], json_integer(count));
    }
    const size_t type = type_frame(frames, row->type);
    const size_t line = line_frame(frames, row);
    json_object_set_new(object, "fs", json_pack("[I, I]", (json_int_t)type, (json_int_t)line));
    return object;
}

/* Appends a value and frees it; without its last byte where more is to follow. */
static void add(struct text *text, json_t *value, bool is_open) {
    char *bytes = json_dumps(value, JSON_COMPACT);
    text_add(text, bytes, strlen(bytes) - (is_open ? 1 : 0));
    free(bytes);
    json_decref(value);
}

/* A point a line, and none of them kept: there may be many. */
void trace_dhat(struct text *text, const struct trace *trace) {
    struct mem *mem = text->mem;
    struct frames frames = {.mem = mem, .names = json_array(), .types = map_new(mem)};
    (void)add_frame(&frames, "[root]");
    add(text,
        json_pack("{s:i, s:s, s:s, s:b, s:b, s:s, s:s, s:i, s:s, s:i, s:i, s:i}", "dhatFileVersion",
                  2, "mode", "heap", "verb", "Allocated", "bklt", 1, "bkacc", 0, "tu", "ppm", "Mtu",
                  "run", "tuth", 0, "cmd", shown(mem, trace->path, SHOWN_UNICODE), "pid", 0, "te",
                  RUN, "tg", RUN),
        true);
    text_add_string(text, ",\n\"pps\":[");
    for (size_t i = 0; i < trace->snapshot->count; i++) {
        text_add_string(text, i == 0 ? "\n" : ",\n");
        add(text, point(&frames, &trace->snapshot->rows[i]), false);
    }
    text_add_string(text, "\n],\n\"ftbl\":");
    add(text, frames.names, false);
    text_add_string(text, "}\n");
}
