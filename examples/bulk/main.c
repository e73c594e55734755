/* 100,000 records, once with a dict and once with slots: what do they hold altogether? The tracer
 * tells. */
#define SLOTS_IMPLEMENTATION
#define SLOTS_TRACE
#include "bulk.slots.h"

#include <stdio.h>

#define COUNT 100000

/* Makes the records, asks for their bytes and frees them; 0 where memory runs out. */
static uint64_t dict_bytes(void) {
    slots_trace_start();
    RecordDict *records = slots_malloc(COUNT * sizeof *records);
    uint64_t bytes = 0;
    size_t made = 0;
    for (; records != NULL && made < COUNT; made++) {
        char name[24];
        double value = (double)made * 1.5;
        snprintf(name, sizeof name, "item_%zu", made);
        if (RecordDict_init_with(&records[made], (int64_t)made, name, value) != SLOTS_OK) {
            break;
        }
    }
    if (made == COUNT) {
        slots_trace_memory(&bytes, NULL);
        const RecordDict *last = &records[COUNT - 1];
        printf("Last dict record: %s, %.1f\n", RecordDict_get_name(last),
               RecordDict_get_value(last));
    }
    while (made > 0) {
        RecordDict_fini(&records[--made]);
    }
    slots_free(records);
    slots_trace_stop();
    return bytes;
}

/* The same with slots. */
static uint64_t slot_bytes(void) {
    slots_trace_start();
    RecordSlot *records = slots_malloc(COUNT * sizeof *records);
    uint64_t bytes = 0;
    size_t made = 0;
    for (; records != NULL && made < COUNT; made++) {
        char name[24];
        double value = (double)made * 1.5;
        snprintf(name, sizeof name, "item_%zu", made);
        if (RecordSlot_init_with(&records[made], (int64_t)made, name, value) != SLOTS_OK) {
            break;
        }
    }
    if (made == COUNT) {
        slots_trace_memory(&bytes, NULL);
        const RecordSlot *last = &records[COUNT - 1];
        printf("Last slot record: %s, %.1f\n", RecordSlot_get_name(last),
               RecordSlot_get_value(last));
    }
    while (made > 0) {
        RecordSlot_fini(&records[--made]);
    }
    slots_free(records);
    slots_trace_stop();
    return bytes;
}

int main(void) {
    uint64_t dict = dict_bytes();
    uint64_t slot = slot_bytes();
    slots_trace_end();
    if (dict == 0 || slot == 0) {
        fputs("bulk: out of memory\n", stderr);
        return 1;
    }
    printf("Dict records total: %.1f KB\n", (double)dict / 1024);
    printf("Slot records total: %.1f KB\n", (double)slot / 1024);
    return 0;
}
