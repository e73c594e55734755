#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../generator/lsp_frame.h"
#include "run_suite.h"

/* What is read of some bytes, which then end. */
static struct lsp_frames frames_of(const char *bytes) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    size_t length = strlen(bytes);
    ck_assert_int_eq(write(ends[1], bytes, length), (ssize_t)length);
    close(ends[1]);
    return (struct lsp_frames){.file = ends[0]};
}

static void end(struct lsp_frames *frames) {
    close(frames->file);
    lsp_frames_free(frames);
}

static void check_read(struct lsp_frames *frames, const char *wanted) {
    const char *bytes = NULL;
    const char *error = NULL;
    size_t length = 0;
    ck_assert_int_eq(lsp_frame_read(frames, &bytes, &length, &error), FRAME_READ);
    ck_assert_uint_eq(length, strlen(wanted));
    ck_assert_mem_eq(bytes, wanted, length);
}

static void check_status(struct lsp_frames *frames, enum lsp_frame_status status,
                         const char *words) {
    const char *bytes = NULL;
    const char *error = NULL;
    size_t length = 0;
    ck_assert_int_eq(lsp_frame_read(frames, &bytes, &length, &error), status);
    if (words != NULL) {
        ck_assert_str_eq(error, words);
    }
}

START_TEST(messages_follow_one_another) {
    struct lsp_frames frames = frames_of("Content-Length: 2\r\n\r\n{}"
                                         "content-length:3 \r\nContent-Type: x\r\n\r\n[1]"
                                         "Content-Length: 0\n\n");
    check_read(&frames, "{}");
    ck_assert(lsp_frame_waits(&frames));
    check_read(&frames, "[1]");
    check_read(&frames, "");
    check_status(&frames, FRAME_END, NULL);
    end(&frames);
}
END_TEST

START_TEST(a_message_that_is_not_whole_is_broken) {
    struct lsp_frames frames = frames_of("Content-Length: 3\r\n\r\n{}");
    check_status(&frames, FRAME_BROKEN, "the input ends within a message");
    end(&frames);
    frames = frames_of("Content-Len");
    check_status(&frames, FRAME_BROKEN, "the input ends within a message");
    end(&frames);
}
END_TEST

START_TEST(a_head_without_a_good_length_is_broken) {
    struct lsp_frames frames = frames_of("Content-Type: x\r\n\r\n{}");
    check_status(&frames, FRAME_BROKEN, "a message without Content-Length");
    end(&frames);
    frames = frames_of("Content-Length: -1\r\n\r\n{}");
    check_status(&frames, FRAME_BROKEN, "a message's Content-Length is no number");
    end(&frames);
    frames = frames_of("Content-Length: 18446744073709551617\r\n\r\n{}");
    check_status(&frames, FRAME_BROKEN, "a message is larger than 400 MiB");
    end(&frames);
}
END_TEST

START_TEST(what_is_written_can_be_read) {
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    ck_assert(lsp_frame_write(file, "{\"a\":1}", 7));
    rewind(file);
    struct lsp_frames frames = {.file = fileno(file)};
    check_read(&frames, "{\"a\":1}");
    lsp_frames_free(&frames);
    fclose(file);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("lsp_frame");
    TCase *cases = tcase_create("lsp_frame");
    tcase_add_test(cases, messages_follow_one_another);
    tcase_add_test(cases, a_message_that_is_not_whole_is_broken);
    tcase_add_test(cases, a_head_without_a_good_length_is_broken);
    tcase_add_test(cases, what_is_written_can_be_read);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
