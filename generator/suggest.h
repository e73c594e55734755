/* The nearest known name to one that is unknown: "did you mean `value`?". */
#ifndef SLOTC_SUGGEST_H
#define SLOTC_SUGGEST_H

struct suggestion {
    const char *unknown;
    const char *nearest; /* NULL where no name offered is near */
    unsigned distance;
};

struct suggestion suggest_for(const char *unknown);
void suggest_offer(struct suggestion *suggestion, const char *known);

#endif
