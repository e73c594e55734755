#include "layout_target.h"

#include <stddef.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/* Processors as triples have them; a name that ends in `*` stands for all that begin so. The first
 * that fits counts. */
static const struct {
    const char *name;
    enum width width;
} processors[] = {
    {"x86_64", WIDTH_64},   {"amd64", WIDTH_64},       {"aarch64_32", WIDTH_32},
    {"arm64_32", WIDTH_32}, {"aarch64*", WIDTH_64},    {"arm64*", WIDTH_64},
    {"riscv64*", WIDTH_64}, {"powerpc64*", WIDTH_64},  {"ppc64*", WIDTH_64},
    {"mips64*", WIDTH_64},  {"s390x", WIDTH_64},       {"sparc64", WIDTH_64},
    {"sparcv9", WIDTH_64},  {"loongarch64", WIDTH_64}, {"alpha*", WIDTH_64},
    {"ia64", WIDTH_64},     {"wasm64", WIDTH_64},      {"bpf*", WIDTH_64},
    {"hppa64", WIDTH_64},   {"i386", WIDTH_32},        {"i486", WIDTH_32},
    {"i586", WIDTH_32},     {"i686", WIDTH_32},        {"x86", WIDTH_32},
    {"arm*", WIDTH_32},     {"thumb*", WIDTH_32},      {"riscv32*", WIDTH_32},
    {"powerpc*", WIDTH_32}, {"ppc*", WIDTH_32},        {"mips*", WIDTH_32},
    {"sparc*", WIDTH_32},   {"loongarch32", WIDTH_32}, {"wasm32", WIDTH_32},
    {"m68k", WIDTH_32},     {"hppa*", WIDTH_32},       {"hexagon", WIDTH_32},
    {"xtensa", WIDTH_32},   {"csky", WIDTH_32},        {"sh4*", WIDTH_32},
};

/* Environments in which pointers have 32 bits on a processor of 64. */
static const char *const narrow[] = {"gnux32", "muslx32", "gnu_ilp32", "gnuabin32", "muslabin32"};

static bool fits(const char *name, const char *processor, size_t length) {
    size_t known = strlen(name);
    bool is_start = name[known - 1] == '*';
    known -= is_start;
    return strncmp(name, processor, known) == 0 ? (is_start ? length >= known : length == known)
                                                : false;
}

static bool is_narrow(const char *triple) {
    const char *last = strrchr(triple, '-');
    for (size_t i = 0; last != NULL && i < sizeof narrow / sizeof *narrow; i++) {
        if (strcmp(last + 1, narrow[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool layout_target_width(const char *triple, enum width *width) {
    size_t length = strcspn(triple, "-");
    for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
        if (fits(processors[i].name, triple, length)) {
            *width = is_narrow(triple) ? WIDTH_32 : processors[i].width;
            return true;
        }
    }
    return false;
}

const char *layout_target_names(struct mem *mem) {
    struct text names = {.mem = mem};
    for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
        const char *name = processors[i].name;
        text_format(&names, "%s%.*s", i == 0 ? "" : ", ", (int)strcspn(name, "*"), name);
    }
    return text_string(&names);
}
