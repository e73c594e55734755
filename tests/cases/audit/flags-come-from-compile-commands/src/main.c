#include "zoo.slots.h"
#if !defined(WANTED) || defined(UNWANTED)
#error flags
#endif
int id(const Cat *cat);
int id(const Cat *cat) {
    return (int)cat->base.id;
}
