/* What is said of a name that a strict template may not ask for. */
#include <string.h>

#include "mem.h"
#include "suggest.h"
#include "template_parts.h"
#include "text.h"

static void offer_keys(struct suggestion *suggestion, const struct value_keys *keys,
                       const struct value *value) {
    for (size_t i = 0; value->kind == VALUE_OBJECT && i < value->as.object->count; i++) {
        suggest_offer(suggestion, value_key_name(keys, value->as.object->keys[i]));
    }
}

/* "there are `x`, `y` and `z` here" */
static void list_keys(struct text *text, const struct value_keys *keys, const struct value *value) {
    const struct value_object *object = value->as.object;
    text_add_string(text, "here there are ");
    for (size_t i = 0; i < object->count; i++) {
        const char *between = i + 1 == object->count ? " and " : ", ";
        text_format(text, "%s`%s`", i == 0 ? "" : between, value_key_name(keys, object->keys[i]));
    }
}

/* The innermost object, or NULL. */
static const struct value *innermost(const struct render *render) {
    for (size_t i = render->depth; i-- > 0;) {
        if (render->frames[i].value->kind == VALUE_OBJECT) {
            return render->frames[i].value;
        }
    }
    return NULL;
}

/* Keys that may be meant: of a value, or of all open sections where it is NULL. */
static const char *help_for(const struct render *render, const char *unknown,
                            const struct value *value) {
    const struct value_keys *keys = render->set->keys;
    struct suggestion suggestion = suggest_for(unknown);
    struct text text = {.mem = render->mem};
    const struct value *shown = value == NULL ? innermost(render) : value;
    if (value != NULL) {
        offer_keys(&suggestion, keys, value);
    }
    for (size_t i = render->depth; value == NULL && i-- > 0;) {
        offer_keys(&suggestion, keys, render->frames[i].value);
    }
    if (suggestion.nearest != NULL) {
        text_format(&text, "did you mean `%s`? ", suggestion.nearest);
    }
    if (shown != NULL && shown->as.object->count > 0) {
        list_keys(&text, keys, shown);
    }
    return text.length == 0 ? NULL : text_string(&text);
}

static const char *kind_of(const struct value *value) {
    static const char *const names[] = {
        [VALUE_NULL] = "nothing",     [VALUE_BOOL] = "true or false", [VALUE_INTEGER] = "a number",
        [VALUE_REAL] = "a number",    [VALUE_TEXT] = "text",          [VALUE_LIST] = "a list",
        [VALUE_OBJECT] = "an object",
    };
    return names[value->kind];
}

bool template_is_unknown(struct render *render, const struct step *step) {
    const struct value_keys *keys = render->set->keys;
    const char *name = value_key_name(keys, step->path[0]);
    const struct value *value = NULL;
    for (size_t i = render->depth; value == NULL && i-- > 0;) {
        value = value_get(render->frames[i].value, step->path[0]);
    }
    if (value == NULL) {
        template_stop(render, step, help_for(render, name, NULL), "there is no key `%s` here",
                      name);
        return true;
    }
    for (uint32_t i = 1; i < step->path_length && value->kind != VALUE_NULL; i++) {
        const char *part = value_key_name(keys, step->path[i]);
        const struct value *inner = value_get(value, step->path[i]);
        if (inner == NULL) {
            bool has_keys = value->kind == VALUE_OBJECT;
            template_stop(render, step, has_keys ? help_for(render, part, value) : NULL,
                          "`%s` is %s and has no key `%s`", name, kind_of(value), part);
            return true;
        }
        name = part;
        value = inner;
    }
    return false;
}

bool template_is_compound(struct render *render, const struct step *step,
                          const struct value *value) {
    if (value->kind != VALUE_LIST && value->kind != VALUE_OBJECT) {
        return false;
    }
    const char *name = step->path_length == 0
                           ? "."
                           : value_key_name(render->set->keys, step->path[step->path_length - 1]);
    template_stop(render, step,
                  mem_format(render->mem, "open a section for %s: `{{#%s}}...{{/%s}}`",
                             value->kind == VALUE_LIST ? "each item of it" : "its keys", name,
                             name),
                  "`%s` is %s, which is no text", name, kind_of(value));
    return true;
}
