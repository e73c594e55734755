/* Headers without a C file of their own: the bodies are here. */
#define SLOTS_IMPLEMENTATION
#include "base.slots.h"
#include "deep/child.slots.h"

int main(void) {
    Base base;
    Base_init(&base);
    return Base_get_id(&base) != 0;
}
