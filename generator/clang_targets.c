#include "clang_targets.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "clang_parse.h"
#include "clang_records.h"
#include "map.h"
#include "mem.h"
#include "templates.h"
#include "text.h"

static const char *const targets[] = {
    "x86_64-linux-gnu",    "aarch64-linux-gnu",     "armv7-linux-gnueabihf",  "i386-linux-gnu",
    "riscv64-linux-gnu",   "powerpc64le-linux-gnu", "s390x-linux-gnu",        "mips-linux-gnu",
    "x86_64-windows-msvc", "x86_64-windows-gnu",    "wasm32-unknown-unknown", "arm-none-eabi",
};

const char *clang_target_at(size_t index) {
    return index < sizeof targets / sizeof *targets ? targets[index] : NULL;
}

/* Sizes, alignments and offsets of the whole probe, one behind the other. */
static const char *key_of(struct mem *mem, const struct clang_records *records) {
    struct text text = {.mem = mem};
    for (size_t i = 0; i < records->count; i++) {
        const struct clang_record *record = &records->items[i];
        text_format(&text, "%s:%" PRIu64 ":%" PRIu32, record->name, record->size, record->align);
        for (size_t k = 0; k < record->field_count; k++) {
            text_format(&text, ",%s:%" PRIu64, record->fields[k].name, record->fields[k].offset);
        }
        text_add_string(&text, ";");
    }
    return text_string(&text);
}

enum width clang_width(const struct clang_unit *unit) {
    CXTargetInfo info = unit->clang->getTranslationUnitTargetInfo(unit->handle);
    int bits = unit->clang->TargetInfo_getPointerWidth(info);
    unit->clang->TargetInfo_dispose(info);
    return bits == 64 ? WIDTH_64 : bits == 32 ? WIDTH_32 : WIDTH_COUNT;
}

const char *clang_machine(struct mem *mem, const struct clang_unit *unit) {
    const struct clang *clang = unit->clang;
    CXTargetInfo info = clang->getTranslationUnitTargetInfo(unit->handle);
    const char *triple = clang_text(mem, clang, clang->TargetInfo_getTriple(info));
    clang->TargetInfo_dispose(info);
    size_t length = strcspn(triple, "-");
    const char *vendor = triple + length + (triple[length] == '-');
    return mem_concat(mem, mem_copy(mem, triple, length), " ", vendor + strcspn(vendor, "-"), NULL);
}

const struct clang_abi *clang_abi(struct mem *mem, const struct clang *clang, const char *target,
                                  const char **error) {
    struct clang_request request = {
        .target = target, .main = {.path = "abi_probe.h"}, .freestanding = true};
    bool found = templates_find(NULL, request.main.path, &request.main.bytes, &request.main.length);
    assert(found);
    (void)found;
    struct clang_unit unit;
    if (!clang_parse(mem, clang, &request, &unit, error)) {
        return NULL;
    }
    struct clang_records records = clang_records(mem, &unit, true);
    struct clang_abi *abi = mem_alloc(mem, sizeof *abi);
    *abi = (struct clang_abi){.key = key_of(mem, &records),
                              .machine = clang_machine(mem, &unit),
                              .width = clang_width(&unit)};
    clang_unit_free(&unit);
    return abi;
}
