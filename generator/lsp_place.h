/* Where a field lies, in words. */
#ifndef SLOTC_LSP_PLACE_H
#define SLOTC_LSP_PLACE_H

struct field;
struct layouts;
struct mem;

/* "offset 8, 4 bytes", "offset 12, bits 3 to 5", and where 32-bit pointers make a difference,
 * "offset 8, 8 bytes (32-bit: offset 4, 4 bytes)". */
const char *lsp_place_words(struct mem *mem, const struct layouts *layouts,
                            const struct field *field);

#endif
