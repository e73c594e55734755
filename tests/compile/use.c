/* Uses the records of use.slots as a program would, and checks all that comes back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "use.slots.h"
#include "expect.h"

static bool same(const char *left, const char *right) {
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static bool error_is(slots_status status, const slots_class *type, const char *name,
                     const char *expected) {
    char text[128];
    size_t length = slots_error(text, sizeof text, status, type, name);
    if (length == strlen(expected) && same(text, expected)) {
        return true;
    }
    printf("the error is worded: %s\n", text);
    return false;
}

static void test_defaults(void) {
    shop_Item item;
    shop_Item_init(&item);
    EXPECT(shop_Item_get_id(&item) == 0);
    EXPECT(shop_Item_get_name(&item) == NULL);
    EXPECT(shop_Item_length_name(&item) == 0);
    EXPECT(same(shop_Item_get_label(&item), "new"));
    EXPECT(shop_Item_length_label(&item) == 3);
    EXPECT(shop_Item_get_price(&item) == 9.75);
    EXPECT(shop_Item_get_stock(&item) == -1);
    EXPECT(shop_Item_get_storage(&item) == shop_Storage_fridge);
    EXPECT(shop_Item_at_sizes(&item, 2) == 0);
    EXPECT(shop_Item_at_places(&item, 1) == shop_Storage_shelf);
    EXPECT(!shop_Item_hasdict(&item));
    EXPECT(shop_Item_sizeof(&item) == sizeof item && shop_Item_sizeof_deep(&item) == sizeof item);
    shop_Item_fini(&item);
}

static void test_setters(void) {
    shop_Item item;
    shop_Item_init(&item);
    EXPECT(shop_Item_set_name(&item, "milk") == SLOTS_OK);
    EXPECT(shop_Item_set_name(&item, shop_Item_get_name(&item)) == SLOTS_OK);
    EXPECT(shop_Item_setn_name(&item, shop_Item_get_name(&item) + 1, 2) == SLOTS_OK);
    EXPECT(same(shop_Item_get_name(&item), "il") && shop_Item_length_name(&item) == 2);
    EXPECT(shop_Item_sizeof_deep(&item) == sizeof item + 3);
    EXPECT(shop_Item_setn_name(&item, "a\0b", 3) == SLOTS_RANGE_ERROR);
    EXPECT(same(shop_Item_get_name(&item), "il"));
    EXPECT(shop_Item_set_label(&item, "1234567") == SLOTS_OK);
    EXPECT(shop_Item_set_label(&item, "12345678") == SLOTS_TOO_LONG);
    EXPECT(same(shop_Item_get_label(&item), "1234567"));
    EXPECT(shop_Item_setn_label(&item, shop_Item_get_label(&item) + 2, 3) == SLOTS_OK);
    EXPECT(same(shop_Item_get_label(&item), "345"));
    EXPECT(shop_Item_set_storage(&item, (shop_Storage)3) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_set_storage(&item, shop_Storage_outside) == SLOTS_OK);
    EXPECT(shop_Item_get_storage(&item) == shop_Storage_outside);
    EXPECT(shop_Item_put_sizes(&item, 2, 41) == SLOTS_OK);
    EXPECT(shop_Item_put_sizes(&item, 3, 42) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_array_sizes(&item)[2] == 41);
    EXPECT(shop_Item_put_places(&item, 0, (shop_Storage)200) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_put_places(&item, 0, shop_Storage_freezer) == SLOTS_OK);
    EXPECT(shop_Item_array_places(&item)[0] == shop_Storage_freezer);
    EXPECT(shop_Item_set_name(&item, NULL) == SLOTS_OK && shop_Item_get_name(&item) == NULL);
    shop_Item_fini(&item);
}

static void test_init_with(void) {
    static const uint16_t sizes[] = {1, 2, 3};
    static const shop_Storage places[] = {shop_Storage_shelf, shop_Storage_outside};
    static const shop_Storage wrong[] = {shop_Storage_shelf, (shop_Storage)77};
    shop_Item item;
    EXPECT(shop_Item_init_with(&item, 7, "bread", "fresh", 2.5, 3, shop_Storage_shelf, sizes,
                               places) == SLOTS_OK);
    EXPECT(shop_Item_get_id(&item) == 7 && same(shop_Item_get_name(&item), "bread"));
    EXPECT(same(shop_Item_get_label(&item), "fresh") && shop_Item_at_sizes(&item, 1) == 2);
    EXPECT(shop_Item_at_places(&item, 1) == shop_Storage_outside);
    shop_Item_fini(&item);
    EXPECT(shop_Item_init_with(&item, 7, "bread", "much too long", 2.5, 3, shop_Storage_shelf,
                               sizes, places) == SLOTS_TOO_LONG);
    EXPECT(shop_Item_get_name(&item) == NULL && shop_Item_get_id(&item) == 0);
    EXPECT(shop_Item_init_with(&item, 7, "bread", "fresh", 2.5, 3, shop_Storage_shelf, sizes,
                               wrong) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_get_stock(&item) == -1 && shop_Item_at_sizes(&item, 0) == 0);
}

static void test_by_name(void) {
    const char *names[16];
    slots_value value;
    double real = 0;
    shop_Item item;
    shop_Item_init(&item);
    EXPECT(shop_Item_setattr(&item, "price", slots_float(1.25)) == SLOTS_OK);
    EXPECT(shop_Item_get_price(&item) == 1.25);
    EXPECT(shop_Item_setattr(&item, "price", slots_int(3)) == SLOTS_OK);
    EXPECT(shop_Item_getattr(&item, "price", &value) == SLOTS_OK);
    EXPECT(slots_as_float(value, &real) == SLOTS_OK && real == 3.0);
    EXPECT(shop_Item_setattr(&item, "price", slots_text("3")) == SLOTS_TYPE_ERROR);
    EXPECT(shop_Item_setattr(&item, "stock", slots_int(INT64_MAX)) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_setattr(&item, "storage", slots_uint(9)) == SLOTS_OK);
    EXPECT(shop_Item_setattr(&item, "storage", slots_int(3)) == SLOTS_RANGE_ERROR);
    EXPECT(shop_Item_get_storage(&item) == shop_Storage_outside);
    EXPECT(shop_Item_setattr(&item, "label", slots_text("12345678")) == SLOTS_TOO_LONG);
    EXPECT(shop_Item_setattr_n(&item, "nameless", 4, slots_text("by name")) == SLOTS_OK);
    EXPECT(same(shop_Item_get_name(&item), "by name"));
    EXPECT(shop_Item_delattr(&item, "name") == SLOTS_NOT_OPTIONAL);
    EXPECT(shop_Item_setattr(&item, "colour", slots_int(1)) == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(error_is(SLOTS_ATTRIBUTE_ERROR, &shop_Item_class, "colour",
                    "'Item' object has no attribute 'colour'"));
    EXPECT(!shop_Item_hasattr(&item, "") && !shop_Item_hasattr(&item, "price "));
    EXPECT(shop_Item_dir(&item, names, 16) == 8);
    EXPECT(same(names[0], "id") && same(names[3], "price") && same(names[7], "places"));
    shop_Item_fini(&item);
}

static void test_hatch(void) {
    slots_value value;
    shop_Offer offer;
    shop_Item *item = shop_Offer_as_shop_Item(&offer);
    shop_Offer_init(&offer);
    EXPECT(shop_Offer_hasdict(&offer) && shop_Offer_HAS_DICT == 1 && shop_Item_HAS_DICT == 0);
    EXPECT(shop_Offer_setattr(&offer, "until", slots_text("the end of the month")) == SLOTS_OK);
    EXPECT(shop_Offer_getattr(&offer, "until", &value) == SLOTS_OK && value.kind == SLOTS_TEXT);
    EXPECT(!shop_Item_hasattr(item, "until") && !shop_Item_hasattr(item, "percent"));
    EXPECT(shop_Item_hasattr(item, "price"));
    EXPECT(shop_Offer_sizeof_deep(&offer) > shop_Offer_sizeof(&offer));
    EXPECT(shop_Offer_delattr(&offer, "percent") == SLOTS_NOT_OPTIONAL);
    EXPECT(shop_Offer_delattr(&offer, "until") == SLOTS_OK);
    EXPECT(shop_Offer_delattr(&offer, "until") == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(shop_Offer_sizeof_deep(&offer) == sizeof offer);
    shop_Offer_fini(&offer);
}

/* Every field of a dict-backed record can be deleted; its cell then has the default again. */
static void test_card(void) {
    const char *names[8];
    shop_Card card;
    shop_Card_init(&card);
    EXPECT(shop_Card_set_owner(&card, "Ada") == SLOTS_OK);
    EXPECT(shop_Card_set_motto(&card, "onwards") == SLOTS_OK);
    EXPECT(shop_Card_put_favourites(&card, 1, shop_Storage_freezer) == SLOTS_OK);
    EXPECT(shop_Card_set_points(&card, 100) == SLOTS_OK);
    EXPECT(shop_Card_delattr(&card, "owner") == SLOTS_OK && shop_Card_get_owner(&card) == NULL);
    EXPECT(shop_Card_delattr(&card, "points") == SLOTS_OK && shop_Card_get_points(&card) == 5);
    EXPECT(shop_Card_delattr(&card, "motto") == SLOTS_OK);
    EXPECT(same(shop_Card_get_motto(&card), "none yet"));
    EXPECT(shop_Card_delattr(&card, "favourites") == SLOTS_OK);
    EXPECT(shop_Card_at_favourites(&card, 1) == shop_Storage_shelf);
    EXPECT(shop_Card_dir(&card, names, 8) == 0);
    EXPECT(shop_Card_set_motto(&card, "a text that is too long") == SLOTS_TOO_LONG);
    EXPECT(shop_Card_put_favourites(&card, 2, shop_Storage_shelf) == SLOTS_RANGE_ERROR);
    EXPECT(!shop_Card_hasattr(&card, "motto") && !shop_Card_hasattr(&card, "favourites"));
    EXPECT(shop_Card_set_motto(&card, "back") == SLOTS_OK);
    EXPECT(shop_Card_put_favourites(&card, 0, shop_Storage_outside) == SLOTS_OK);
    EXPECT(shop_Card_setn_owner(&card, "Grace Hopper", 5) == SLOTS_OK);
    EXPECT(shop_Card_dir(&card, names, 8) == 3);
    EXPECT(same(names[0], "motto") && same(names[1], "favourites") && same(names[2], "owner"));
    shop_Card_fini(&card);
}

static void test_enum(void) {
    shop_Storage storage = shop_Storage_shelf;
    EXPECT(same(shop_Storage_name(shop_Storage_freezer), "freezer"));
    EXPECT(shop_Storage_name((shop_Storage)6) == NULL);
    EXPECT(shop_Storage_parse("outside", &storage) && storage == shop_Storage_outside);
    EXPECT(!shop_Storage_parse("cellar", &storage) && storage == shop_Storage_outside);
    EXPECT(shop_Storage_COUNT == 4);
}

static void test_many(void) {
    enum {
        MANY = 2000
    };
    shop_Offer *offers = calloc(MANY, sizeof *offers);
    char name[32];
    int64_t sum = 0;
    EXPECT(offers != NULL);
    for (int i = 0; offers != NULL && i < MANY; i++) {
        shop_Offer_init(&offers[i]);
        snprintf(name, sizeof name, "attribute number %d", i % 50);
        EXPECT(shop_Offer_setattr(&offers[i], name, slots_int(i)) == SLOTS_OK);
        EXPECT(shop_Offer_set_name(&offers[i], name) == SLOTS_OK);
    }
    for (int i = 0; offers != NULL && i < MANY; i++) {
        slots_value value = slots_none();
        int64_t number = 0;
        EXPECT(shop_Offer_getattr(&offers[i], shop_Offer_get_name(&offers[i]), &value) == SLOTS_OK);
        EXPECT(slots_as_int(value, &number) == SLOTS_OK);
        sum += number;
        shop_Offer_fini(&offers[i]);
    }
    EXPECT(sum == (int64_t)MANY * (MANY - 1) / 2);
    free(offers);
}

int main(void) {
    test_defaults();
    test_setters();
    test_init_with();
    test_by_name();
    test_hatch();
    test_card();
    test_enum();
    test_many();
    puts(failures == 0 ? "used" : "failed");
    slots_shutdown();
    return failures != 0;
}
