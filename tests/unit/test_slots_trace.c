#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "failing_malloc.h"
#define SLOTS_STATIC
#define SLOTS_TRACE
#include "../../templates/slots_trace.h"
#undef malloc
#undef free
#include "counting_allocator.h"
#include "run_suite.h"

/* As a generated header has it: a function that allocates, and a macro that knows the line. */
static void *Node_new(size_t size) {
    return slots_allocate(size, 8);
}
#define Node_new(...) SLOTS_TRACED(Node, Node_new, (__VA_ARGS__))

static int Node_join(void *left, void *right) {
    void *whole = slots_allocate(1, 1);
    slots_release(left, 10, 8);
    slots_release(right, 20, 8);
    slots_release(whole, 1, 1);
    return 7;
}
#define Node_join(...) SLOTS_TRACED(Node, Node_join, (__VA_ARGS__))

static slots_snapshot *snapshot;

static void set_up(void) {
    count_allocations();
    blocks = 0;
    malloc_fails_at = 0;
    snapshot = NULL;
}

static void tear_down(void) {
    malloc_fails_at = 0;
    slots_trace_snapshot_free(snapshot);
    slots_trace_end();
    ck_assert_uint_eq(blocks, 0);
    ck_assert_uint_eq(live_bytes, 0);
    slots_set_allocator(NULL);
}

/* The row of a line and class in a new snapshot; one of zeros where there is none. */
static slots_trace_row row_of(int line, const char *type) {
    slots_trace_row none = {"", NULL, 0, 0, 0, 0, 0, 0};
    slots_trace_snapshot_free(snapshot);
    snapshot = slots_trace_snapshot();
    ck_assert_ptr_nonnull(snapshot);
    for (size_t i = 0; i < snapshot->count; i++) {
        const slots_trace_row *row = &snapshot->rows[i];
        const char *is = row->type != NULL ? row->type : "";
        if (row->line == (uint32_t)line && strcmp(is, type) == 0) {
            return *row;
        }
    }
    return none;
}

static uint64_t current(void) {
    uint64_t bytes = 1;
    slots_trace_memory(&bytes, NULL);
    return bytes;
}

static uint64_t peak(void) {
    uint64_t bytes = 1;
    slots_trace_memory(NULL, &bytes);
    return bytes;
}

START_TEST(a_block_counts_for_the_line_and_class_of_the_call) {
    slots_trace_start();
    ck_assert(slots_trace_is_tracing());
    int line = __LINE__ + 2;
    for (int i = 0; i < 3; i++) {
        slots_release(Node_new(100), 100, 8);
    }
    void *left = Node_new(24);
    void *right = (Node_new)(5);
    slots_trace_row row = row_of(line, "Node");
    ck_assert_uint_eq(row.count, 0);
    ck_assert_uint_eq(row.total_count, 3);
    ck_assert_uint_eq(row.total_size, 300);
    row = row_of(line + 2, "Node");
    ck_assert_uint_eq(row.size, 24);
    ck_assert_uint_eq(row.count, 1);
    ck_assert_str_eq(row.file, __FILE__);
    row = row_of(0, "");
    ck_assert_uint_eq(row.size, 5);
    ck_assert_str_eq(row.file, "<unknown>");
    ck_assert_uint_eq(snapshot->current, 29);
    ck_assert_uint_eq(snapshot->peak, 100);
    slots_release(left, 24, 8);
    slots_release(right, 5, 8);
    ck_assert_uint_eq(current(), 0);
}
END_TEST

START_TEST(arguments_have_call_places_of_their_own) {
    slots_trace_start();
    int line = __LINE__ + 2;
    /* clang-format off */
    int result = Node_join(Node_new(10),
                           Node_new(20));
    /* clang-format on */
    ck_assert_int_eq(result, 7);
    /* A macro's line is that of the outermost one's name or end, as the compiler has it. */
    slots_trace_row row = row_of(line, "Node");
    uint64_t total = row.total_size;
    if (row_of(line + 1, "Node").total_size > 0) {
        total += row_of(line + 1, "Node").total_size;
    }
    ck_assert_uint_eq(total, 31);
    ck_assert_uint_eq(snapshot->current, 0);
    ck_assert_ptr_eq(slots_trace_own.site, &slots_trace_unknown);
}
END_TEST

START_TEST(only_what_is_made_between_start_and_stop_counts) {
    void *before = Node_new(10);
    ck_assert(!slots_trace_is_tracing());
    slots_trace_start();
    void *within = Node_new(20);
    slots_release(before, 10, 8);
    ck_assert_uint_eq(current(), 20);
    slots_trace_start();
    ck_assert_uint_eq(current(), 20);
    slots_trace_stop();
    ck_assert_uint_eq(current(), 0);
    ck_assert_uint_eq(peak(), 0);
    void *between = Node_new(30);
    slots_trace_start();
    slots_release(within, 20, 8);
    slots_release(between, 30, 8);
    ck_assert_uint_eq(current(), 0);
    slots_trace_stop();
    slots_trace_snapshot_free(snapshot);
    snapshot = slots_trace_snapshot();
    ck_assert_uint_eq(snapshot->count, 0);
}
END_TEST

START_TEST(clear_forgets_and_goes_on) {
    slots_trace_start();
    void *old = Node_new(10);
    slots_trace_clear();
    ck_assert_uint_eq(current(), 0);
    void *young = Node_new(20);
    slots_release(old, 10, 8);
    ck_assert_uint_eq(current(), 20);
    ck_assert_uint_eq(row_of(0, "").total_count, 0);
    ck_assert_uint_eq(snapshot->count, 1);
    ck_assert_uint_eq(snapshot->rows[0].size, 20);
    slots_release(young, 20, 8);
}
END_TEST

START_TEST(the_peak_is_exact_and_can_be_reset) {
    slots_trace_start();
    void *first = Node_new(100000);
    void *second = Node_new(50000);
    slots_release(first, 100000, 8);
    void *third = Node_new(70000);
    ck_assert_uint_eq(peak(), 150000);
    ck_assert_uint_eq(current(), 120000);
    slots_trace_reset_peak();
    ck_assert_uint_eq(peak(), 120000);
    slots_release(third, 70000, 8);
    third = Node_new(70001);
    ck_assert_uint_eq(peak(), 120001);
    slots_release(second, 50000, 8);
    slots_release(third, 70001, 8);
    ck_assert_uint_eq(peak(), 120001);
    ck_assert_uint_eq(current(), 0);
}
END_TEST

START_TEST(a_resized_block_counts_for_the_last_line) {
    void *block = Node_new(10);
    slots_trace_start();
    block = slots_resize(block, 10, 40, 8);
    slots_trace_row row = row_of(0, "");
    ck_assert_uint_eq(row.size, 40);
    ck_assert_uint_eq(row.count, 1);
    fail_at = 1;
    ck_assert_ptr_null(slots_resize(block, 40, 50, 8));
    ck_assert_uint_eq(current(), 40);
    block = slots_resize(block, 40, 4, 8);
    ck_assert_uint_eq(current(), 4);
    ck_assert_uint_eq(row_of(0, "").total_size, 44);
    slots_release(block, 4, 8);
    ck_assert_ptr_null(slots_allocate(SIZE_MAX - 4, 8));
    slots_release(NULL, 4, 8);
    block = slots_resize(NULL, 0, 6, 1);
    ck_assert_uint_eq(current(), 6);
    slots_release(block, 6, 1);
}
END_TEST

START_TEST(every_alignment_is_kept) {
    slots_set_allocator(NULL);
    slots_trace_start();
    for (size_t align = 1; align <= 4096; align *= 2) {
        unsigned char *block = slots_allocate(align + 3, align);
        ck_assert_uint_eq((uintptr_t)block % align, 0);
        memset(block, 0xa5, align + 3);
        block = slots_resize(block, align + 3, 3 * align + 3, align);
        ck_assert_uint_eq((uintptr_t)block % align, 0);
        ck_assert_uint_eq(block[align + 2], 0xa5);
        ck_assert_uint_eq(current(), 3 * align + 3);
        slots_release(block, 3 * align + 3, align);
    }
    ck_assert_uint_eq(current(), 0);
}
END_TEST

START_TEST(a_program_traces_its_own_blocks) {
    slots_trace_start();
    size_t before = blocks;
    int line = __LINE__ + 1;
    char *block = slots_malloc(10);
    char *zeros = slots_calloc(10, 3);
    ck_assert_uint_eq((uintptr_t)block % _Alignof(max_align_t), 0);
    ck_assert_uint_eq(row_of(line, "").size, 10);
    ck_assert_uint_eq(row_of(line + 1, "").size, 30);
    for (int i = 0; i < 30; i++) {
        ck_assert_int_eq(zeros[i], 0);
    }
    memcpy(block, "123456789", 10);
    block = slots_realloc(slots_realloc(block, 20), 5000);
    ck_assert_str_eq(block, "123456789");
    ck_assert_uint_eq(row_of(line, "").size, 0);
    ck_assert_uint_eq(current(), 5030);
    slots_free(block);
    slots_free(zeros);
    slots_free(NULL);
    slots_free(slots_realloc(NULL, 5));
    ck_assert_uint_eq(current(), 0);
    errno = 0;
    ck_assert_ptr_null(slots_malloc(SIZE_MAX));
    ck_assert_int_eq(errno, ENOMEM);
    ck_assert_ptr_null(slots_calloc(SIZE_MAX / 2, 3));
    zeros = slots_malloc(1);
    ck_assert_ptr_null(slots_realloc(zeros, SIZE_MAX - 3));
    slots_free(zeros);
    ck_assert_uint_ge(blocks, before);
}
END_TEST

START_TEST(places_of_a_pool_count_once) {
    slots_trace_places places = {NULL, 0, 0};
    slots_trace_places_take(&places, 0, 24); /* before start */
    slots_trace_start();
    for (uint32_t i = 1; i < 5000; i++) {
        slots_trace_places_take(&places, i, 24);
    }
    slots_trace_places_give(&places, 0, 24);
    slots_trace_places_give(&places, 7, 24);
    slots_trace_places_give(&places, 6000000, 24);
    ck_assert_uint_eq(current(), UINT64_C(4998) * 24);
    ck_assert_uint_eq(row_of(0, "").count, 4998);
    slots_trace_clear();
    slots_trace_places_give(&places, 8, 24);
    slots_trace_places_take(&places, 9, 24);
    slots_trace_places_give(&places, 10, 24);
    ck_assert_uint_eq(current(), 24);
    slots_trace_places_clear(&places, 24);
    ck_assert_uint_eq(current(), 0);
    slots_trace_places_take(&places, 70000, 24);
    ck_assert_uint_eq(current(), 24);
    slots_trace_places_fini(&places, 24);
    ck_assert_uint_eq(current(), 0);
}
END_TEST

START_TEST(the_tracer_starts_again_after_its_end) {
    for (int i = 0; i < 3; i++) {
        slots_trace_start();
        void *block = Node_new(10);
        ck_assert_uint_eq(row_of(__LINE__ - 1, "Node").count, 1);
        slots_trace_end();
        ck_assert(!slots_trace_is_tracing());
        slots_release(block, 10, 8);
        ck_assert_uint_eq(current(), 0);
    }
}
END_TEST

/* Each allocation of the tracer fails once. The block is there in any case, and it counts or it is
 * told as lost; with no more memory failing all is as it should be. */
START_TEST(a_block_that_cannot_be_counted_is_lost) {
    size_t lost = 0;
    for (size_t at = 1;; at++) {
        slots_trace_end();
        slots_trace_start();
        asked = 0;
        malloc_fails_at = at;
        void *block = Node_new(10);
        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq(current(), slots_trace_lost() == 0 ? 10 : 0);
        lost += slots_trace_lost();
        bool failed = asked >= at;
        malloc_fails_at = 0;
        slots_release(block, 10, 8);
        block = Node_new(10);
        ck_assert_uint_eq(current(), 10);
        slots_release(block, 10, 8);
        if (!failed) {
            break;
        }
        ck_assert_uint_eq(slots_trace_lost(), 1);
    }
    ck_assert_uint_eq(lost, 4);
    asked = 0;
    malloc_fails_at = 1;
    slots_trace_places places = {NULL, 0, 0};
    slots_trace_places_take(&places, 5, 24);
    ck_assert_uint_eq(slots_trace_lost(), 1);
    slots_trace_places_give(&places, 5, 24);
    ck_assert_uint_eq(current(), 0);
    for (size_t at = 1; at <= 5; at++) {
        asked = 0;
        malloc_fails_at = at;
        ck_assert_ptr_null(slots_trace_snapshot());
    }
    slots_trace_places_fini(&places, 24);
}
END_TEST

#define LIVE 300
#define PLACES 3

/* A block, and what the tracer should say of it. */
struct model_block {
    unsigned char *bytes;
    size_t size;
    size_t align;
    int place; /* the call that made it; -1: does not count */
};

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void *make(int place, size_t size, size_t align) {
    static slots_trace_site sites[PLACES] = {
        {"m.c", "A", 1, 0, 0, 0}, {"m.c", "B", 2, 0, 0, 0}, {"m.c", NULL, 3, 0, 0, 0}};
    slots_trace_site *before = slots_trace_enter(&sites[place]);
    void *block = slots_allocate(size, align);
    slots_trace_leave(before);
    return block;
}

static void check_model(const struct model_block *live, const uint64_t *made) {
    static const char *const types[PLACES] = {"A", "B", ""};
    uint64_t total = 0;
    for (int place = 0; place < PLACES; place++) {
        uint64_t size = 0;
        uint64_t count = 0;
        for (int i = 0; i < LIVE; i++) {
            if (live[i].bytes != NULL && live[i].place == place) {
                size += live[i].size;
                count++;
            }
        }
        slots_trace_row row = row_of(place + 1, types[place]);
        ck_assert_uint_eq(row.size, size);
        ck_assert_uint_eq(row.count, count);
        ck_assert_uint_eq(row.total_count, made[place]);
        total += size;
    }
    ck_assert_uint_eq(current(), total);
}

static void free_one(struct model_block *block) {
    ck_assert(block->size == 0 || block->bytes[block->size - 1] == 0x5a);
    slots_release(block->bytes, block->size, block->align);
    block->bytes = NULL;
}

START_TEST(sums_are_those_of_a_model) {
    static struct model_block live[LIVE];
    uint64_t made[PLACES] = {0};
    uint32_t state = 12345;
    bool traces = true;
    slots_trace_start();
    for (int step = 0; step < 40000; step++) {
        struct model_block *block = &live[next_random(&state) % LIVE];
        uint32_t choice = next_random(&state) % 1000;
        if (block->bytes != NULL) {
            free_one(block);
        } else {
            int place = (int)(next_random(&state) % PLACES);
            block->size = next_random(&state) % 3000;
            block->align = (size_t)1 << next_random(&state) % 5;
            block->bytes = make(place, block->size, block->align);
            memset(block->bytes, 0x5a, block->size);
            block->place = traces ? place : -1;
            made[place] += traces;
        }
        if (choice == 0) {
            traces = !traces;
            (traces ? slots_trace_start : slots_trace_stop)();
        }
        if (choice == 1) {
            slots_trace_clear();
        }
        for (int i = 0; choice <= 1 && i < LIVE; i++) {
            live[i].place = -1;
        }
        if (choice <= 1) {
            memset(made, 0, sizeof made);
        }
        if (step % 100 == 0) {
            check_model(live, made);
        }
    }
    for (int i = 0; i < LIVE; i++) {
        if (live[i].bytes != NULL) {
            free_one(&live[i]);
        }
    }
    check_model(live, made);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("slots_trace");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, a_block_counts_for_the_line_and_class_of_the_call);
    tcase_add_test(all, arguments_have_call_places_of_their_own);
    tcase_add_test(all, only_what_is_made_between_start_and_stop_counts);
    tcase_add_test(all, clear_forgets_and_goes_on);
    tcase_add_test(all, the_peak_is_exact_and_can_be_reset);
    tcase_add_test(all, a_resized_block_counts_for_the_last_line);
    tcase_add_test(all, every_alignment_is_kept);
    tcase_add_test(all, a_program_traces_its_own_blocks);
    tcase_add_test(all, places_of_a_pool_count_once);
    tcase_add_test(all, the_tracer_starts_again_after_its_end);
    tcase_add_test(all, a_block_that_cannot_be_counted_is_lost);
    tcase_add_test(all, sums_are_those_of_a_model);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
