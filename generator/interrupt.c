#include "interrupt.h"

#include <stddef.h>

static const int held[] = {SIGHUP, SIGINT, SIGTERM};

#define HELD_COUNT (sizeof held / sizeof *held)

void interrupt_hold(sigset_t *before) {
    sigset_t signals;
    sigemptyset(&signals);
    for (size_t i = 0; i < HELD_COUNT; i++) {
        sigaddset(&signals, held[i]);
    }
    sigprocmask(SIG_BLOCK, &signals, before);
}

bool interrupt_waits(void) {
    sigset_t waiting;
    bool any = false;
    if (sigpending(&waiting) == 0) {
        for (size_t i = 0; i < HELD_COUNT; i++) {
            any = any || sigismember(&waiting, held[i]) == 1;
        }
    }
    return any;
}

void interrupt_release(const sigset_t *before) {
    sigprocmask(SIG_SETMASK, before, NULL);
}
