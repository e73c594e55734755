/* slotc render: a template of the user's, filled from the schemas. */
#include <stdio.h>
#include <string.h>

#include "dependencies.h"
#include "diagnostic.h"
#include "driver.h"
#include "mem.h"
#include "model_public.h"
#include "templates.h"
#include "text.h"
#include "user_template.h"
#include "write_all.h"

/* What is wrong with a template is no rule that anyone could change. */
static const struct rule template_rule = {
    .name = "template", .group = "syntax", .severity = SEVERITY_ERROR, .fixed = true};

static enum exit_status list_templates(void) {
    for (size_t i = 0; shipped_template_at(i) != NULL; i++) {
        const struct shipped_template *shipped = shipped_template_at(i);
        printf("%-10s %s\n", shipped->name, shipped->summary);
    }
    return EXIT_FINE;
}

/* Why the template could not be opened or filled. */
static enum exit_status explain(struct run *run, const struct user_template *template) {
    const struct template_fault *fault = template_set_fault(template->set);
    if (template->error != NULL || fault == NULL) {
        return driver_fail("%s", template->error == NULL ? "no such template" : template->error);
    }
    struct diagnostic *diagnostic = report_rule(run->diagnostics, &template_rule, SEVERITY_ERROR,
                                                user_template_span(template, fault), fault->reason);
    if (fault->help != NULL) {
        diagnostic_help(diagnostic, "%s", fault->help);
    }
    driver_print_errors(run);
    return EXIT_SHORT;
}

static bool is_word(const char *const *words, const char *name) {
    for (; words != NULL && *words != NULL; words++) {
        if (strcmp(*words, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Reports the records and enums that cannot be called in the output as they are in C. */
static bool names_fit(struct run *run, const struct shipped_template *shipped) {
    bool fit = true;
    for (size_t i = 0; shipped != NULL && i < run->program->file_count; i++) {
        const struct file *file = run->program->files[i];
        bool is_shown = file->source->named || run->options->with_imports;
        const struct declaration *declaration = is_shown ? file->declarations : NULL;
        for (; declaration != NULL; declaration = declaration->next) {
            if (declaration->kind == DECLARATION_EXTERN ||
                !is_word(shipped->words, declaration->c_name)) {
                continue;
            }
            fit = false;
            diagnostic_help(
                report_rule(run->diagnostics, &template_rule, SEVERITY_ERROR,
                            declaration->name.span,
                            mem_format(run->mem, "a module of Python cannot have the name `%s`",
                                       declaration->c_name)),
                "put the schema into a package, or give it another name in C: `@c_name(\"%s_\")`",
                declaration->c_name);
        }
    }
    return fit;
}

/* What the output was made from: the template with its partials first, then the schemas. */
static struct paths sources_of(const struct run *run, const struct user_template *template) {
    struct paths sources = {0};
    struct paths schemas = driver_sources(run);
    paths_add_all(run->mem, &sources, &template->paths);
    paths_add_all(run->mem, &sources, &schemas);
    return sources;
}

static enum exit_status write_output(const struct run *run, const struct user_template *template,
                                     const struct text *text) {
    const struct options *options = run->options;
    struct paths sources = sources_of(run, template);
    struct text rule = {.mem = run->mem};
    struct whole files[2] = {{.path = options->out, .text = text}};
    size_t count = 1;
    if (dependencies_wanted(options)) {
        dependencies_add(options, options->out, &sources, &rule);
        files[count++] = (struct whole){
            .path = options->depfile != NULL ? options->depfile
                                             : mem_concat(run->mem, options->out, ".d", NULL),
            .text = &rule,
        };
    }
    for (size_t i = 0; i < count; i++) {
        if (!driver_spares(files[i].path, &sources)) {
            return EXIT_BROKEN;
        }
    }
    return write_all(run->mem, files, count);
}

static enum exit_status fill(struct run *run, template_escape *escape) {
    const struct options *options = run->options;
    const struct model *model =
        model_new(run->mem, run->program, run->chains, run->layouts, PARTS_DEFAULT);
    struct user_template template;
    struct text text = {.mem = run->mem};
    const char *error = NULL;
    if (!user_template_open(run->mem, model->keys, options->template, escape, &template)) {
        return explain(run, &template);
    }
    if (!names_fit(run, template.shipped)) {
        driver_print_errors(run);
        return EXIT_SHORT;
    }
    struct value value = model_public(model, run->mem, options->with_imports);
    bool done = template_render(template.template, &value, &text, &error);
    if (!done || template.error != NULL) {
        return explain(run, &template);
    }
    if (options->out != NULL) {
        return write_output(run, &template, &text);
    }
    return fwrite(text_string(&text), 1, text.length, stdout) == text.length
               ? EXIT_FINE
               : driver_fail("cannot write to standard output");
}

static bool options_agree(const struct options *options) {
    if (options->out == NULL && dependencies_wanted(options)) {
        driver_fail("a depfile (`-MD`, `-MF`) is written with a file only: add `-o FILE`");
        return false;
    }
    return dependencies_agree(options);
}

enum exit_status cmd_render(struct run *run) {
    const struct options *options = run->options;
    if (options->list_templates) {
        return list_templates();
    }
    if (options->arguments.count == 0 || options->template == NULL) {
        return driver_fail("no %s given; usage: slotc render --template TEMPLATE FILES…",
                           options->template == NULL ? "template" : "schema");
    }
    if (!options_agree(options)) {
        return EXIT_BROKEN;
    }
    template_escape *escape =
        options->escape == NULL ? NULL : template_escape_find(options->escape);
    enum exit_status status = driver_check_or_print(run);
    return status == EXIT_FINE ? fill(run, escape) : status;
}
