/* 100,000 records, once with a dict and once with slots: what do they hold altogether? */
#define SLOTS_IMPLEMENTATION
#include "bulk.slots.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT 100000

/* Makes the records, adds up their bytes and frees them; 0 where memory runs out. */
static size_t dict_bytes(void) {
    RecordDict *records = malloc(COUNT * sizeof *records);
    size_t bytes = 0;
    size_t made = 0;
    for (; records != NULL && made < COUNT; made++) {
        char name[24];
        double value = (double)made * 1.5;
        snprintf(name, sizeof name, "item_%zu", made);
        if (RecordDict_init_with(&records[made], (int64_t)made, name, value) != SLOTS_OK) {
            break;
        }
        bytes += RecordDict_sizeof_deep(&records[made]);
    }
    if (made < COUNT) {
        bytes = 0;
    } else {
        const RecordDict *last = &records[COUNT - 1];
        printf("Last dict record: %s, %.1f\n", RecordDict_get_name(last),
               RecordDict_get_value(last));
    }
    while (made > 0) {
        RecordDict_fini(&records[--made]);
    }
    free(records);
    return bytes;
}

/* The same with slots. */
static size_t slot_bytes(void) {
    RecordSlot *records = malloc(COUNT * sizeof *records);
    size_t bytes = 0;
    size_t made = 0;
    for (; records != NULL && made < COUNT; made++) {
        char name[24];
        double value = (double)made * 1.5;
        snprintf(name, sizeof name, "item_%zu", made);
        if (RecordSlot_init_with(&records[made], (int64_t)made, name, value) != SLOTS_OK) {
            break;
        }
        bytes += RecordSlot_sizeof_deep(&records[made]);
    }
    if (made < COUNT) {
        bytes = 0;
    } else {
        const RecordSlot *last = &records[COUNT - 1];
        printf("Last slot record: %s, %.1f\n", RecordSlot_get_name(last),
               RecordSlot_get_value(last));
    }
    while (made > 0) {
        RecordSlot_fini(&records[--made]);
    }
    free(records);
    return bytes;
}

int main(void) {
    size_t dict = dict_bytes();
    size_t slot = slot_bytes();
    if (dict == 0 || slot == 0) {
        fputs("bulk: out of memory\n", stderr);
        return 1;
    }
    printf("Dict records total: %.1f KB\n", (double)dict / 1024);
    printf("Slot records total: %.1f KB\n", (double)slot / 1024);
    return 0;
}
