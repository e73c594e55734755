/* Getters of one record in each storage. code.sh compares them: a dict costs a typed get nothing.
 */
#include "storages.slots.h"

#define GETTER(storage, record, type, field)                                                       \
    type storage##_##field(const record *self);                                                    \
    type storage##_##field(const record *self) {                                                   \
        return record##_get_##field(self);                                                         \
    }

#define GETTERS(storage, record)                                                                   \
    GETTER(storage, record, double, x)                                                             \
    GETTER(storage, record, double, y)                                                             \
    GETTER(storage, record, double, z)                                                             \
    GETTER(storage, record, int64_t, n)

GETTERS(slotted, storages_Slotted)
GETTERS(both, storages_Both)
GETTERS(backed, storages_Backed)
