/* Random numbers for unit tests, the same in each run: SplitMix64 (Steele, Lea, Flood: Fast
 * Splittable Pseudorandom Number Generators, 2014). */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Set it to a seed, so that a failure can be repeated. */
static uint64_t random_state;

static inline size_t random_below(size_t limit) {
    random_state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t bits = random_state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((bits ^ (bits >> 31)) % limit);
}

#endif
