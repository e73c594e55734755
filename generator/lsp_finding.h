/* A finding as the protocol has it. */
#ifndef SLOTC_LSP_FINDING_H
#define SLOTC_LSP_FINDING_H

#include <jansson.h>

struct diagnostic;
struct lsp_analysis;

json_t *lsp_finding(struct lsp_analysis *analysis, const struct diagnostic *finding);

#endif
