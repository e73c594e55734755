#include "suggest.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define MAX_LENGTH 128

struct suggestion suggest_for(const char *unknown) {
    /* One change in three letters is a slip; more is another word. */
    unsigned most = (unsigned)strlen(unknown) / 3;
    return (struct suggestion){.unknown = unknown,
                               .distance = most > 3   ? 4
                                           : most < 1 ? 2
                                                      : most + 1};
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Changes of one letter, and swaps of two, that make one word the other (Damerau's distance, of
 * strings whose swapped letters aren't changed again); letter case counts for nothing. */
static unsigned distance_between(const char *left, size_t left_length, const char *right,
                                 size_t right_length) {
    unsigned rows[3][MAX_LENGTH + 1];
    for (size_t j = 0; j <= right_length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= left_length; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i - 1) % 3];
        const unsigned *above_that = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= right_length; j++) {
            int a = tolower((unsigned char)left[i - 1]);
            int b = tolower((unsigned char)right[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a != b));
            if (i > 1 && j > 1 && a == tolower((unsigned char)right[j - 2]) &&
                b == tolower((unsigned char)left[i - 2])) {
                row[j] = least(row[j], above_that[j - 2] + 1);
            }
        }
    }
    return rows[left_length % 3][right_length];
}

void suggest_offer(struct suggestion *suggestion, const char *known) {
    size_t left = strlen(suggestion->unknown);
    size_t right = strlen(known);
    size_t apart = left > right ? left - right : right - left;
    if (left > MAX_LENGTH || right > MAX_LENGTH || apart >= suggestion->distance) {
        return;
    }
    unsigned distance = distance_between(suggestion->unknown, left, known, right);
    if (distance < suggestion->distance && distance < right) {
        suggestion->distance = distance;
        suggestion->nearest = known;
    }
}
