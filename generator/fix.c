#include "fix.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostic.h"
#include "fmt.h"
#include "mem.h"
#include "text.h"

/* An edit, and the fix that it is part of. */
struct part {
    const struct edit *edit;
    size_t fix;
};

void fix_add(struct fixes *fixes, const struct edit *edits, size_t findings) {
    fixes->items = mem_grow(fixes->mem, fixes->items, fixes->count, sizeof *fixes->items);
    fixes->items[fixes->count++] = (struct fix){edits, findings};
}

bool fix_can(const struct diagnostic *diagnostic, enum fixing most) {
    bool can =
        diagnostic->edits != NULL && diagnostic->fixing != FIX_NONE && diagnostic->fixing <= most;
    for (const struct edit *edit = diagnostic->edits; can && edit != NULL; edit = edit->next) {
        can = edit->span.source->named;
    }
    return can;
}

void fix_add_findings(struct fixes *fixes, const struct diagnostics *diagnostics,
                      enum fixing most) {
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (fix_can(diagnostics->items[i], most)) {
            fix_add(fixes, diagnostics->items[i]->edits, 1);
        }
    }
}

/* By file and place; of two at one place, that of the fix that was added first. */
static int compare(const void *left, const void *right) {
    const struct part *a = left;
    const struct part *b = right;
    if (a->edit->span.source != b->edit->span.source) {
        return a->edit->span.source->order < b->edit->span.source->order ? -1 : 1;
    }
    if (a->edit->span.start != b->edit->span.start) {
        return a->edit->span.start < b->edit->span.start ? -1 : 1;
    }
    return a->fix < b->fix ? -1 : a->fix > b->fix;
}

static struct part *list_parts(const struct fixes *fixes, size_t *count) {
    struct part *parts = NULL;
    *count = 0;
    for (size_t i = 0; i < fixes->count; i++) {
        for (const struct edit *edit = fixes->items[i].edits; edit != NULL; edit = edit->next) {
            parts = mem_grow(fixes->mem, parts, *count, sizeof *parts);
            parts[(*count)++] = (struct part){edit, i};
        }
    }
    if (*count > 1) {
        qsort(parts, *count, sizeof *parts, compare);
    }
    return parts;
}

static bool overlap(const struct edit *first, const struct edit *second) {
    return first->span.source == second->span.source &&
           (second->span.start < first->span.end || second->span.start == first->span.start);
}

/* Which fixes wait. The last of those that give way to one another gives way to none, so one fix is
 * put in at the least. */
static bool *find_waiting(const struct fixes *fixes, const struct part *parts, size_t count) {
    bool *waits = mem_alloc(fixes->mem, fixes->count * sizeof *waits);
    const struct part *last = NULL;
    for (size_t i = 0; i < count; i++) {
        bool free = last == NULL || waits[last->fix] || !overlap(last->edit, parts[i].edit);
        if (!free) {
            waits[parts[i].fix] = true;
        } else if (!waits[parts[i].fix]) {
            last = &parts[i];
        }
    }
    return waits;
}

static void add_text(struct fixes *fixes, const struct source *source, const struct text *text) {
    fixes->texts = mem_grow(fixes->mem, fixes->texts, fixes->text_count, sizeof *fixes->texts);
    fixes->texts[fixes->text_count++] = (struct fix_text){source, text_string(text), text->length};
}

/* Puts in the edits of one file, which stand one behind the other; gives how many there are. */
static size_t apply_to_file(struct fixes *fixes, const struct part *parts, size_t count,
                            const bool *waits) {
    const struct source *source = parts[0].edit->span.source;
    struct text text = {.mem = fixes->mem};
    uint32_t at = 0;
    size_t taken = 0;
    size_t put_in = 0;
    text_add(&text, source->bytes - source->skipped, source->skipped);
    for (; taken < count && parts[taken].edit->span.source == source; taken++) {
        const struct edit *edit = parts[taken].edit;
        if (!waits[parts[taken].fix]) {
            text_add(&text, source->bytes + at, edit->span.start - at);
            text_add_string(&text, edit->text);
            at = edit->span.end;
            put_in++;
        }
    }
    text_add(&text, source->bytes + at, source->length - at);
    if (put_in > 0) {
        add_text(fixes, source, &text);
    }
    return taken;
}

void fix_apply(struct fixes *fixes) {
    size_t count = 0;
    const struct part *parts = list_parts(fixes, &count);
    const bool *waits = find_waiting(fixes, parts, count);
    for (size_t i = 0; i < fixes->count; i++) {
        fixes->findings += waits[i] ? 0 : fixes->items[i].findings;
    }
    for (size_t i = 0; i < count;) {
        i += apply_to_file(fixes, parts + i, count - i, waits);
    }
}

struct fix_text fix_keep_layout(struct mem *mem, struct fix_text text) {
    const struct source *before = text.source;
    struct source *after = source_from_bytes(mem, before->path, text.bytes, text.length);
    struct diagnostics *unread = diagnostics_new(mem);
    struct text laid_out = {.mem = mem};
    bool was_laid_out = before->skipped == 0 && fmt(mem, before, unread, &laid_out) &&
                        laid_out.length == before->length &&
                        memcmp(text_string(&laid_out), before->bytes, before->length) == 0;
    struct text again = {.mem = mem};
    return was_laid_out && fmt(mem, after, unread, &again)
               ? (struct fix_text){before, text_string(&again), again.length}
               : text;
}

size_t fix_count_broken(const struct diagnostics *diagnostics) {
    size_t count = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct rule *rule = diagnostics->items[i]->rule;
        count += rule->fixed && rule_is_error(rule);
    }
    return count;
}
