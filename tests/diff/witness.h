/* What a witness is made of. witness.c of a case has three functions, and compiles against the
 * header of the old schema; where the change breaks C code, against that of the new one with NEW
 * alone.
 *
 *     static void fill(Thing *thing, int i)
 *     static bool is_right(const Thing *thing, int i, bool stored)
 *     static bool works_by_name(void)
 *
 * The first makes the i-th of two, the second says whether it is that, the third whether what it
 * asks for by name is there. What is stored has been written to a file and read again; otherwise it
 * is still in the memory of the program that made it. */
#ifndef WITNESS_H
#define WITNESS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "schema.slots.h"

#endif
