/* Comments that silence findings. */
#include "zoo.slots.h"

unsigned allowed(const zoo_Cat *cat);

unsigned allowed(const zoo_Cat *cat) {
    unsigned sum = cat->lives; /* slotc:allow audit-member: measured, the hottest loop */
    /* slotc:allow audit-member: on the line above */
    sum += cat->base.id;
    // slotc:allow audit-member: as a line comment
    sum += cat->base.id;
    sum += cat->lives; /* finds audit-member */ /* no reason for another line */
    sum += cat->lives; /* finds audit-allow */ /* slotc:allow audit-member */
    sum += cat->lives; /* finds audit-member audit-allow */ /* slotc:allow audit-cast: other */
    sum += 1; /* finds audit-allow */ /* slotc:allow audit-unknown: no such rule */
    sum += 1; /* finds audit-allow */ /* slotc:allow chain-missing-slots: of schemas */
    return sum;
}
