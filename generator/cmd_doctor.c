/* slotc doctor: what slotc finds of what it needs, and how to get what is missing. */
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "doctor.h"
#include "driver.h"
#include "options.h"

static void print_libclang(const struct doctor *doctor) {
    printf("libclang: %s\n", doctor->missing == NULL ? doctor->search.version : "not found");
    if (doctor->search.variable != NULL) {
        printf("  %s says where to look\n", doctor->search.variable);
    }
    for (size_t i = 0; i < doctor->search.count; i++) {
        const struct clang_try *attempt = &doctor->search.tries[i];
        printf("  %s: %s\n", attempt->path, attempt->problem == NULL ? "loaded" : attempt->problem);
    }
}

static void print_targets(const struct doctor *doctor) {
    if (doctor->target_count > 0) {
        printf("targets: layouts can be checked for %zu of %zu\n", doctor->usable_count,
               doctor->target_count);
    }
    for (size_t i = 0; i < doctor->target_count; i++) {
        const struct doctor_target *target = &doctor->targets[i];
        printf("  %s%s%s\n", target->name, target->problem == NULL ? "" : ": ",
               target->problem == NULL ? "" : target->problem);
    }
}

static void print_tools(const struct doctor *doctor) {
    puts("compilers: any that knows C11 will do");
    for (size_t i = 0; i < doctor->tool_count; i++) {
        const char *path = doctor->tools[i].path;
        printf("  %s: %s\n", doctor->tools[i].name, path == NULL ? "not in PATH" : path);
    }
}

static void print_advice(const struct doctor *doctor) {
    if (doctor->can_verify) {
        puts("nothing is missing");
        return;
    }
    puts("`slotc verify` needs libclang 14 or newer, and so do schemas with extern types without "
         "`@size`.");
    if (doctor->search.variable != NULL) {
        printf("%s is set: name libclang's file there, or unset it, and the usual names are "
               "tried.\n",
               doctor->search.variable);
    }
    for (size_t i = 0; clang_package_at(i) != NULL; i++) {
        printf("  %s: %s\n", clang_package_at(i)->system, clang_package_at(i)->command);
    }
}

static json_t *text_or_null(const char *text) {
    return text == NULL ? json_null() : json_string(text);
}

static json_t *tries_of(const struct doctor *doctor) {
    json_t *list = json_array();
    for (size_t i = 0; i < doctor->search.count; i++) {
        const struct clang_try *attempt = &doctor->search.tries[i];
        json_array_append_new(list, json_pack("{s:s, s:o}", "path", attempt->path, "problem",
                                              text_or_null(attempt->problem)));
    }
    return list;
}

static json_t *targets_of(const struct doctor *doctor) {
    json_t *list = json_array();
    for (size_t i = 0; i < doctor->target_count; i++) {
        const struct doctor_target *target = &doctor->targets[i];
        json_array_append_new(list, json_pack("{s:s, s:o}", "target", target->name, "problem",
                                              text_or_null(target->problem)));
    }
    return list;
}

static json_t *tools_of(const struct doctor *doctor) {
    json_t *list = json_array();
    for (size_t i = 0; i < doctor->tool_count; i++) {
        json_array_append_new(list, json_pack("{s:s, s:o}", "name", doctor->tools[i].name, "path",
                                              text_or_null(doctor->tools[i].path)));
    }
    return list;
}

static json_t *packages(void) {
    json_t *list = json_array();
    for (size_t i = 0; clang_package_at(i) != NULL; i++) {
        const struct clang_package *package = clang_package_at(i);
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "system", package->system, "command", package->command));
    }
    return list;
}

static void print_json(const struct doctor *doctor) {
    json_t *libclang = json_pack("{s:b, s:o, s:o, s:o, s:o}", "found", doctor->missing == NULL,
                                 "version", text_or_null(doctor->search.version), "variable",
                                 text_or_null(doctor->search.variable), "problem",
                                 text_or_null(doctor->missing), "tries", tries_of(doctor));
    json_t *object = json_pack("{s:b, s:o, s:o, s:o, s:o}", "can_verify", doctor->can_verify,
                               "libclang", libclang, "targets", targets_of(doctor), "compilers",
                               tools_of(doctor), "install", packages());
    json_dumpf(object, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(object);
}

enum exit_status cmd_doctor(struct run *run) {
    const char *format = run->options->format == NULL ? "text" : run->options->format;
    if (run->options->arguments.count > 0) {
        return driver_fail("`slotc doctor` takes no files; usage: slotc doctor [OPTIONS]");
    }
    struct doctor doctor = doctor_look(run->mem);
    if (strcmp(format, "json") == 0) {
        print_json(&doctor);
    } else {
        print_libclang(&doctor);
        print_targets(&doctor);
        print_tools(&doctor);
        print_advice(&doctor);
    }
    return doctor.can_verify ? EXIT_FINE : EXIT_SHORT;
}
