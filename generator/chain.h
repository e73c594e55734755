/* What inheritance makes of a record's storage clause: where its dict comes from, and which
 * record of its chain, if any, is at fault. language.md, "Storage", in data. */
#ifndef SLOTC_CHAIN_H
#define SLOTC_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

struct mem;
struct program;
struct record;

struct chain {
    const struct record
        *dict_from; /* the record that brought the dict, itself perhaps; NULL without a dict */
    const struct record *closed; /* the nearest closed ancestor, NULL without one */
    const struct record *trap; /* the first record without a clause below a closed one */
    const struct record
        *under_dict; /* the first `slots` record below the open one that brought the dict */
};

struct chains;

struct chains *chains_new(struct mem *mem, const struct program *program);
const struct chain *chain_of(const struct chains *chains, const struct record *record);

/* The records whose chain has the same trap (or the same first slots under a dict) as the one
 * given, bases before children: the first, and the one behind one; NULL past the last. */
const struct record *chain_spoiled(const struct chains *chains, const struct record *trap);
const struct record *chain_next_spoiled(const struct chains *chains, const struct record *record);
const struct record *chain_slotted(const struct chains *chains, const struct record *under_dict);
const struct record *chain_next_slotted(const struct chains *chains, const struct record *record);

/* No clause, or `dict`: its own fields can be deleted. */
bool record_is_open(const struct record *record);

/* Whether its own cells may stand in the tail padding of its base: that says `@open_tail`, in the
 * same file. */
bool record_may_use_tail(const struct record *record);

/* A record's storage in the words of `slotc model`: "slots+dict"; "none" without a clause. */
const char *record_storage_words(const struct record *record);

#endif
