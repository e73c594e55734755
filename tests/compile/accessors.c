/* Accessors beside plain member accesses: of each pair, a_NAME and m_NAME, the machine code must
 * be the same. pairs.h has a line for every scalar type, as tests/scalars.py says. */
#include "backed.slots.h"
#include "backed_scalars.slots.h"
#include "hatched.slots.h"
#include "plain.slots.h"
#include "scalars.slots.h"
#include "texts.slots.h"
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

#define SCALAR(R, T, f, path) GETTER(R, T, f, path) SETTER(R, T, f, path)
#define SCALAR_GETTER GETTER

/* A cell of an enum is a number; its setter takes enumerators alone, and a constant one is
 * not looked at when the program runs. */
#define ENUM_GETTER(R, E, f, path, U)                                                              \
    E a_##R##_get_##f(const R *self);                                                              \
    E m_##R##_get_##f(const R *self);                                                              \
    E a_##R##_get_##f(const R *self) {                                                             \
        return R##_get_##f(self);                                                                  \
    }                                                                                              \
    E m_##R##_get_##f(const R *self) {                                                             \
        return (E)self->path;                                                                      \
    }
#define ENUM(R, E, f, path, U)                                                                     \
    ENUM_GETTER(R, E, f, path, U)                                                                  \
    slots_status a_##R##_try_##f(R *self, E value);                                                \
    slots_status m_##R##_try_##f(R *self, E value);                                                \
    void a_##R##_set_##f(R *self);                                                                 \
    void m_##R##_set_##f(R *self);                                                                 \
    slots_status a_##R##_try_##f(R *self, E value) {                                               \
        return R##_set_##f(self, value);                                                           \
    }                                                                                              \
    slots_status m_##R##_try_##f(R *self, E value) {                                               \
        slots_status status = SLOTS_RANGE_ERROR;                                                   \
        if (E##_known(value)) {                                                                    \
            self->path = (U)value;                                                                 \
            status = SLOTS_OK;                                                                     \
        }                                                                                          \
        return status;                                                                             \
    }                                                                                              \
    void a_##R##_set_##f(R *self) {                                                                \
        (void)R##_set_##f(self, E##_high);                                                         \
    }                                                                                              \
    void m_##R##_set_##f(R *self) {                                                                \
        self->path = (U)E##_high;                                                                  \
    }

/* Some bits of a unit, behind others. */
#define BITS_MASK(width) (UINT64_MAX >> (64 - (width)))
#define BITS_GETTER(R, T, f, unit, U, shift, width)                                                \
    T a_##R##_get_##f(const R *self);                                                              \
    T m_##R##_get_##f(const R *self);                                                              \
    T a_##R##_get_##f(const R *self) {                                                             \
        return R##_get_##f(self);                                                                  \
    }                                                                                              \
    T m_##R##_get_##f(const R *self) {                                                             \
        return (T)(self->unit >> (shift) & (U)BITS_MASK(width));                                   \
    }
#define BITS(R, T, f, unit, U, shift, width)                                                       \
    BITS_GETTER(R, T, f, unit, U, shift, width)                                                    \
    slots_status a_##R##_try_##f(R *self, T value);                                                \
    slots_status m_##R##_try_##f(R *self, T value);                                                \
    slots_status a_##R##_try_##f(R *self, T value) {                                               \
        return R##_set_##f(self, value);                                                           \
    }                                                                                              \
    slots_status m_##R##_try_##f(R *self, T value) {                                               \
        if (value > BITS_MASK(width)) {                                                            \
            return SLOTS_RANGE_ERROR;                                                              \
        }                                                                                          \
        self->unit =                                                                               \
            (U)((self->unit & ~(BITS_MASK(width) << (shift))) | (uint64_t)value << (shift));       \
        return SLOTS_OK;                                                                           \
    }

/* A record by value is where it lies, and is copied as a struct is. */
#define NESTED(R, I, f, path)                                                                      \
    const I *a_##R##_get_##f(const R *self);                                                       \
    const I *m_##R##_get_##f(const R *self);                                                       \
    I *a_##R##_mut_##f(R *self);                                                                   \
    I *m_##R##_mut_##f(R *self);                                                                   \
    void a_##R##_set_##f(R *self, const I *value);                                                 \
    void m_##R##_set_##f(R *self, const I *value);                                                 \
    const I *a_##R##_get_##f(const R *self) {                                                      \
        return R##_get_##f(self);                                                                  \
    }                                                                                              \
    const I *m_##R##_get_##f(const R *self) {                                                      \
        return &self->path;                                                                        \
    }                                                                                              \
    I *a_##R##_mut_##f(R *self) {                                                                  \
        return R##_mut_##f(self);                                                                  \
    }                                                                                              \
    I *m_##R##_mut_##f(R *self) {                                                                  \
        return &self->path;                                                                        \
    }                                                                                              \
    void a_##R##_set_##f(R *self, const I *value) {                                                \
        (void)R##_set_##f(self, value);                                                            \
    }                                                                                              \
    void m_##R##_set_##f(R *self, const I *value) {                                                \
        self->path = *value;                                                                       \
    }

#include "pairs.h"

/* A unit of bits that one field fills is a member; a T? is read as a T. */
SCALAR(types_Full, uint32_t, all, bits_0)
SCALAR(types_Bits, uint64_t, longest, bits_8)
GETTER(types_BelowBits, uint32_t, word, base.bits_5)
GETTER(types_Optionals, int32_t, medium, medium)
GETTER(types_BelowOptionals, double, real, base.real)

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

/* A record in an array is copied as a struct is. */
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
