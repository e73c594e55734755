/* Numbers that stand for the size of a record. */
#include "zoo.slots.h"

#include <stdlib.h>
#include <string.h>

#define BYTES 32

/* Not what POSIX calls so. */
static void read(int times, const zoo_Dot *dot, int count) {
    (void)times, (void)dot, (void)count;
}

void *results(size_t count);
void arguments(zoo_Dot *dot, const zoo_Dot *other, void *any);

void *results(size_t count) {
    zoo_Cat *cat = malloc(32); /* finds audit-size */
    zoo_Dog *dogs = calloc(10, 24); /* finds audit-size */
    zoo_Dot *dot = (zoo_Dot *)malloc(16); /* finds audit-size */
    zoo_Dot *dots = (zoo_Dot *)malloc(count * 16u); /* finds audit-size */
    free(cat);
    free(dogs);
    free(dot);
    dots = realloc(dots, 2 * 16); /* finds audit-size */
    free(dots);
    dots = count > 0 ? malloc(16) : NULL; /* finds audit-size */
    free(dots);
    cat = malloc(sizeof(zoo_Cat));
    free(cat);
    cat = malloc(sizeof *cat);
    free(cat);
    dogs = calloc(10, sizeof *dogs);
    free(dogs);
    dots = malloc(4 * zoo_Dot_SIZE);
    free(dots);
    dots = malloc(count);
    free(dots);
    dot = malloc(BYTES);
    free(dot);
    return malloc(32);
}

void arguments(zoo_Dot *dot, const zoo_Dot *other, void *any) {
    char text[32];
    memset(dot, 0, 16); /* finds audit-size */
    memcpy(dot, other, 16); /* finds audit-size */
    memset(dot, 0, sizeof *dot);
    memcpy(dot, other, sizeof(zoo_Dot));
    read(1, dot, 16);
    memset(text, 0, 32);
    memset(any, 0, 16);
    memcpy(any, text, 16);
}
