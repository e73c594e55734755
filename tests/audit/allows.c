/* Comments that silence findings. */
#include "zoo.slots.h"

#include <string.h>

unsigned allowed(const zoo_Cat *cat);
static unsigned more(const zoo_Cat *cat);

unsigned allowed(const zoo_Cat *cat) {
    unsigned sum = cat->lives; /* slotc:allow audit-member: measured, the hottest loop */
    /* slotc:allow audit-member: on the line above */
    sum += cat->base.id;
    // slotc:allow audit-member: as a line comment
    sum += cat->base.id;
    sum += cat->lives; /* finds audit-member */ /* no reason for another line */
    sum += cat->lives; /* finds audit-member audit-allow */ /* slotc:allow audit-member */
    sum += cat->lives; /* finds audit-member audit-allow */ /* slotc:allow audit-member: */
    sum += cat->lives; /* finds audit-member audit-allow */ /* slotc:allow */
    sum += cat->lives; /* finds audit-member audit-allow */ /* slotc:allow audit-cast: other */
    sum += 1; /* finds audit-allow */ /* slotc:allow audit-unknown: no such rule */
    sum += 1; /* finds audit-allow */ /* slotc:allow chain-missing-slots: of schemas */
    return sum + more(cat);
}

static unsigned more(const zoo_Cat *cat) {
    unsigned sum = 0;
    sum += cat->lives; // slotc:allow audit-member: a slotc:allow audit-cast: finds audit-allow
    /* slotc:allow audit-member: with a reason that is so long
     * that it takes two lines */
    sum += cat->lives;
    // slotc:allow audit-member: the same
    // in line comments
    sum += cat->lives;
    /*
     * slotc:allow audit-member: within a comment
     */
    sum += cat->lives;
    /* slotc:allow audit-member: two rules */
    /* slotc:allow audit-cast: for one line */
    sum += ((const zoo_Cat *)&cat->base)->lives;
    /* slotc:allow audit-member: before the code */ sum += cat->lives;
    // finds audit-allow slotc:allow audit-member: a blank line is between

    sum += cat->lives; /* finds audit-member */
    return sum;
}

void wrapped(zoo_Cat *cat, const zoo_Cat *other);

void wrapped(zoo_Cat *cat, const zoo_Cat *other) {
    memcpy(cat, other, /* a comment that makes the call too long for a line of its own */
           sizeof *other); /* slotc:allow audit-bytes: behind the call's last line */
    memcpy(cat,
           /* slotc:allow audit-bytes: above its last arguments */
           other, sizeof *other);
}
