/* The two digests in the head of a generated header: of the schema's meaning, and of all the
 * header's other bytes. So a header that is not what its schema makes says itself why. */
#ifndef SLOTC_DIGEST_H
#define SLOTC_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "value.h"

struct mem;

/* What stands in a digest's place until it is known. */
#define DIGEST_ZEROS "0000000000000000"
#define DIGEST_LENGTH 16

/* Where the digests stand in a header. */
struct digest_places {
    size_t schema;
    size_t text;
};

/* False where the bytes are no head of a generated header. */
bool digest_find(const char *bytes, size_t length, struct digest_places *places);

/* A digest that is being computed; lives as long as mem. */
struct digest;

struct digest *digest_new(struct mem *mem);
void digest_start(struct digest *digest);
void digest_add(struct digest *digest, const char *bytes, size_t length);

/* Adds what a value means, whatever the line that it was written on. */
void digest_add_value(struct digest *digest, const struct value *value);

/* 16 hexadecimal digits and a NUL. */
void digest_end(const struct digest *digest, char text[DIGEST_LENGTH + 1]);

/* Whether a header's bytes fit its digest: nobody has edited it. */
bool digest_fits(struct mem *mem, const char *bytes, size_t length);

/* Why a header on disk is not the one that is wanted. */
enum drift {
    DRIFT_EDITED, /* its own bytes don't fit its digest: somebody edited it */
    DRIFT_SCHEMA, /* it was made from another schema: that has moved on */
    DRIFT_OPTIONS, /* from the same one, by other options or another slotc */
};

enum drift digest_drift(struct mem *mem, const char *present, size_t length, const char *wanted);

#endif
