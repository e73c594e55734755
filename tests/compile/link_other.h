/* What link_main.c uses of link_other.c. */
#ifndef LINK_OTHER_H
#define LINK_OTHER_H

#if defined(__cplusplus)
extern "C" {
#endif

slots_status other_fill(pair_second_Child *child, double value, const char *note);
slots_status other_add(pair_first_Owner *owner);
const slots_class *other_class(void);

#if defined(__cplusplus)
}
#endif

#endif
