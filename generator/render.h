/* Fills the templates: the text of one output file, record by record, into a sink.
 *
 * Nothing but one record's model and text is in memory at a time. */
#ifndef SLOTC_RENDER_H
#define SLOTC_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "plan.h"

struct mem;
struct model;
struct template_set;

/* Takes the text as it comes. False ends the rendering; the sink knows why. */
typedef bool render_sink(void *context, const char *bytes, size_t length);

struct renderer;

struct renderer *renderer_new(struct mem *mem, const struct model *model);

/* The bytes of the digest in a header: they are zeros while it is rendered. */
struct render_digest {
    size_t offset;
    char text[17];
};

/* Renders one file of a plan. False where the sink refused. A header's digest is of all its bytes
 * (with zeros in its own place), for the caller to put there; its offset is 0 where there is none.
 */
bool render_artifact(struct renderer *renderer, const struct plan *plan,
                     const struct artifact *artifact, render_sink *sink, void *context,
                     struct render_digest *digest);

void renderer_free(struct renderer *renderer);

#endif
