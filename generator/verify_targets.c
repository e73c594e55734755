#include <string.h>

#include "clang_targets.h"
#include "load.h"
#include "mem.h"
#include "parallel.h"
#include "verify.h"

/* The probes of all targets, several at a time. */
struct probes {
    struct mem *mem;
    const struct clang *clang;
    struct verify_targets *targets;
    struct mem **arenas; /* one for each */
    const char **errors;
};

static void probe(void *context, size_t index) {
    const struct probes *probes = context;
    struct verify_target *target = &probes->targets->items[index];
    target->abi =
        clang_abi(probes->arenas[index], probes->clang, target->name, &probes->errors[index]);
}

/* What is kept of a probe moves to the run's own arena. */
static void keep(struct mem *mem, struct verify_target *target) {
    struct clang_abi *abi = mem_alloc(mem, sizeof *abi);
    *abi = (struct clang_abi){mem_string(mem, target->abi->key),
                              mem_string(mem, target->abi->machine), target->abi->width};
    target->abi = abi;
}

static void probe_all(struct probes *probes) {
    size_t count = probes->targets->count;
    probes->arenas = mem_alloc(probes->mem, count * sizeof(struct mem *));
    probes->errors = mem_alloc(probes->mem, count * sizeof(const char *));
    for (size_t i = 0; i < count; i++) {
        probes->arenas[i] = mem_child(probes->mem);
    }
    parallel_run(count, probe, probes);
    for (size_t i = 0; i < count; i++) {
        if (probes->targets->items[i].abi != NULL) {
            keep(probes->mem, &probes->targets->items[i]);
        } else {
            probes->errors[i] = mem_string(probes->mem, probes->errors[i]);
        }
        mem_free(probes->arenas[i]);
    }
}

static void add(struct mem *mem, struct verify_targets *targets, const char *name) {
    targets->items = mem_grow(mem, targets->items, targets->count, sizeof *targets->items);
    targets->items[targets->count++] = (struct verify_target){.name = name};
}

static void group(struct verify_targets *targets) {
    for (size_t i = 0; i < targets->count; i++) {
        size_t like = 0;
        while (strcmp(targets->items[like].abi->key, targets->items[i].abi->key) != 0) {
            like++;
        }
        targets->items[i].group = like;
        targets->group_count += like == i;
    }
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
    *targets = (struct verify_targets){.are_named = names->count > 0};
    for (size_t i = 0; i < names->count; i++) {
        if (!is_named_before(names, i)) {
            add(mem, targets, names->items[i]);
        }
    }
    for (size_t i = 0; names->count == 0 && clang_target_at(i) != NULL; i++) {
        add(mem, targets, clang_target_at(i));
    }
    struct probes probes = {.mem = mem, .clang = clang, .targets = targets};
    probe_all(&probes);
    for (size_t i = 0; i < targets->count; i++) {
        const struct verify_target *target = &targets->items[i];
        if (target->abi == NULL) {
            *error = probes.errors[i];
            return false;
        }
        if (target->abi->width == WIDTH_COUNT) {
            *error =
                mem_format(mem, "`%s` has pointers of neither 32 nor 64 bits: slotc lays out none",
                           target->name);
            return false;
        }
    }
    group(targets);
    return true;
}
