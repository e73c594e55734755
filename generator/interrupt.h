/* Signals that end a run, held while it has temporary files: what is half-written is completed or
 * removed first. */
#ifndef SLOTC_INTERRUPT_H
#define SLOTC_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* Signals that come from now on wait; what was blocked before is kept in *before. */
void interrupt_hold(sigset_t *before);

/* Whether one waits. */
bool interrupt_waits(void);

/* Lets those go that wait, which usually ends the run. */
void interrupt_release(const sigset_t *before);

#endif
