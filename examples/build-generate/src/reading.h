#ifndef READING_H
#define READING_H

#include <stdbool.h>

#include "reading.slots.h"

/* Whether somebody has to look at it. */
bool reading_is_high(const Reading *reading);

#endif
