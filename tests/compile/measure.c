/* What is counted of records, beside a naive count; and report.c at its limits. Compiled as C and
 * as C++, with report.c beside it. Prints `measured` when all is as it should be. */
#include "measure.slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void expect(bool good, int line, const char *what) {
    if (!good && failures++ < 20) {
        printf("line %d: not so: %s\n", line, what);
    }
}

#define EXPECT(condition) expect(condition, __LINE__, #condition)

/* An allocator that counts, and fails when it is told to. */
static size_t live_bytes;
static size_t fail_at; /* the allocation that fails, counted down; 0: none */

static void *counted_allocate(void *context, size_t size, size_t align) {
    (void)context;
    if (fail_at != 0 && --fail_at == 0) {
        return NULL;
    }
    live_bytes += size;
    return aligned_alloc(align > 16 ? align : 16, (size + 127) / 64 * 64);
}

static void counted_release(void *context, void *block, size_t size, size_t align) {
    (void)context;
    (void)align;
    live_bytes -= size;
    free(block);
}

static void *counted_resize(void *context, void *block, size_t old_size, size_t new_size,
                            size_t align) {
    void *moved = counted_allocate(context, new_size, align);
    if (moved != NULL) {
        memcpy(moved, block, old_size < new_size ? old_size : new_size);
        counted_release(context, block, old_size, align);
    }
    return moved;
}

/* What the report writes, or "" where it fails. */
static const char *written(slots_status write(const slots_measure *, FILE *),
                           const slots_measure *measure) {
    static char text[65536];
    FILE *file = tmpfile();
    slots_status status;
    size_t length;
    if (file == NULL) {
        abort();
    }
    status = write(measure, file);
    EXPECT(status == SLOTS_OK || (status == SLOTS_NO_MEMORY && ftell(file) == 0));
    rewind(file);
    length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

static void nothing_seen(void) {
    slots_measure measure;
    slots_measure_init(&measure);
    EXPECT(slots_measure_find(&measure, "m_Plain") == NULL);
    EXPECT(strstr(written(slots_report_text, &measure), "Plain") != NULL);
    EXPECT(strcmp(written(slots_report_json, &measure), written(slots_report_json, NULL)) == 0);
    EXPECT(strstr(written(slots_report_text, NULL), "differs") == NULL);
    EXPECT(strstr(written(slots_report_text, NULL), "not @count") == NULL);
    EXPECT(strstr(written(slots_report_json, NULL), "\"count\": 5000000000,") != NULL);
    slots_measure_fini(&measure);
    slots_shutdown();
    EXPECT(live_bytes == 0);
}

static slots_status count_host(slots_measure *measure, const char *name, const char *item,
                               const char *note) {
    m_Host host;
    slots_status status;
    m_Host_init(&host);
    EXPECT(m_Host_set_name(&host, name) == SLOTS_OK);
    EXPECT(m_Host_put_names(&host, 2, item) == SLOTS_OK);
    if (note != NULL) {
        EXPECT(m_Host_set_note(&host, note) == SLOTS_OK);
    }
    status = m_Host_measure(measure, &host);
    m_Host_fini(&host);
    return status;
}

static bool has_texts(const slots_measured_texts *texts, const char *name, uint64_t values,
                      uint64_t distinct, uint64_t bytes, uint64_t distinct_bytes) {
    return strcmp(texts->field->name, name) == 0 && texts->values == values &&
           texts->distinct == distinct && texts->bytes == bytes &&
           texts->distinct_bytes == distinct_bytes;
}

/* Texts as they are counted, and no text is no value. */
static void texts(void) {
    const slots_measured *seen;
    slots_measure measure;
    slots_measure_init(&measure);
    EXPECT(count_host(&measure, "a", NULL, NULL) == SLOTS_OK);
    EXPECT(count_host(&measure, NULL, "", "\xc3\xa9\xff") == SLOTS_OK);
    EXPECT(count_host(&measure, "ab", "x", "") == SLOTS_OK);
    EXPECT(count_host(&measure, "a", "", NULL) == SLOTS_OK);
    seen = slots_measure_find(&measure, "m_Host");
    EXPECT(seen != NULL && seen->seen == 4 && seen->records == 4 * m_Host_SIZE);
    EXPECT(seen->dicts == 0 && seen->with_dict == 0 && seen->texts == 16 && seen->field_count == 3);
    EXPECT(has_texts(&seen->fields[0], "name", 3, 2, 7, 5));
    EXPECT(has_texts(&seen->fields[1], "names", 3, 2, 4, 3));
    EXPECT(has_texts(&seen->fields[2], "note", 2, 2, 5, 5));
    slots_measure_fini(&measure);
    slots_shutdown();
    EXPECT(measure.count == 0 && live_bytes == 0);
}

/* Many texts, in sets that grow, and of several records by turns. */
static void many(void) {
    slots_measure measure;
    const slots_measured *seen;
    const slots_measured *child;
    uint64_t bytes = 0;
    slots_measure_init(&measure);
    for (int i = 0; i < 20000; i++) {
        m_Child one;
        m_Plain plain;
        char text[32];
        m_Child_init(&one);
        m_Plain_init(&plain);
        snprintf(text, sizeof text, "text %d", i % 7000);
        bytes += strlen(text) + 1;
        EXPECT(m_Child_set_name(&one, text) == SLOTS_OK);
        EXPECT(m_Child_set_more(&one, i % 2 == 0 ? "even" : "odd") == SLOTS_OK);
        EXPECT(m_Child_measure(&measure, &one) == SLOTS_OK);
        EXPECT(m_Plain_measure(&measure, &plain) == SLOTS_OK);
        m_Child_fini(&one);
    }
    child = slots_measure_find(&measure, "m_Child");
    EXPECT(child != NULL && child->seen == 20000 && child->field_count == 4);
    EXPECT(child->fields[0].values == 20000 && child->fields[0].distinct == 7000);
    EXPECT(child->fields[0].bytes == bytes && child->fields[1].values == 0);
    EXPECT(has_texts(&child->fields[3], "more", 20000, 2, 90000, 9));
    EXPECT(child->texts == bytes + 90000);
    seen = slots_measure_find(&measure, "m_Plain");
    EXPECT(seen != NULL && seen->records == 20000 * m_Plain_SIZE && seen->field_count == 0);
    EXPECT(strstr(written(slots_report_text, &measure), "7_000") != NULL);
    slots_measure_fini(&measure);
    slots_shutdown();
    EXPECT(live_bytes == 0);
}

static void dicts(void) {
    slots_measure measure;
    m_Backed backed;
    m_Mixed mixed;
    const slots_measured *seen;
    slots_measure_init(&measure);
    m_Backed_init(&backed);
    m_Mixed_init(&mixed);
    EXPECT(m_Mixed_set_name(&mixed, "four") == SLOTS_OK);
    EXPECT(m_Mixed_measure(&measure, &mixed) == SLOTS_OK);
    EXPECT(m_Backed_measure(&measure, &backed) == SLOTS_OK);
    EXPECT(m_Backed_setattr(&backed, "dynamic",
                            slots_text("a text that is long enough to be kept "
                                       "apart")) == SLOTS_OK);
    EXPECT(m_Backed_set_name(&backed, "b") == SLOTS_OK);
    EXPECT(m_Backed_measure(&measure, &backed) == SLOTS_OK);
    seen = slots_measure_find(&measure, "m_Backed");
    EXPECT(seen != NULL && seen->seen == 2 && seen->with_dict == 1 && seen->texts == 2);
    EXPECT(seen->records + seen->texts + seen->dicts ==
           m_Backed_SIZE + m_Backed_sizeof_deep(&backed));
    seen = slots_measure_find(&measure, "m_Mixed");
    EXPECT(seen != NULL && seen->with_dict == 0 && seen->texts == 5 && seen->dicts == 0);
    m_Backed_fini(&backed);
    m_Mixed_fini(&mixed);
    slots_measure_fini(&measure);
}

/* Each allocation fails once: the instance is not counted, all else is as it was. */
static void without_memory(void) {
    for (size_t n = 1; n < 12; n++) {
        slots_measure measure;
        m_Host host;
        size_t counted = 0;
        char text[32];
        m_Host_init(&host);
        slots_measure_init(&measure);
        for (int i = 0; i < 100; i++) {
            slots_status status;
            snprintf(text, sizeof text, "%d", i);
            EXPECT(m_Host_set_name(&host, text) == SLOTS_OK);
            fail_at = i % 7 == 0 ? n : 0;
            status = m_Host_measure(&measure, &host);
            EXPECT(status == SLOTS_OK || (status == SLOTS_NO_MEMORY && fail_at == 0));
            fail_at = 0;
            counted += status == SLOTS_OK;
        }
        EXPECT(counted > 90 && (n > 5 || counted < 100));
        EXPECT(slots_measure_find(&measure, "m_Host")->seen == counted);
        EXPECT(slots_measure_find(&measure, "m_Host")->fields[0].distinct == counted);
        m_Host_fini(&host);
        slots_measure_fini(&measure);
        slots_shutdown();
        EXPECT(live_bytes == 0);
    }
#if !defined(SLOTS_STATIC) /* else report.c has an allocator of its own */
    for (size_t n = 1;; n++) {
        const char *text;
        fail_at = n;
        text = written(slots_report_json, NULL);
        if (fail_at != 0) {
            EXPECT(n > 8 && text[0] == '[');
            fail_at = 0;
            break;
        }
        EXPECT(text[0] == '\0');
    }
#endif
}

/* One byte, and a record of no schema of this report.c. */
static void strange(void) {
    slots_class other;
    slots_measure measure;
    static m_Empty empty;
    memset(&other, 0, sizeof other);
    other.name = "Other";
    other.size = 1;
    other.align = 1;
    other.ext_offset = SLOTS_NO_DICT;
    slots_measure_init(&measure);
    m_Empty_init(&empty);
    EXPECT(m_Empty_measure(&measure, &empty) == SLOTS_OK);
    EXPECT(strstr(written(slots_report_text, &measure), " 1 byte ") != NULL);
    EXPECT(slots_measure_add(&measure, "x_Other", &other, "", 1) == SLOTS_OK);
    EXPECT(strstr(written(slots_report_text, &measure),
                  "1 instances of `x_Other` were seen, which this report.c does not know") != NULL);
    slots_measure_fini(&measure);
}

int main(void) {
    slots_allocator counting = {counted_allocate, counted_resize, counted_release, NULL};
    slots_set_allocator(&counting);
    nothing_seen();
    texts();
    many();
    dicts();
    without_memory();
    strange();
    slots_shutdown();
    EXPECT(live_bytes == 0);
    if (failures == 0) {
        puts("measured");
    }
    return failures != 0;
}
