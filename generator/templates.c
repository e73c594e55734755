#include "templates.h"

#include <string.h>

/* A file as embed.c writes it. */
struct embedded {
    const char *name;
    size_t length;
    const char *bytes;
};

static const struct embedded embedded[] = {
#include "templates.inc"
};

bool templates_find(void *context, const char *name, const char **bytes, size_t *length) {
    (void)context;
    for (size_t i = 0; i < sizeof embedded / sizeof *embedded; i++) {
        if (strcmp(embedded[i].name, name) == 0) {
            *bytes = embedded[i].bytes;
            *length = embedded[i].length;
            return true;
        }
    }
    return false;
}
