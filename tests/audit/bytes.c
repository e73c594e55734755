/* Records taken as bytes. */
#include "zoo.slots.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int compare(const zoo_Cat *a, const zoo_Cat *b, const zoo_Dot *c, const zoo_Dot *d);
void transfer(FILE *file, int descriptor, zoo_Dot *dot, zoo_Cat *cat, char *text);
void copy(zoo_Cat *cat, const zoo_Cat *other, zoo_Bag *bag, zoo_Dot *dot, const zoo_Dot *from);

int compare(const zoo_Cat *a, const zoo_Cat *b, const zoo_Dot *c, const zoo_Dot *d) {
    int same = memcmp(a, b, sizeof *a) == 0; /* finds audit-bytes */
    same += memcmp(c, d, sizeof *c) == 0; /* finds audit-bytes */
    same += memcmp(a, b, 24) == 0; /* finds audit-bytes audit-size */
    same += zoo_Cat_equal(a, b);
    same += memcmp("ab", "ac", 2) == 0;
    return same;
}

void transfer(FILE *file, int descriptor, zoo_Dot *dot, zoo_Cat *cat, char *text) {
    (void)!fwrite(dot, sizeof *dot, 1, file); /* finds audit-bytes */
    (void)!fread(cat, sizeof *cat, 1, file); /* finds audit-bytes */
    (void)!write(descriptor, dot, sizeof *dot); /* finds audit-bytes */
    (void)!fwrite(text, 1, strlen(text), file);
}

void copy(zoo_Cat *cat, const zoo_Cat *other, zoo_Bag *bag, zoo_Dot *dot, const zoo_Dot *from) {
    memcpy(cat, other, sizeof *cat); /* finds audit-bytes */
    memset(bag, 0, sizeof *bag); /* finds audit-bytes */
    /* slotc:allow audit-size: one rule alone */
    memcpy(cat, other, 24); /* finds audit-bytes */
    memcpy(dot, from, sizeof *dot);
    memset(dot, 0, sizeof *dot);
}
