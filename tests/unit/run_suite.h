/* How each unit test ends its main. */
#ifndef RUN_SUITE_H
#define RUN_SUITE_H

#include <check.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Arenas come and go by the thousands: their blocks are not given back to the system each time. */
static inline void keep_freed_blocks(void) {
#if defined(__GLIBC__)
    (void)mallopt(M_MMAP_THRESHOLD, 16 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

/* Runs a suite, says what Check's environment asks for, and frees it: the status of the program. */
static inline int run_suite(Suite *suite) {
    keep_freed_blocks();
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
