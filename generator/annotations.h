/* The annotations that there are, in words: for whoever writes one. */
#ifndef SLOTC_ANNOTATIONS_H
#define SLOTC_ANNOTATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* What one may stand on. */
enum annotation_target {
    ON_RECORD = 1,
    ON_FIELD = 2,
    ON_ENUM = 4,
    ON_ENUMERATOR = 8,
    ON_EXTERN = 16,
    ON_ANY = ON_RECORD | ON_FIELD | ON_ENUM | ON_ENUMERATOR,
};

struct annotation_words {
    const char *name; /* "max_size" */
    const char *where; /* "a record" */
    const char *takes; /* "a number of bytes", or NULL */
    const char *form; /* "@max_size(64)" */
    unsigned targets; /* of enum annotation_target */
};

/* Those of every annotation by index; false past the last. */
bool annotation_words_at(size_t index, struct annotation_words *words);

#endif
