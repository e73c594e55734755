#include "lsp_finding.h"

#include <string.h>

#include "diagnostic.h"
#include "lsp.h"
#include "lsp_analysis.h"
#include "lsp_json.h"
#include "text.h"

#define TAG_UNNECESSARY 1

static int severity_of(const struct diagnostic *finding) {
    static const int numbers[] = {
        [SEVERITY_OFF] = 4, [SEVERITY_NOTE] = 3, [SEVERITY_WARNING] = 2, [SEVERITY_ERROR] = 1};
    return numbers[finding->severity];
}

/* What is there for nothing is shown paler. */
static bool is_unnecessary(const struct rule *rule) {
    static const char end[] = "-unused";
    size_t length = strlen(rule->name);
    return length >= sizeof end && strcmp(rule->name + length - (sizeof end - 1), end) == 0;
}

/* With the help behind it, and the notes, where the editor knows no places beside a finding. */
static json_t *message_of(struct lsp_analysis *analysis, const struct diagnostic *finding) {
    struct text text = {.mem = analysis->mem};
    text_add_string(&text, finding->message);
    for (const struct note *note = finding->notes;
         note != NULL && !analysis->lsp->client.knows_related; note = note->next) {
        text_format(&text, "\nnote: %s", note->message);
    }
    if (finding->help != NULL) {
        text_format(&text, "\nhelp: %s", finding->help);
    }
    return lsp_string(analysis->mem, text_string(&text));
}

static json_t *related_to(struct lsp_analysis *analysis, const struct diagnostic *finding) {
    json_t *list = json_array();
    for (const struct note *note = finding->notes; note != NULL; note = note->next) {
        json_array_append_new(list,
                              json_pack("{s:o,s:o}", "location", lsp_location(analysis, note->span),
                                        "message", lsp_string(analysis->mem, note->message)));
    }
    return list;
}

json_t *lsp_finding(struct lsp_analysis *analysis, const struct diagnostic *finding) {
    const struct lsp_client *client = &analysis->lsp->client;
    json_t *item = json_pack("{s:o,s:i,s:s,s:s,s:o}", "range", lsp_range(analysis, finding->span),
                             "severity", severity_of(finding), "code", finding->rule->name,
                             "source", "slotc", "message", message_of(analysis, finding));
    if (client->knows_related && finding->notes != NULL) {
        json_object_set_new(item, "relatedInformation", related_to(analysis, finding));
    }
    if (client->knows_tags && is_unnecessary(finding->rule)) {
        json_object_set_new(item, "tags", json_pack("[i]", TAG_UNNECESSARY));
    }
    return item;
}
