/* What the printers of gdb are shown: a program that prints each object itself, a line each,
 * "expression<TAB>text", and then calls stop(), where the debugger waits for it. */
#if defined(BODIES)
#define SLOTS_IMPLEMENTATION
#endif
#include "show.slots.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) void stop(void);

#if defined(__cplusplus)
#define ALIGNED alignas(8)
#else
#define ALIGNED _Alignas(8)
#endif

/* What a debugger can show before the program runs. */
show_Inner still_inner = {.y = 0.1f, .x = -300, .unit = 4, .bits_0 = 5};
show_Plain still_plain = {.id = 4000000000u};
show_Hatch still_hatch = {.base = {.id = 1},
                          .ext = (uintptr_t)&show_Hatch_class + 1,
                          .name = (char *)"still \"here\"",
                          .value = 0.1};

#if defined(BODIES)
/* A dict with a name of its own, and one that is a table. */
struct still_block {
    struct slots_dict head;
    ALIGNED union slots_dict_payload payload;
    union slots_dict_bytes key;
} still_block = {.head = {.type = &show_Hatch_class,
                          .form = SLOTS_DICT_OWN,
                          .used = 1,
                          .capacity = 1,
                          .tags = {{.key = 4, .kind = SLOTS_TEXT, .length = 2}}},
                 .payload = {.bytes = {.inlined = "hi"}},
                 .key = {.inlined = "word"}};

struct slots_dict_entry still_entries[] = {
    {.key = {.inlined = "gone"}, .tag = {.key = 4, .kind = SLOTS_DICT_DEAD}},
    {.key = {.inlined = "number"},
     .payload = {.number = UINT64_MAX},
     .tag = {.key = 6, .kind = SLOTS_INT}}};

struct slots_dict_table still_table = {
    .head = {.type = &show_Hatch_class, .form = SLOTS_DICT_TABLE},
    .capacity = 2,
    .used = 2,
    .live = 1,
    .entries = still_entries};

show_Hatch still_own = {.ext = (uintptr_t)&still_block};
show_Hatch still_hashed = {.ext = (uintptr_t)&still_table};
#endif

show_Scalars zero, scalars, extreme, tiny, no_number;
show_Below below;
show_Arrays no_arrays, arrays;
show_Optionals absent, optionals;
show_Hatch hatches[8];
show_BelowHatch below_hatch;
show_Open opens[8];
show_BelowOpen below_open;
show_Hatch *upcast_hatch;
show_Open *upcast_open;
show_Plain *upcast_plain;
show_Inner_vector vector;
show_Hatch_pool pool;
slots_value values[9];
uintptr_t kept; /* keeps what is only looked at */

/* Damage. */
show_Hatch never, garbage, other, dangling, torn;
show_Scalars lost;
show_Open wild;

/* A value without an address, for `finish`. */
__attribute__((noinline)) show_Inner returned(int16_t x);
show_Inner returned(int16_t x) {
    show_Inner inner;
    show_Inner_init(&inner);
    (void)show_Inner_set_x(&inner, x);
    (void)show_Inner_set_unit(&inner, show_Unit_pascal);
    (void)show_Inner_set_share(&inner, 6);
    return inner;
}

static void show(const char *expression, const char *text) {
    printf("%s\t%s\n", expression, text);
}

static char text[1 << 20];

#define SHOW(R, object)                                                                            \
    do {                                                                                           \
        (void)R##_format(&(object), text, sizeof(text));                                           \
        show(#object, text);                                                                       \
    } while (0)

static void make_scalars(show_Scalars *self) {
    show_Inner inner = returned(-12);
    (void)show_Scalars_set_flag(self, true);
    (void)show_Scalars_set_a(self, -128);
    (void)show_Scalars_set_b(self, -32768);
    (void)show_Scalars_set_c(self, -2147483647);
    (void)show_Scalars_set_d(self, INT64_MIN);
    (void)show_Scalars_set_e(self, 65);
    (void)show_Scalars_set_f(self, 65535);
    (void)show_Scalars_set_g(self, 4294967295u);
    (void)show_Scalars_set_h(self, UINT64_MAX);
    (void)show_Scalars_set_single(self, 0.1f);
    (void)show_Scalars_set_real(self, 0.1);
    (void)show_Scalars_set_unit(self, show_Unit_pascal);
    (void)show_Scalars_set_side(self, show_Side_left);
    (void)show_Scalars_set_wide(self, show_Wide_least);
    (void)show_Scalars_set_code(self, "a\"\\\n\x7f");
    (void)show_Scalars_set_note(self, "text with \xc3\xa9, and long enough to lie anywhere");
    (void)show_Scalars_set_low(self, 5);
    (void)show_Scalars_set_middle(self, 9);
    (void)show_Scalars_set_high(self, 0xfedcba9876u);
    (void)show_Scalars_set_most(self, UINT64_MAX - 1);
    (void)show_Scalars_set_to(self, self);
    (void)show_Scalars_set_inner(self, &inner);
    (void)show_Scalars_set_end(self, 255);
}

static void make_extremes(void) {
    show_Scalars_init(&extreme);
    (void)show_Scalars_set_single(&extreme, 3.40282346638528859811704183484516925e38f);
    (void)show_Scalars_set_real(&extreme, -INFINITY);
    (void)show_Scalars_set_code(&extreme, "1234567");
    (void)show_Scalars_set_note(&extreme, "");
    extreme.unit = 77; /* no enumerator: as a number */
    extreme.side = -77;
    show_Scalars_init(&tiny);
    (void)show_Scalars_set_single(&tiny, -0.0f);
    (void)show_Scalars_set_real(&tiny, 5e-324);
    (void)show_Scalars_set_wide(&tiny, show_Wide_most);
    show_Scalars_init(&no_number);
    (void)show_Scalars_set_single(&no_number, 10.0f);
    (void)show_Scalars_set_real(&no_number, -NAN);
}

static void make_arrays(void) {
    show_Inner inner = returned(3);
    show_Arrays_init(&no_arrays);
    show_Arrays_init(&arrays);
    (void)show_Arrays_put_flags(&arrays, 1, true);
    (void)show_Arrays_put_bytes(&arrays, 0, 65);
    (void)show_Arrays_put_halves(&arrays, 2, -5);
    (void)show_Arrays_put_longs(&arrays, 1, UINT64_MAX);
    (void)show_Arrays_put_singles(&arrays, 0, 0.3f);
    (void)show_Arrays_put_reals(&arrays, 0, 0.1 + 0.2);
    (void)show_Arrays_put_reals(&arrays, 1, 1e300);
    (void)show_Arrays_put_units(&arrays, 2, show_Unit_kelvin);
    (void)show_Arrays_put_sides(&arrays, 0, show_Side_right);
    (void)show_Arrays_put_codes(&arrays, 1, "abc");
    (void)show_Arrays_put_notes(&arrays, 0, "first");
    (void)show_Arrays_put_notes(&arrays, 2, "");
    (void)show_Arrays_put_tos(&arrays, 1, &still_inner);
    (void)show_Arrays_put_inners(&arrays, 1, &inner);
}

static void make_optionals(void) {
    show_Inner inner = returned(4);
    show_Optionals_init(&absent);
    show_Optionals_init(&optionals);
    (void)show_Optionals_set_flag(&optionals, false);
    (void)show_Optionals_set_real(&optionals, 1.5f);
    (void)show_Optionals_set_unit(&optionals, show_Unit_celsius);
    (void)show_Optionals_set_note(&optionals, "there");
    (void)show_Optionals_set_share(&optionals, 17);
    (void)show_Optionals_set_inner(&optionals, &inner);
    (void)show_Optionals_put_halves(&optionals, 1, 9);
}

/* One attribute of each kind. */
static void set_all(show_Hatch *self) {
    static const int16_t halves[] = {1, -2, 3};
    static const double reals[] = {0.1, 2, -3, 4};
    static const bool flags[] = {true, false};
    (void)show_Hatch_setattr(self, "none", slots_none());
    (void)show_Hatch_setattr(self, "flag", slots_bool(true));
    (void)show_Hatch_setattr(self, "int", slots_int(-5));
    (void)show_Hatch_setattr(self, "uint", slots_uint(UINT64_MAX));
    (void)show_Hatch_setattr(self, "float", slots_float(0.1));
    (void)show_Hatch_setattr(self, "short", slots_text("in line"));
    (void)show_Hatch_setattr(self, "long", slots_text("a text of its own block, \"quoted\""));
    (void)show_Hatch_setattr(self, "null", slots_text(NULL));
    (void)show_Hatch_setattr(self, "empty", slots_text(""));
    (void)show_Hatch_setattr(self, "bytes", slots_bytes("\0\1\xff", 3));
    (void)show_Hatch_setattr(self, "a name that is longer than fifteen bytes", slots_int(1));
    (void)show_Hatch_setattr(self, "ref", slots_ref(&show_Inner_class, &still_inner));
    (void)show_Hatch_setattr(self, "object", slots_ref(NULL, &still_plain));
    (void)show_Hatch_setattr(self, "nobody", slots_ref(&show_Inner_class, NULL));
    (void)show_Hatch_setattr(self, "halves", slots_array(SLOTS_INT, sizeof(halves[0]), halves, 3));
    (void)show_Hatch_setattr(self, "reals", slots_array(SLOTS_FLOAT, sizeof(reals[0]), reals, 4));
    (void)show_Hatch_setattr(self, "flags", slots_array(SLOTS_BOOL, 1, flags, 2));
    (void)show_Hatch_setattr(self, "nothing", slots_array(SLOTS_UINT, 1, NULL, 0));
}

/* Sets attributes p<from>, p<from + 1>, and so on. */
static void set_many(show_Hatch *self, int from, int count) {
    for (int i = from; i < from + count; i++) {
        char name[24];
        (void)snprintf(name, sizeof(name), "p%d%s", i, i % 7 == 0 ? "_and_longer_names" : "");
        (void)show_Hatch_setattr(self, name, slots_int(i));
    }
}

static void make_hatches(void) {
    for (size_t i = 0; i < sizeof(hatches) / sizeof(hatches[0]); i++) {
        show_Hatch_init(&hatches[i]);
        (void)show_Hatch_set_id(&hatches[i], (uint32_t)i);
    }
    (void)show_Hatch_setattr(&hatches[1], "one", slots_int(1));
    set_all(&hatches[2]); /* a shared block */
    (void)show_Hatch_delattr(&hatches[2], "uint");
    set_all(&hatches[3]); /* a table */
    set_many(&hatches[3], 0, 40);
    (void)show_Hatch_delattr(&hatches[3], "p3");
    (void)show_Hatch_delattr(&hatches[3], "none");
    (void)show_Hatch_setattr(&hatches[3], "p3", slots_text("again"));
    for (int i = 0; i < 300; i += 10) { /* fills the class's keys */
        show_Hatch filler;
        show_Hatch_init(&filler);
        set_many(&filler, i, 10);
        show_Hatch_fini(&filler);
    }
    set_many(&hatches[4], 1000, 3); /* keys of its own */
    (void)show_Hatch_setattr(&hatches[4], "a name that is longer than fifteen", slots_bool(false));
    set_all(&hatches[5]);
    set_many(&hatches[5], 1000, 250);
    (void)show_Hatch_setattr(&hatches[6], "", slots_text("no name"));
    show_Hatch_fini(&hatches[7]);
}

static void make_opens(void) {
    for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
        show_Open_init(&opens[i]);
    }
    (void)show_Open_set_maybe(&opens[1], 3);
    (void)show_Open_delattr(&opens[2], "stamp");
    (void)show_Open_delattr(&opens[3], "stamp");
    (void)show_Open_delattr(&opens[3], "name");
    (void)show_Open_setattr(&opens[3], "x", slots_int(1));
    (void)show_Open_set_stamp(&opens[3], 8); /* there again, behind x */
    for (int i = 0; i < 50; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "q%d", i);
        (void)show_Open_setattr(&opens[4], name, slots_float(i));
    }
    (void)show_Open_delattr(&opens[4], "ratio");
    (void)show_Open_delattr(&opens[4], "stamp");
    (void)show_Open_set_ratio(&opens[4], 2);
    (void)show_Open_delattr(&opens[4], "q7");
    show_BelowOpen_init(&below_open);
    (void)show_BelowOpen_delattr(&below_open, "more");
    (void)show_BelowOpen_setattr(&below_open, "dynamic", slots_text("attribute"));
    upcast_open = show_BelowOpen_as_show_Open(&below_open);
}

static void make_values(void) {
    static const uint16_t halves[] = {1, 65535};
    values[0] = slots_none();
    values[1] = slots_bool(true);
    values[2] = slots_int(-1);
    values[3] = slots_uint(UINT64_MAX);
    values[4] = slots_float(0.1);
    values[5] = slots_text("text");
    values[6] = slots_bytes("\0b", 2);
    values[7] = slots_ref(&show_Plain_class, &still_plain);
    values[8] = slots_array(SLOTS_UINT, sizeof(halves[0]), halves, 2);
}

static void make_damage(void) {
    static struct slots_dict head;
    memset(&garbage, 0x5a, sizeof(garbage));
    show_Hatch_init(&other);
    other.ext = (uintptr_t)&show_Open_class + 1;
    show_Hatch_init(&dangling);
    dangling.ext = (uintptr_t)text + 8;
    dangling.name = (char *)(uintptr_t)16;
    show_Hatch_init(&torn);
    head.type = &show_Hatch_class;
    head.form = SLOTS_DICT_SHARED;
    head.used = head.capacity = 200;
    memset(head.tags, 0xfc, sizeof(head.tags));
    torn.ext = (uintptr_t)&head;
    show_Scalars_init(&lost);
    lost.note = (char *)(uintptr_t)16;
    memset(lost.code, 'x', sizeof(lost.code));
    show_Open_init(&wild);
    wild.ext = (uintptr_t)&show_Open_class + 9;
}

static void make_many(void) {
    for (int i = 0; i < 3; i++) {
        show_Inner *inner = show_Inner_vector_append(&vector);
        if (inner != NULL) {
            *inner = returned((int16_t)i);
        }
    }
    show_Hatch_pool_init(&pool, 0);
    for (uint32_t i = 0; i < 4; i++) {
        show_Hatch *hatch = show_Hatch_pool_new(&pool);
        if (hatch != NULL) {
            (void)show_Hatch_set_id(hatch, 100 + i);
        }
        if (i == 1) {
            show_Hatch_pool_free(&pool, hatch);
            hatch = show_Hatch_pool_new(&pool);
        }
        if (i == 2) {
            show_Hatch_pool_free(&pool, hatch);
            (void)show_Hatch_pool_new(&pool);
        }
        if (i == 3) {
            show_Hatch_pool_free(&pool, hatch);
        }
    }
}

static void show_all(void) {
#if defined(BODIES)
    SHOW(show_Hatch, still_own);
    SHOW(show_Hatch, still_hashed);
#endif
    SHOW(show_Inner, still_inner);
    SHOW(show_Plain, still_plain);
    SHOW(show_Hatch, still_hatch);
    SHOW(show_Scalars, zero);
    SHOW(show_Scalars, scalars);
    SHOW(show_Scalars, *scalars.to);
    SHOW(show_Inner, scalars.inner);
    SHOW(show_Scalars, extreme);
    SHOW(show_Scalars, tiny);
    SHOW(show_Scalars, no_number);
    SHOW(show_Below, below);
    SHOW(show_Scalars, below.base);
    SHOW(show_Arrays, no_arrays);
    SHOW(show_Arrays, arrays);
    SHOW(show_Inner, arrays.inners[1]);
    SHOW(show_Optionals, absent);
    SHOW(show_Optionals, optionals);
    SHOW(show_Hatch, hatches[0]);
    SHOW(show_Hatch, hatches[1]);
    SHOW(show_Hatch, hatches[2]);
    SHOW(show_Hatch, hatches[3]);
    SHOW(show_Hatch, hatches[4]);
    SHOW(show_Hatch, hatches[5]);
    SHOW(show_Hatch, hatches[6]);
    SHOW(show_Hatch, hatches[7]);
    SHOW(show_BelowHatch, below_hatch);
    SHOW(show_Hatch, *upcast_hatch);
    SHOW(show_Plain, *upcast_plain);
    SHOW(show_Open, opens[0]);
    SHOW(show_Open, opens[1]);
    SHOW(show_Open, opens[2]);
    SHOW(show_Open, opens[3]);
    SHOW(show_Open, opens[4]);
    SHOW(show_BelowOpen, below_open);
    SHOW(show_Open, *upcast_open);
    SHOW(show_Inner, vector.items[2]);
}

void stop(void) {
    kept = (uintptr_t)&vector + (uintptr_t)&pool + (uintptr_t)values;
}

int main(void) {
    show_Scalars_init(&zero);
    show_Scalars_init(&scalars);
    make_scalars(&scalars);
    make_extremes();
    show_Below_init(&below);
    make_scalars(show_Below_as_show_Scalars(&below));
    (void)show_Below_set_last(&below, 12);
    make_arrays();
    make_optionals();
    make_hatches();
    show_BelowHatch_init(&below_hatch);
    (void)show_BelowHatch_set_below(&below_hatch, 3);
    (void)show_BelowHatch_setattr(&below_hatch, "dynamic", slots_int(4));
    upcast_hatch = show_BelowHatch_as_show_Hatch(&below_hatch);
    upcast_plain = show_BelowHatch_as_show_Plain(&below_hatch);
    make_opens();
    make_values();
    make_damage();
    make_many();
    show_all();
    (void)fflush(stdout);
    stop();
    return returned(1).x == 1 ? 0 : 1;
}
