#include "template_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

/* text_add, without the call where there is room. */
static inline void add(struct text *out, const char *bytes, size_t length) {
    if (length == 0) {
        return;
    }
    if (out->capacity - out->length <= length) {
        text_add(out, bytes, length);
        return;
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
    out->bytes[out->length] = '\0';
}

static void add_integer(struct text *out, int64_t integer) {
    char digits[24];
    char *end = digits + sizeof digits;
    char *at = end;
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (integer < 0) {
        *--at = '-';
    }
    add(out, at, (size_t)(end - at));
}

/* The fewest digits that read back as the same number. */
static void add_real(struct text *out, double real) {
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real) {
            break;
        }
    }
    add(out, digits, strlen(digits));
}

/* Text goes through the escape, where there is one. */
static void add_value(struct text *out, const struct value *value, template_escape *escape) {
    if (value == NULL) {
        return;
    }
    switch (value->kind) {
    case VALUE_TEXT:
        (escape == NULL ? add : escape)(out, value->as.text.bytes, value->as.text.length);
        break;
    case VALUE_INTEGER:
        add_integer(out, value->as.integer);
        break;
    case VALUE_REAL:
        add_real(out, value->as.real);
        break;
    case VALUE_BOOL:
        add(out, value->as.boolean ? "true" : "false", value->as.boolean ? 4 : 5);
        break;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_OBJECT:
        break;
    }
}

/* The innermost value that has the path's first key decides, even where the rest is missing. */
static const struct value *look_up(const struct render *render, const struct step *step) {
    const struct frame *frame = &render->frames[render->depth - 1];
    if (step->path_length == 0) {
        return frame->value;
    }
    const struct value *value = value_get(frame->value, step->path[0]);
    while (value == NULL && frame != render->frames) {
        frame--;
        value = value_get(frame->value, step->path[0]);
    }
    for (uint32_t i = 1; value != NULL && i < step->path_length; i++) {
        value = value_get(value, step->path[i]);
    }
    return value;
}

/* Zero is true, so that `{{#default}}` shows a default of 0. */
static bool is_true(const struct value *value) {
    if (value == NULL) {
        return false;
    }
    switch (value->kind) {
    case VALUE_NULL:
        return false;
    case VALUE_BOOL:
        return value->as.boolean;
    case VALUE_TEXT:
        return value->as.text.length != 0;
    case VALUE_LIST:
        return value->as.list->count != 0;
    case VALUE_INTEGER:
    case VALUE_REAL:
    case VALUE_OBJECT:
        break;
    }
    return true;
}

const struct step *template_stop(struct render *render, const struct step *step, const char *help,
                                 const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    render->error = mem_vformat(render->mem, format, arguments);
    va_end(arguments);
    template_fail(render->template, step->position, step->tag_length, render->error, help);
    return NULL;
}

/* The value that a step names, perhaps NULL; false where it may not be asked for. */
static bool ask(struct render *render, const struct step *step, const struct value **value) {
    *value = look_up(render, step);
    return *value != NULL || !render->set->strict || !template_is_unknown(render, step);
}

static const struct step *put(struct render *render, const struct step *step) {
    const struct value *value = NULL;
    if (!ask(render, step, &value) ||
        (render->set->strict && value != NULL && template_is_compound(render, step, value))) {
        return NULL;
    }
    add_value(render->out, value, step->kind == STEP_ESCAPED ? render->set->escape : NULL);
    return step + 1;
}

/* The section's first step, or the one past it; NULL where that fails. */
static const struct step *enter(struct render *render, const struct step *step) {
    const struct value *value = NULL;
    if (!ask(render, step, &value)) {
        return NULL;
    }
    if (!is_true(value)) {
        return step + step->jump;
    }
    if (render->depth == TEMPLATE_FRAMES) {
        return template_stop(render, step, NULL, "sections nest more than %d deep",
                             TEMPLATE_FRAMES - 1);
    }
    struct frame *frame = &render->frames[render->depth++];
    *frame = (struct frame){.value = value};
    if (value->kind == VALUE_LIST) {
        *frame = (struct frame){.value = value->as.list->items, .left = value->as.list->count - 1};
    }
    return step + 1;
}

static const struct step *enter_inverted(struct render *render, const struct step *step) {
    const struct value *value = NULL;
    if (!ask(render, step, &value)) {
        return NULL;
    }
    return step + (is_true(value) ? step->jump : 1);
}

/* The section's first step with the next item, or the step behind its end. */
static const struct step *repeat(struct render *render, const struct step *step) {
    assert(render->depth > 1);
    struct frame *frame = &render->frames[render->depth - 1];
    if (frame->left == 0) {
        render->depth--;
        return step + 1;
    }
    frame->left--;
    frame->value++;
    return step + step->jump;
}

/* The first step of the partial, or the one behind its tag where there is none; NULL where
 * that fails. */
static const struct step *call(struct render *render, const struct step *step,
                               const struct template *template, const char *name, size_t length) {
    int shown = length > 100 ? 100 : (int)length;
    if (template == NULL && render->set->strict) {
        return template_stop(render, step, "a partial is looked for beside the template",
                             "there is no partial `%.*s`", shown, name);
    }
    if (template == NULL) {
        return step + 1;
    }
    if (template->error != NULL) {
        render->error = mem_format(render->mem, "partial `%.*s`: %s", shown, name, template->error);
        template_fail(template, template->position, template->tag_length, template->reason, NULL);
        return NULL;
    }
    if (render->call_depth == TEMPLATE_PARTIALS) {
        return template_stop(render, step, NULL, "partials nest more than %d deep at `%.*s`",
                             TEMPLATE_PARTIALS, shown, name);
    }
    render->callers[render->call_depth] = render->template;
    render->returns[render->call_depth++] = step + 1;
    render->template = template;
    return template->steps;
}

static const struct step *call_named(struct render *render, const struct step *step) {
    struct partial *partial = step->partial;
    if (!partial->asked) {
        partial->template = template_indented(render->set, partial->name, partial->name_length,
                                              partial->indent, partial->indent_length);
        partial->asked = true;
    }
    return call(render, step, partial->template, partial->name, partial->name_length);
}

static const struct step *call_dynamic(struct render *render, const struct step *step) {
    const struct value *value = NULL;
    if (!ask(render, step, &value)) {
        return NULL;
    }
    if (value == NULL || value->kind != VALUE_TEXT) {
        return step + 1;
    }
    const char *name = value->as.text.bytes;
    size_t length = value->as.text.length;
    const struct template *template = template_indented(
        render->set, name, length, step->partial->indent, step->partial->indent_length);
    return call(render, step, template, name, length);
}

static bool is_endless(struct render *render, const struct step *step) {
    if (render->out->length > render->set->most_bytes) {
        template_stop(render, step, NULL, "the output is larger than %zu bytes",
                      render->set->most_bytes);
        return true;
    }
    if (render->steps_left-- == 0) {
        template_stop(render, step, "does a partial call itself more than once?",
                      "the template takes more than %" PRIu64 " steps", render->set->most_steps);
        return true;
    }
    return false;
}

static bool run(struct render *render) {
    const struct step *step = render->template->steps;
    while (step != NULL && !is_endless(render, step)) {
        add(render->out, step->text, step->length);
        switch (step->kind) {
        case STEP_STOP:
            if (render->call_depth == 0) {
                return true;
            }
            step = render->returns[--render->call_depth];
            render->template = render->callers[render->call_depth];
            break;
        case STEP_TEXT:
            step++;
            break;
        case STEP_RAW:
        case STEP_ESCAPED:
            step = put(render, step);
            break;
        case STEP_SECTION:
            step = enter(render, step);
            break;
        case STEP_INVERTED:
            step = enter_inverted(render, step);
            break;
        case STEP_REPEAT:
            step = repeat(render, step);
            break;
        case STEP_PARTIAL:
            step = call_named(render, step);
            break;
        case STEP_DYNAMIC:
            step = call_dynamic(render, step);
            break;
        }
    }
    return false;
}

bool template_render(const struct template *template, const struct value *value, struct text *out,
                     const char **error) {
    struct render render; /* not zeroed as a whole: the frames are large */
    render.out = out;
    render.set = template->set;
    render.mem = template->set->mem;
    render.error = NULL;
    render.template = template;
    render.steps_left = template->set->most_steps;
    render.call_depth = 0;
    render.depth = 1;
    render.frames[0] = (struct frame){.value = value};
    bool done = run(&render);
    *error = render.error;
    return done;
}
