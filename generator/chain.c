#include "chain.h"

#include "ast.h"
#include "mem.h"

/* Records that share a culprit, linked by their index. */
struct group {
    const struct record **first; /* by the culprit's index */
    const struct record **last;
    const struct record **next; /* by the member's index */
};

struct chains {
    struct chain *items; /* by the record's index */
    struct group spoiled;
    struct group slotted;
};

bool record_is_open(const struct record *record) {
    return record->storage == STORAGE_NONE || record->storage == STORAGE_DICT;
}

bool record_may_use_tail(const struct record *record) {
    const struct record *base = record->base;
    return base != NULL && base->open_tail && base->declaration.file == record->declaration.file;
}

static struct group new_group(struct mem *mem, size_t count) {
    return (struct group){
        .first = mem_alloc(mem, count * sizeof(struct record *)),
        .last = mem_alloc(mem, count * sizeof(struct record *)),
        .next = mem_alloc(mem, count * sizeof(struct record *)),
    };
}

static void add_to_group(struct group *group, const struct record *culprit,
                         const struct record *member) {
    const struct record **last = &group->last[culprit->index];
    if (*last == NULL) {
        group->first[culprit->index] = member;
    } else {
        group->next[(*last)->index] = member;
    }
    *last = member;
}

/* Everything follows from the base's chain and the record's own clause. */
static struct chain extend(const struct chain *base, const struct record *record) {
    struct chain chain = {0};
    if (base != NULL) {
        chain = *base;
        chain.closed = record_is_open(record->base) ? base->closed : record->base;
    }
    bool below_open_dict = chain.dict_from != NULL && record_is_open(chain.dict_from);
    if (chain.under_dict == NULL && below_open_dict && record->storage == STORAGE_SLOTS) {
        chain.under_dict = record;
    }
    if (chain.trap == NULL && chain.closed != NULL && record->storage == STORAGE_NONE) {
        chain.trap = record;
    }
    if (chain.dict_from == NULL && record->storage != STORAGE_SLOTS) {
        chain.dict_from = record;
    }
    return chain;
}

struct chains *chains_new(struct mem *mem, const struct program *program) {
    struct chains *chains = mem_alloc(mem, sizeof *chains);
    chains->items = mem_alloc(mem, program->record_count * sizeof *chains->items);
    chains->spoiled = new_group(mem, program->record_count);
    chains->slotted = new_group(mem, program->record_count);
    for (size_t i = 0; i < program->record_count; i++) {
        const struct record *record = program->records[i];
        const struct chain *base =
            record->base == NULL ? NULL : &chains->items[record->base->index];
        struct chain *chain = &chains->items[i];
        *chain = extend(base, record);
        if (chain->trap != NULL && chain->trap != record) {
            add_to_group(&chains->spoiled, chain->trap, record);
        }
        if (chain->under_dict != NULL && chain->under_dict != record &&
            record->storage == STORAGE_SLOTS) {
            add_to_group(&chains->slotted, chain->under_dict, record);
        }
    }
    return chains;
}

const struct chain *chain_of(const struct chains *chains, const struct record *record) {
    return &chains->items[record->index];
}

const struct record *chain_spoiled(const struct chains *chains, const struct record *trap) {
    return chains->spoiled.first[trap->index];
}

const struct record *chain_next_spoiled(const struct chains *chains, const struct record *record) {
    return chains->spoiled.next[record->index];
}

const struct record *chain_slotted(const struct chains *chains, const struct record *under_dict) {
    return chains->slotted.first[under_dict->index];
}

const struct record *chain_next_slotted(const struct chains *chains, const struct record *record) {
    return chains->slotted.next[record->index];
}

const char *record_storage_words(const struct record *record) {
    static const char *const words[] = {
        [STORAGE_NONE] = "none",
        [STORAGE_SLOTS] = "slots",
        [STORAGE_DICT] = "dict",
        [STORAGE_SLOTS_DICT] = "slots+dict",
    };
    return words[record->storage];
}
