/* Accessors beside plain member accesses: of each pair, a_NAME and m_NAME, the machine code must
 * be the same. */
#include "backed.slots.h"
#include "plain.slots.h"

/* A getter of a record, and the same load by hand. */
#define GETTER(R, T, f, path)                                                                      \
    T a_##R##_get_##f(const R *self);                                                              \
    T m_##R##_get_##f(const R *self);                                                              \
    T a_##R##_get_##f(const R *self) {                                                             \
        return R##_get_##f(self);                                                                  \
    }                                                                                              \
    T m_##R##_get_##f(const R *self) {                                                             \
        return self->path;                                                                         \
    }

/* A setter that cannot fail, used for what it does and for what it returns. */
#define SETTER(R, T, f, path)                                                                      \
    void a_##R##_set_##f(R *self, T value);                                                        \
    void m_##R##_set_##f(R *self, T value);                                                        \
    slots_status a_##R##_try_##f(R *self, T value);                                                \
    slots_status m_##R##_try_##f(R *self, T value);                                                \
    void a_##R##_set_##f(R *self, T value) {                                                       \
        (void)R##_set_##f(self, value);                                                            \
    }                                                                                              \
    void m_##R##_set_##f(R *self, T value) {                                                       \
        self->path = value;                                                                        \
    }                                                                                              \
    slots_status a_##R##_try_##f(R *self, T value) {                                               \
        return R##_set_##f(self, value);                                                           \
    }                                                                                              \
    slots_status m_##R##_try_##f(R *self, T value) {                                               \
        self->path = value;                                                                        \
        return SLOTS_OK;                                                                           \
    }

#define BOTH(R, T, f, path) GETTER(R, T, f, path) SETTER(R, T, f, path)

BOTH(plain_Base, int64_t, stamp, stamp)
BOTH(plain_Base, bool, flag, flag)
BOTH(plain_Base, uint8_t, small, small)
BOTH(plain_Middle, int64_t, stamp, base.stamp)
BOTH(plain_Middle, float, ratio, ratio)
BOTH(plain_Leaf, int64_t, stamp, base.base.stamp)
BOTH(plain_Leaf, bool, flag, base.base.flag)
BOTH(plain_Leaf, uint8_t, small, base.base.small)
BOTH(plain_Leaf, float, ratio, base.ratio)
BOTH(plain_Leaf, double, value, value)
BOTH(plain_Leaf, uint32_t, count, count)
BOTH(plain_Something, int32_t, only, only)

GETTER(backed_Leaf, int64_t, stamp, base.base.stamp)
GETTER(backed_Leaf, bool, flag, base.base.flag)
GETTER(backed_Leaf, float, ratio, base.ratio)
GETTER(backed_Leaf, double, value, value)
GETTER(backed_Leaf, uint32_t, count, count)

plain_Level a_level(const plain_Leaf *self);
plain_Level m_level(const plain_Leaf *self);
plain_Level a_level(const plain_Leaf *self) {
    return plain_Leaf_get_level(self);
}
plain_Level m_level(const plain_Leaf *self) {
    return (plain_Level)self->base.level;
}

const uint16_t *a_array(const plain_Leaf *self);
const uint16_t *m_array(const plain_Leaf *self);
const uint16_t *a_array(const plain_Leaf *self) {
    return plain_Leaf_array_parts(self);
}
const uint16_t *m_array(const plain_Leaf *self) {
    return self->parts;
}

/* An index known to be in range costs nothing. */
uint16_t a_item(const plain_Leaf *self);
uint16_t m_item(const plain_Leaf *self);
uint16_t a_item(const plain_Leaf *self) {
    return plain_Leaf_at_parts(self, 3);
}
uint16_t m_item(const plain_Leaf *self) {
    return self->parts[3];
}

slots_status a_put(plain_Leaf *self, uint16_t value);
slots_status m_put(plain_Leaf *self, uint16_t value);
slots_status a_put(plain_Leaf *self, uint16_t value) {
    return plain_Leaf_put_parts(self, 2, value);
}
slots_status m_put(plain_Leaf *self, uint16_t value) {
    self->parts[2] = value;
    return SLOTS_OK;
}

/* Through an upcast. */
int64_t a_upcast(const plain_Leaf *self);
int64_t m_upcast(const plain_Leaf *self);
int64_t a_upcast(const plain_Leaf *self) {
    return plain_Base_get_stamp(plain_Leaf_as_plain_Base_const(self));
}
int64_t m_upcast(const plain_Leaf *self) {
    return self->base.base.stamp;
}

/* A dict-backed getter is the slotted getter, but for where the field lies; these two lie at the
 * same place. */
int64_t a_backed(const backed_Base *self);
int64_t m_backed(const plain_Base *self);
int64_t a_backed(const backed_Base *self) {
    return backed_Base_get_stamp(self);
}
int64_t m_backed(const plain_Base *self) {
    return plain_Base_get_stamp(self);
}
SLOTS_ASSERT(backed_Base_OFFSET_stamp == plain_Base_OFFSET_stamp, "the same place");
