/* What is deprecated, used once each where -DUSE_… says so. */
#include "deprecated.slots.h"

int used(dep_New *self);

int used(dep_New *self) {
#if defined(USE_RECORD)
    dep_Old old;
    (void)sizeof old;
#elif defined(USE_FIELD)
    (void)dep_New_get_count(self);
#elif defined(USE_SETTER)
    (void)dep_New_set_count(self, 1);
#elif defined(USE_ENUM)
    dep_Gone other;
    (void)sizeof other;
#elif defined(USE_ENUMERATOR)
    return dep_Kind_stale;
#endif
    return dep_New_get_number(self);
}
