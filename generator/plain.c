#include "plain.h"

#include <stddef.h>

#include "ast.h"
#include "chain.h"
#include "types.h"

const struct field *plain_owner(const struct record *record) {
    for (const struct record *at = record; at != NULL; at = at->base) {
        for (size_t i = 0; i < at->field_count; i++) {
            const struct type *type = at->fields[i].type.type;
            if (type != NULL && type->owned) {
                return &at->fields[i];
            }
        }
    }
    return NULL;
}

bool plain_record(const struct chains *chains, const struct record *record) {
    return chain_of(chains, record)->dict_from == NULL && plain_owner(record) == NULL;
}
