/* Why a name may not be one in the generated C: a word of C, of the run time, of the generated code
 * itself. Each gives the reason for a message, or NULL where the name is good. */
#ifndef SLOTC_C_NAME_H
#define SLOTC_C_NAME_H

#include <stdbool.h>

/* Whatever it stands for: it belongs to the compiler. */
const char *c_name_no_identifier(const char *name);

/* The same, or C, C++ or their headers have the word. */
const char *c_name_no_word(const char *name);

/* Of a struct's member. */
const char *c_name_no_member(const char *name);

/* Of what stands beside the functions and types of the C library, and of parameters. */
const char *c_name_no_global(const char *name);

bool c_name_belongs_to_run_time(const char *name);

#endif
