/* Accessors beside plain member accesses: of each pair, a_NAME and m_NAME, the machine code must
 * be the same. */
#include "backed.slots.h"
#include "plain.slots.h"
#include "types.slots.h"

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

/* A unit of bits that one field fills, and a field beside its neighbours; a T? is read as a T. */
BOTH(types_Full, uint32_t, all, bits_0)
BOTH(types_Bits, uint64_t, longest, bits_8)
GETTER(types_Share, uint8_t, low, bits_0 & 7)
GETTER(types_Share, uint8_t, high, bits_0 >> 3)
GETTER(types_Bits, uint16_t, nine, bits_2 & 0x1ff)
GETTER(types_Bits, uint64_t, most, bits_7 % (UINT64_C(1) << 63))
GETTER(types_BelowBits, uint32_t, word, base.bits_5)
GETTER(types_Optionals, int32_t, medium, medium)
GETTER(types_BelowOptionals, double, real, base.real)

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

/* A record by value is where it lies, and is copied as a struct is. */
const types_Bits *a_inner(const types_Kept *self);
const types_Bits *m_inner(const types_Kept *self);
const types_Bits *a_inner(const types_Kept *self) {
    return types_Kept_get_inner(self);
}
const types_Bits *m_inner(const types_Kept *self) {
    return &self->inner;
}

void a_copied(types_Kept *self, const types_Share *value);
void m_copied(types_Kept *self, const types_Share *value);
void a_copied(types_Kept *self, const types_Share *value) {
    (void)types_Kept_put_inners(self, 1, value);
}
void m_copied(types_Kept *self, const types_Share *value) {
    self->inners[1] = *value;
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
