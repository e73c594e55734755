/* The records of two calls, in two folders. */
#include "base.slots.h"
#include "odd $na me.slots.h"

int main(void) {
    Odd odd;
    Base base;
    Odd_init(&odd);
    Base_init(&base);
    return Odd_get_value(&odd) != 0 || Base_get_id(&base) != 0;
}
