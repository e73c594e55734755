#include <string.h>

#include "clang_targets.h"
#include "load.h"
#include "mem.h"
#include "verify.h"

static bool add(struct mem *mem, const struct clang *clang, const char *name,
                struct verify_targets *targets, const char **error) {
    struct verify_target target = {.name = name, .group = targets->count};
    target.abi = clang_abi(mem, clang, name, error);
    if (target.abi == NULL) {
        return false;
    }
    if (target.abi->width == WIDTH_COUNT) {
        *error = mem_format(mem, "`%s` has pointers of neither 32 nor 64 bits: slotc lays out none",
                            name);
        return false;
    }
    for (size_t i = 0; i < targets->count; i++) {
        if (strcmp(targets->items[i].abi->key, target.abi->key) == 0) {
            target.group = targets->items[i].group;
            break;
        }
    }
    targets->group_count += target.group == targets->count;
    targets->items = mem_grow(mem, targets->items, targets->count, sizeof target);
    targets->items[targets->count++] = target;
    return true;
}

static bool is_named_before(const struct paths *names, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(names->items[i], names->items[index]) == 0) {
            return true;
        }
    }
    return false;
}

bool verify_targets_find(struct mem *mem, const struct clang *clang, const struct paths *names,
                         struct verify_targets *targets, const char **error) {
    *targets = (struct verify_targets){0};
    for (size_t i = 0; i < names->count; i++) {
        if (!is_named_before(names, i) && !add(mem, clang, names->items[i], targets, error)) {
            return false;
        }
    }
    for (size_t i = 0; names->count == 0 && clang_target_at(i) != NULL; i++) {
        if (!add(mem, clang, clang_target_at(i), targets, error)) {
            return false;
        }
    }
    return true;
}
