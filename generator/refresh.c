#include "refresh.h"

#include <string.h>

#include "diagnostic.h"
#include "mem.h"
#include "options.h"
#include "words.h"

static void print_word(FILE *to, const char *word) {
    struct mem *mem = mem_new();
    fprintf(to, " %s", words_quoted(mem, word));
    mem_free(mem);
}

static void print_option(FILE *to, const char *option, const char *value) {
    fprintf(to, " %s", option);
    print_word(to, value);
}

static void print_list(FILE *to, const char *option, const struct paths *values) {
    for (size_t i = 0; i < values->count; i++) {
        print_option(to, option, values->items[i]);
    }
}

/* `--set SET`, or the option that is called as the severity, but for `--warn`. */
static void print_severities(FILE *to, const struct options *options) {
    static const char *const names[] = {
        [SEVERITY_OFF] = "--off",
        [SEVERITY_NOTE] = "--note",
        [SEVERITY_WARNING] = "--warn",
        [SEVERITY_ERROR] = "--error",
    };
    for (size_t i = 0; i < options->severity_count; i++) {
        const struct severity_choice *choice = &options->severities[i];
        bool is_set = choice->set != NULL;
        print_option(to, is_set ? "--set" : names[choice->severity],
                     is_set ? choice->set : choice->rule);
    }
}

/* What slotc.ini says, the command will read there again. */
void refresh_print(const struct options *all, FILE *to) {
    const struct options *options = all->given == NULL ? all : all->given;
    bool like_option = false;
    fputs("slotc: refresh with: slotc gen", to);
    fputs(options->no_config ? " --no-config" : "", to);
    print_severities(to, options);
    print_list(to, "-I", &options->include);
    print_list(to, "--target", &options->extern_targets);
    print_list(to, "--without", &options->without);
    print_list(to, "--with", &options->with);
    print_option(to, "-o", options->out);
    if (options->impl != NULL) {
        print_option(to, "--impl", options->impl);
    }
    for (size_t i = 0; i < options->arguments.count; i++) {
        const char *argument = options->arguments.items[i];
        like_option = like_option || (argument[0] == '-' && argument[1] != '\0');
    }
    fputs(like_option ? " --" : "", to);
    for (size_t i = 0; i < options->arguments.count; i++) {
        print_word(to, options->arguments.items[i]);
    }
    fputc('\n', to);
}
