/* The escape hatch, `slots + dict`: fixed cells for what every request has, and a dict for what
 * plug-ins hang on it at run time. */
#define SLOTS_IMPLEMENTATION
#include "escape_hatch.slots.h"

#include <stdio.h>

#define MOST_NAMES 8

static void print_outcome(const char *what, const char *name, slots_status status) {
    if (status == SLOTS_OK) {
        printf("%s %s: done\n", what, name);
        return;
    }
    char message[128];
    slots_error(message, sizeof message, status, &Request_class, name);
    printf("%s %s: %s\n", what, name, message);
}

static void set(Request *request, const char *name, slots_value value) {
    print_outcome("Setting", name, Request_setattr(request, name, value));
}

static void print_names(const Request *request) {
    const char *names[MOST_NAMES];
    size_t count = Request_dir(request, names, MOST_NAMES);
    printf("Attributes:");
    for (size_t i = 0; i < count && i < MOST_NAMES; i++) {
        printf(" %s", names[i]);
    }
    printf("\n");
}

int main(void) {
    Request request;
    if (Request_init_with(&request, 17, "GET", "/index.html") != SLOTS_OK) {
        fputs("escape_hatch: no request\n", stderr);
        return 1;
    }

    /* The cells: loads and stores at fixed offsets, as in any struct. */
    printf("Request %llu: %s %s\n", (unsigned long long)Request_get_id(&request),
           Request_get_method(&request), Request_get_path(&request));
    printf("Size: %zu bytes, Has __dict__: %s\n", Request_sizeof(&request),
           Request_hasdict(&request) ? "True" : "False");

    /* The dict: any name, any type, at any time. */
    set(&request, "user", slots_text("ada"));
    set(&request, "retries", slots_int(3));
    print_names(&request);
    print_outcome("Deleting", "user", Request_delattr(&request, "user"));
    print_names(&request);

    /* A cell has its type for good and cannot be deleted. */
    set(&request, "id", slots_text("seventeen"));
    print_outcome("Deleting", "id", Request_delattr(&request, "id"));

    Request_fini(&request);
    return 0;
}
