#include "doctor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clang_targets.h"
#include "mem.h"

static const char *const tools[] = {"cc", "gcc", "clang"};

/* As a shell finds a command. */
static const char *find_tool(struct mem *mem, const char *name) {
    const char *folder = getenv("PATH");
    while (folder != NULL && *folder != '\0') {
        size_t length = strcspn(folder, ":");
        const char *path = length == 0
                               ? mem_concat(mem, "./", name, NULL)
                               : mem_concat(mem, mem_copy(mem, folder, length), "/", name, NULL);
        if (access(path, X_OK) == 0) {
            return path;
        }
        folder += length + (folder[length] == ':');
    }
    return NULL;
}

static void look_for_tools(struct mem *mem, struct doctor *doctor) {
    doctor->tool_count = sizeof tools / sizeof *tools;
    doctor->tools = mem_alloc(mem, doctor->tool_count * sizeof *doctor->tools);
    for (size_t i = 0; i < doctor->tool_count; i++) {
        doctor->tools[i] = (struct doctor_tool){tools[i], find_tool(mem, tools[i])};
    }
}

static void look_at_targets(struct mem *mem, const struct clang *clang, struct doctor *doctor) {
    for (size_t i = 0; clang_target_at(i) != NULL; i++) {
        struct doctor_target target = {.name = clang_target_at(i)};
        const struct clang_abi *abi = clang_abi(mem, clang, target.name, &target.problem);
        doctor->usable_count += abi != NULL;
        doctor->targets =
            mem_grow(mem, doctor->targets, doctor->target_count, sizeof *doctor->targets);
        doctor->targets[doctor->target_count++] = target;
    }
}

struct doctor doctor_look(struct mem *mem) {
    struct doctor doctor = {0};
    const struct clang *clang = clang_open(mem, &doctor.search);
    if (clang == NULL) {
        doctor.missing = clang_missing(mem, &doctor.search);
    } else {
        look_at_targets(mem, clang, &doctor);
    }
    look_for_tools(mem, &doctor);
    doctor.can_verify = clang != NULL && doctor.usable_count == doctor.target_count;
    return doctor;
}
