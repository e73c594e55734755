/* Names to what they mean: gives every use of a name its declaration, every enumerator its
 * number, every field its type, and puts the records in order, bases first.
 *
 * The last stage that writes into the tree, but for the sizes of extern types (clang_externs.h). */
#ifndef SLOTC_RESOLVE_H
#define SLOTC_RESOLVE_H

#include "ast.h"

struct diagnostics;
struct mem;

#define MAX_CHAIN 64
#define MAX_NESTING 64

void resolve(struct mem *mem, struct program *program, struct diagnostics *diagnostics);

#endif
