/* The records of a schema that was made in the build. */
#define SLOTS_IMPLEMENTATION
#include "made.slots.h"

int main(void) {
    Base base;
    Base_init(&base);
    return Base_get_id(&base) != 0;
}
