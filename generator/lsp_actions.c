/* What can be done about findings: their fixes, a suppression, all safe fixes at once. */
#include <string.h>

#include "adopt.h"
#include "ast.h"
#include "diagnostic.h"
#include "fix.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_document.h"
#include "lsp_finding.h"
#include "lsp_json.h"
#include "lsp_requests.h"
#include "mem.h"
#include "rules.h"

/* Each round mends what the one before has brought out; this is for edits that would go round in
 * circles. */
#define MAX_ROUNDS 100
#define MOST_SHOWN 40

static const char quick_fix[] = "quickfix";
static const char fix_all[] = "source.fixAll";
static const char reason[] = "TODO: say why";

struct acting {
    struct lsp_request *request;
    struct lsp_document *document;
    struct lsp_analysis *analysis;
    json_t *list;
};

/* Whether actions of a kind are asked for: by name, by what is before a dot in it, or since nothing
 * is said of kinds. */
static bool is_asked(const struct lsp_request *request, const char *kind, bool unasked) {
    const json_t *only = lsp_json_at(request->params, "context", "only", NULL);
    size_t index = 0;
    const json_t *item = NULL;
    if (!json_is_array(only)) {
        return unasked;
    }
    json_array_foreach(only, index, item) {
        const char *asked = lsp_json_string(item);
        size_t length = asked == NULL ? 0 : strlen(asked);
        if (asked != NULL && strncmp(kind, asked, length) == 0 &&
            (length == 0 || kind[length] == '\0' || kind[length] == '.')) {
            return true;
        }
    }
    return false;
}

/* "Replace `vlaue` with `value`", or the words of the help where the edits are not as simple. */
static const char *title_of(struct mem *mem, const struct diagnostic *finding) {
    const struct edit *edit = finding->edits;
    struct span span = edit->span;
    size_t length = span.end - span.start;
    const char *old = mem_copy(mem, span.source->bytes + span.start, length);
    bool is_simple = edit->next == NULL && length < MOST_SHOWN && strlen(edit->text) < MOST_SHOWN &&
                     strpbrk(old, "\r\n") == NULL && strpbrk(edit->text, "\r\n") == NULL;
    if (!is_simple || (length == 0 && edit->text[0] == '\0')) {
        return finding->help != NULL ? finding->help
                                     : mem_concat(mem, "Mend `", finding->rule->name, "`", NULL);
    }
    old += strspn(old, " ");
    return length == 0 ? mem_format(mem, "Insert `%s`", edit->text + strspn(edit->text, " "))
           : edit->text[0] == '\0' ? mem_format(mem, "Remove `%s`", old)
                                   : mem_format(mem, "Replace `%s` with `%s`", old, edit->text);
}

/* Findings that are mended in the same way need one action. */
static bool has_edit(const json_t *actions, const json_t *edit) {
    size_t index = 0;
    const json_t *action = NULL;
    json_array_foreach(actions, index, action) {
        if (json_equal(json_object_get(action, "edit"), edit)) {
            return true;
        }
    }
    return false;
}

static void add_action(struct acting *acting, const char *title, const struct edit *edits,
                       const struct diagnostic *finding, bool preferred) {
    json_t *edit = lsp_workspace_edit(acting->analysis, edits);
    if (has_edit(acting->list, edit)) {
        json_decref(edit);
        return;
    }
    json_t *action =
        json_pack("{s:o,s:s,s:[o],s:o}", "title", lsp_string(acting->request->mem, title), "kind",
                  quick_fix, "diagnostics", lsp_finding(acting->analysis, finding), "edit", edit);
    if (preferred && acting->request->lsp->client.prefers_actions) {
        json_object_set_new(action, "isPreferred", json_true());
    }
    json_array_append_new(acting->list, action);
}

static void add_fix(struct acting *acting, const struct diagnostic *finding) {
    struct mem *mem = acting->request->mem;
    if (finding->edits == NULL) {
        return;
    }
    const char *title = title_of(mem, finding);
    title =
        finding->fixing == FIX_LAYOUT ? mem_concat(mem, title, " (changes layouts)", NULL) : title;
    add_action(acting, title, finding->edits, finding, finding->fixing == FIX_SAFE);
}

/* Silences a finding where it stands, or in its file. */
static void add_allow(struct acting *acting, const struct diagnostic *finding, bool in_file) {
    struct mem *mem = acting->request->mem;
    if (finding->rule == &allow_rules[ALLOW_UNUSED]) {
        return; /* one more @allow beside one that silences nothing */
    }
    struct diagnostic *one = mem_alloc(mem, sizeof *one);
    struct diagnostics *alone = diagnostics_new(mem);
    struct fixes fixes = {.mem = mem};
    *one = *finding;
    one->preamble = in_file ? NULL : finding->preamble;
    one->severity = SEVERITY_WARNING; /* of notes nobody is asked to silence all, but one can be */
    alone->items = &one;
    alone->count = 1;
    adopt_findings(&fixes, acting->analysis->run.program, alone, reason);
    if (fixes.count > 0) {
        add_action(acting,
                   mem_format(mem, "Allow `%s` %s", finding->rule->name,
                              in_file ? "in this file" : "here"),
                   fixes.items[0].edits, finding, false);
    }
}

static void add_quick_fixes(struct acting *acting, const struct file *file) {
    const struct diagnostics *findings = acting->analysis->run.diagnostics;
    struct span asked = lsp_asked_range(acting->request, acting->document, file->source);
    for (size_t i = 0; i < findings->count; i++) {
        const struct diagnostic *finding = findings->items[i];
        if (finding->span.source == file->source && finding->span.start <= asked.end &&
            finding->span.end >= asked.start) {
            add_fix(acting, finding);
            if (finding->preamble != NULL) {
                add_allow(acting, finding, false);
            }
            add_allow(acting, finding, true);
        }
    }
}

/* The drafts of one round's safe fixes in the document; NULL where there are none, or they would
 * break the schema. */
static const struct lsp_draft *mend(struct mem *mem, struct lsp *lsp, struct lsp_wish *wish) {
    struct lsp_analysis *analysis = lsp_analyse(lsp, wish);
    const struct lsp_draft *result = NULL;
    struct fixes fixes = {.mem = analysis->mem};
    if (lsp_analysis_file(analysis) != NULL) {
        fix_add_findings(&fixes, analysis->run.diagnostics, FIX_SAFE);
        fix_apply(&fixes);
    }
    if (fixes.text_count > 0) {
        struct fix_text text = fix_keep_layout(mem, fixes.texts[0]);
        struct lsp_draft *draft = mem_alloc(mem, sizeof *draft);
        *draft = (struct lsp_draft){mem_string(mem, text.source->real),
                                    mem_copy(mem, text.bytes, text.length), text.length, NULL};
        struct lsp_wish again = *wish;
        again.drafts = draft;
        struct lsp_analysis *after = lsp_analyse(lsp, &again);
        bool is_worse =
            fix_count_broken(after->run.diagnostics) > fix_count_broken(analysis->run.diagnostics);
        result = is_worse ? NULL : draft;
        lsp_analysis_free(after);
    }
    lsp_analysis_free(analysis);
    return result;
}

/* What differs between the document and a draft: one edit, of whole lines where lines differ. */
static struct edit *difference(struct mem *mem, const struct source *source,
                               const struct lsp_draft *draft) {
    const char *made = draft->bytes + source->skipped;
    size_t length = draft->length - source->skipped;
    size_t most = length < source->length ? length : source->length;
    size_t same = 0;
    size_t tail = 0;
    while (same < most && source->bytes[same] == made[same]) {
        same++;
    }
    while (same > 0 && source->bytes[same - 1] != '\n') {
        same--;
    }
    while (tail < most - same &&
           source->bytes[source->length - 1 - tail] == made[length - 1 - tail]) {
        tail++;
    }
    while (tail > 0 && source->bytes[source->length - tail] != '\n') {
        tail--;
    }
    struct edit *edit = mem_alloc(mem, sizeof *edit);
    edit->span = (struct span){source, (uint32_t)same, (uint32_t)(source->length - tail)};
    edit->text = mem_copy(mem, made + same, length - tail - same);
    return edit;
}

static void add_fix_all(struct acting *acting, const struct file *file) {
    struct mem *mem = acting->request->mem;
    const char *path = acting->document->path;
    struct lsp_wish wish = {.files = {&path, 1}, .extent = LSP_RULES};
    const struct lsp_draft *draft = NULL;
    for (int round = 0; round < MAX_ROUNDS; round++) {
        draft = mend(mem, acting->request->lsp, &wish);
        if (draft == NULL) {
            break;
        }
        wish.drafts = draft;
    }
    if (wish.drafts != NULL) {
        const struct edit *edit = difference(mem, file->source, wish.drafts);
        json_array_append_new(
            acting->list, json_pack("{s:s,s:s,s:o}", "title", "Mend all that is safe", "kind",
                                    fix_all, "edit", lsp_workspace_edit(acting->analysis, edit)));
    }
}

json_t *lsp_code_actions(struct lsp_request *request) {
    struct acting acting = {.request = request, .document = lsp_asked_document(request)};
    if (acting.document == NULL || !request->lsp->client.knows_actions) {
        return NULL;
    }
    acting.analysis = lsp_document_analysis(request->lsp, acting.document);
    const struct file *file = lsp_analysis_file(acting.analysis);
    if (file == NULL) {
        return NULL;
    }
    acting.list = json_array();
    if (is_asked(request, quick_fix, true)) {
        add_quick_fixes(&acting, file);
    }
    if (is_asked(request, fix_all, false)) {
        add_fix_all(&acting, file);
    }
    return acting.list;
}
