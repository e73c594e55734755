/* Fills the templates: the text of one output file, record by record, into a sink.
 *
 * Nothing but one record's model and text is in memory at a time. */
#ifndef SLOTC_RENDER_H
#define SLOTC_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "digest.h"
#include "plan.h"

struct mem;
struct model;
struct template_set;

/* Takes the text as it comes. False ends the rendering; the sink knows why. */
typedef bool render_sink(void *context, const char *bytes, size_t length);

struct renderer;

struct renderer *renderer_new(struct mem *mem, const struct model *model);

/* A header's digests, for the caller to put into their places: they are zeros while it is rendered.
 * The places are 0 in other files. */
struct render_digests {
    struct digest_places places;
    char schema[DIGEST_LENGTH + 1];
    char text[DIGEST_LENGTH + 1];
};

/* Renders one file of a plan. False where the sink refused. */
bool render_artifact(struct renderer *renderer, const struct plan *plan,
                     const struct artifact *artifact, render_sink *sink, void *context,
                     struct render_digests *digests);

/* The structs of every record of the program, and nothing else: for libclang to lay out. */
bool render_structs(struct renderer *renderer, render_sink *sink, void *context);

void renderer_free(struct renderer *renderer);

#endif
