/* What slotc computed for some records, and what they take in a program: side by side. */
#define SLOTS_IMPLEMENTATION
#define SLOTS_MEASURE_NO_MALLOC /* what malloc adds is not the same everywhere */
#include "report.slots.h"

#include <stdio.h>

#define SAMPLES 1000
#define TAGS 250000

static slots_status count_samples(slots_measure *measure) {
    static Sample samples[SAMPLES];
    slots_status status = SLOTS_OK;
    for (size_t i = 0; i < SAMPLES && status == SLOTS_OK; i++) {
        Sample_init(&samples[i]);
        status = Sample_measure(measure, &samples[i]);
    }
    return status;
}

/* Measured one by one as they come: nothing is kept of them. */
static slots_status count_tags(slots_measure *measure) {
    static const char *const units[] = {"degrees Celsius", "pascal", "percent"};
    slots_status status = SLOTS_OK;
    for (unsigned i = 0; i < TAGS && status == SLOTS_OK; i++) {
        char host[32];
        Tag tag;
        (void)snprintf(host, sizeof host, "host%03u.example", i % 500);
        status = Tag_init_with(&tag, host, units[i % 3]);
        if (status == SLOTS_OK) {
            status = Tag_measure(measure, &tag);
        }
        Tag_fini(&tag);
    }
    return status;
}

static slots_status count_notes(slots_measure *measure) {
    slots_status status = SLOTS_OK;
    for (int i = 0; i < 8 && status == SLOTS_OK; i++) {
        Note note;
        status = Note_init_with(&note, "calibrated");
        if (status == SLOTS_OK && i % 2 == 0 && Note_hasdict(&note)) {
            status = Note_setattr(&note, "by", slots_text("Ada"));
        }
        if (status == SLOTS_OK) {
            status = Note_measure(measure, &note);
        }
        Note_fini(&note);
    }
    return status;
}

int main(void) {
    slots_measure measure;
    slots_measure_init(&measure);
    slots_status status = count_samples(&measure);
    status = status == SLOTS_OK ? count_tags(&measure) : status;
    status = status == SLOTS_OK ? count_notes(&measure) : status;
    status = status == SLOTS_OK ? slots_report_text(&measure, stdout) : status;
    slots_measure_fini(&measure);
    if (status != SLOTS_OK) {
        fputs("report: out of memory\n", stderr);
    }
    return status != SLOTS_OK || ferror(stdout);
}
