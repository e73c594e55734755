/* An object with 16,384 attributes whose names collide under the hash that its dict begins with,
 * beside random names: what an attack gains who knows the seed. To be compiled with
 * -DSLOTS_DICT_SEED=0x6161616161616161u. */
#include "dict.slots.h"
#include "measure.h"

#define COUNT 16384
#define LENGTH 16
#define RUNS 9

struct keys {
    char names[COUNT][LENGTH + 1];
};

static struct keys random_keys;
static struct keys colliding_keys;

/* The seed's own eight bytes make one factor of the hash 0, so that the other does not count. */
static void choose_keys(void) {
    const uint64_t seed[2] = {SLOTS_DICT_SEED, ~(uint64_t)SLOTS_DICT_SEED};
    uint64_t first = 0;
    for (int i = 0; i < COUNT; i++) {
        struct slots_spelling name;
        for (int at = 0; at < LENGTH; at++) {
            random_keys.names[i][at] = (char)('a' + random_number() % 26);
        }
        snprintf(colliding_keys.names[i], LENGTH + 1, "aaaaaaaa%08d", i);
        name = slots_spell(colliding_keys.names[i], LENGTH);
        first = i == 0 ? slots_dict_quick_hash(seed, &name) : first;
        need(slots_dict_quick_hash(seed, &name) == first, "the chosen names do not collide");
    }
}

/* ns a name to build the object, to get each and to delete each. */
static double once(const struct keys *keys) {
    bench_Bag bag;
    int64_t sum = 0;
    const double start = now_running();
    bench_Bag_init(&bag);
    for (int i = 0; i < COUNT; i++) {
        need(bench_Bag_setattr_n(&bag, keys->names[i], LENGTH, slots_int(i)) == SLOTS_OK, "set");
    }
    for (int i = 0; i < COUNT; i++) {
        slots_value value = slots_none();
        (void)bench_Bag_getattr_n(&bag, keys->names[i], LENGTH, &value);
        sum += value.as.integer;
    }
    for (int i = 0; i < COUNT; i++) {
        need(bench_Bag_delattr_n(&bag, keys->names[i], LENGTH) == SLOTS_OK, "delete");
    }
    bench_Bag_fini(&bag);
    need(sum == (int64_t)COUNT * (COUNT - 1) / 2, "an attribute is not what it was set to");
    return (now_running() - start) / COUNT;
}

int main(void) {
    struct best random = {0};
    struct best chosen = {0};
    keep_memory();
    choose_keys();
    for (int run = 0; run < RUNS; run++) {
        best_of(&random, once(&random_keys));
        best_of(&chosen, once(&colliding_keys));
    }
    printf("16,384 names, to set, get and delete each: random %.1f ns, chosen to collide %.1f ns, ",
           random.ns, chosen.ns);
    print_bound(chosen.ns / random.ns, 5, "times");
    putchar('\n');
    return 0;
}
