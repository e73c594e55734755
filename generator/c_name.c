#include "c_name.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "reserved.h"

/* `pad_0` and the like: a stem and nothing but digits behind it. */
static bool is_numbered(const char *name, const char *stem) {
    size_t length = strlen(stem);
    return strncmp(name, stem, length) == 0 && name[length] != '\0' &&
           strspn(name + length, "0123456789") == strlen(name + length);
}

static bool is_member_of_ours(const char *name) {
    return strcmp(name, "base") == 0 || strcmp(name, "ext") == 0 || strcmp(name, "tail") == 0 ||
           is_numbered(name, "pad_") || is_numbered(name, "bits_") || is_numbered(name, "present_");
}

static bool is_parameter_of_ours(const char *name) {
    static const char *const parameters[] = {"self",   "value",  "out",      "name",   "names",
                                             "length", "index",  "capacity", "from",   "to",
                                             "a",      "b",      "i",        "buffer", "size",
                                             "text",   "status", "item",     "items",  "number"};
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        if (strcmp(name, parameters[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool c_name_belongs_to_run_time(const char *name) {
    return strncmp(name, "slots_", 6) == 0 || strncmp(name, "SLOTS_", 6) == 0 ||
           strncmp(name, "slotc_", 6) == 0 || strncmp(name, "SLOTC_", 6) == 0;
}

const char *c_name_no_identifier(const char *name) {
    if (strstr(name, "__") != NULL) {
        return "names with `__` belong to the compiler";
    }
    return name[0] == '_' && isupper((unsigned char)name[1])
               ? "names that begin with `_` and a capital belong to the compiler"
               : NULL;
}

const char *c_name_no_word(const char *name) {
    const char *why = c_name_no_identifier(name);
    return why == NULL && reserved_word(name) ? "C or C++, or one of their headers, has that word"
                                              : why;
}

/* A word, or one of the run time's. */
static const char *why_not_ours(const char *name) {
    const char *why = c_name_no_word(name);
    return why == NULL && c_name_belongs_to_run_time(name) ? "the run time's own names begin so"
                                                           : why;
}

const char *c_name_no_member(const char *name) {
    const char *why = why_not_ours(name);
    return why == NULL && is_member_of_ours(name) ? "the generated struct has a member of that name"
                                                  : why;
}

const char *c_name_no_global(const char *name) {
    const char *why = why_not_ours(name);
    if (why == NULL && reserved_global(name)) {
        why = "the C library, or the program's start, has a global of that name";
    }
    if (why == NULL && is_parameter_of_ours(name)) {
        why = "parameters of the generated functions are called so";
    }
    return why;
}
