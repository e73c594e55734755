/* Values of types that shapes.h declares, through every function that a record has for them. As C
 * and as C++. */
#include <stdio.h>
#include <string.h>

#include "shapes.slots.h"
#include "expect.h"

static struct vec3 vec3_of(float x, float y, float z) {
    struct vec3 vec;
    vec.x = x;
    vec.y = y;
    vec.z = z;
    return vec;
}

static struct tight tight_of(char tag, int32_t number) {
    struct tight tight;
    tight.tag = tag;
    tight.number = number;
    return tight;
}

static void test_typed(void) {
    Shape shape;
    const struct vec3 vec = vec3_of(1, 2, 3);
    const struct tight tight = tight_of('t', 7);
    Shape_init(&shape);
    EXPECT(Shape_get_position(&shape)->y == 0 && Shape_get_color(&shape)[0] == RED);
    EXPECT(Shape_set_position(&shape, &vec) == SLOTS_OK);
    EXPECT(Shape_get_position(&shape)->z == 3 && shape.position.x == 1);
    Shape_mut_position(&shape)->x = 4;
    EXPECT(Shape_get_position(&shape)->x == 4);
    EXPECT(Shape_set_position(&shape, Shape_get_position(&shape)) == SLOTS_OK);
    EXPECT(Shape_put_path(&shape, 2, &vec) == SLOTS_OK);
    EXPECT(Shape_put_path(&shape, 3, &vec) == SLOTS_RANGE_ERROR);
    EXPECT(Shape_at_path(&shape, 2)->y == 2 && Shape_array_path(&shape)[1].y == 0);
    Shape_mut_path(&shape, 0)->z = 9;
    EXPECT(Shape_array_path(&shape)[0].z == 9);
    EXPECT(!Shape_has_maybe(&shape));
    EXPECT(Shape_set_maybe(&shape, &tight) == SLOTS_OK && Shape_has_maybe(&shape));
    EXPECT(Shape_get_maybe(&shape)->tag == 't');
    Shape_clear_maybe(&shape);
    EXPECT(!Shape_has_maybe(&shape) && Shape_get_maybe(&shape)->tag == 0);
    Shape_mut_maybe(&shape)->tag = 'u';
    EXPECT(Shape_has_maybe(&shape));
    EXPECT(Shape_put_several(&shape, 1, &tight) == SLOTS_OK && Shape_has_several(&shape));
    EXPECT(Shape_at_several(&shape, 0)->tag == 0 && Shape_at_several(&shape, 1)->tag == 't');
    Shape_clear_several(&shape);
    EXPECT(Shape_at_several(&shape, 1)->tag == 0);
    Shape_fini(&shape);
}

static void test_init_with(void) {
    Shape shape;
    const struct vec3 path[3] = {vec3_of(1, 0, 0), vec3_of(0, 2, 0), vec3_of(0, 0, 3)};
    const struct tight tight = tight_of('i', 5);
    const enum color color = BLUE;
    struct span first;
    memset(&first, 0, sizeof first);
    first.kind = 'k';
    first.length = 11;
    EXPECT(Shape_init_with(&shape, 200, &path[1], path, &tight, &color, &first) == SLOTS_OK);
    EXPECT(Shape_get_position(&shape)->y == 2 && Shape_at_path(&shape, 2)->z == 3);
    EXPECT(Shape_get_tight(&shape)->tag == 'i' && *Shape_get_color(&shape) == BLUE);
    EXPECT(Shape_get_first(&shape)->length == 11);
    EXPECT(Shape_setattr(&shape, "first", slots_bytes(&first, sizeof first)) == SLOTS_READ_ONLY);
}

static void test_by_name(void) {
    Shape shape;
    const struct vec3 vec = vec3_of(1, 2, 3);
    struct vec3 path[3];
    slots_value value = slots_none();
    Shape_init(&shape);
    EXPECT(Shape_setattr(&shape, "position", slots_bytes(&vec, sizeof vec)) == SLOTS_OK);
    EXPECT(Shape_get_position(&shape)->y == 2);
    EXPECT(Shape_setattr(&shape, "position", slots_bytes(&vec, 11)) == SLOTS_RANGE_ERROR);
    EXPECT(Shape_setattr(&shape, "position", slots_bytes(SLOTS_NULL, sizeof vec)) ==
           SLOTS_RANGE_ERROR);
    EXPECT(Shape_setattr(&shape, "position", slots_int(1)) == SLOTS_TYPE_ERROR);
    EXPECT(Shape_setattr(&shape, "position", slots_text("abcdefghijkl")) == SLOTS_TYPE_ERROR);
    EXPECT(Shape_setattr(&shape, "color", slots_int(1)) == SLOTS_TYPE_ERROR);
    EXPECT(Shape_getattr(&shape, "position", &value) == SLOTS_OK && value.kind == SLOTS_BYTES);
    EXPECT(value.as.bytes.length == 12 && value.as.bytes.bytes == &shape.position);
    EXPECT(Shape_setattr(&shape, "position", value) == SLOTS_OK);
    EXPECT(Shape_delattr(&shape, "position") == SLOTS_NOT_OPTIONAL);
    memset(path, 0, sizeof path);
    path[1] = vec;
    EXPECT(Shape_setattr(&shape, "path", slots_array(SLOTS_BYTES, sizeof vec, path, 3)) ==
           SLOTS_OK);
    EXPECT(Shape_at_path(&shape, 1)->x == 1);
    EXPECT(Shape_setattr(&shape, "path", slots_array(SLOTS_BYTES, sizeof vec, path, 2)) ==
           SLOTS_RANGE_ERROR);
    EXPECT(Shape_setattr(&shape, "path", slots_bytes(path, sizeof path)) == SLOTS_TYPE_ERROR);
    EXPECT(Shape_getattr(&shape, "path", &value) == SLOTS_OK && value.kind == SLOTS_ARRAY);
    EXPECT(value.as.array.kind == SLOTS_BYTES && value.as.array.size == 12);
    EXPECT(Shape_getattr(&shape, "maybe", &value) == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(Shape_setattr(&shape, "maybe", slots_bytes("abcde", 5)) == SLOTS_OK);
    EXPECT(Shape_get_maybe(&shape)->tag == 'a' && Shape_delattr(&shape, "maybe") == SLOTS_OK);
    EXPECT(Shape_get_maybe(&shape)->tag == 0);
}

static void test_values(void) {
    Child child;
    Child copy;
    Holder holder;
    char text[1024];
    const struct tight tight = tight_of('v', 3);
    position_of at;
    memset(&at, 0, sizeof at);
    at.at = 1.5;
    Child_init(&child);
    Child_init(&copy);
    EXPECT(Child_set_place(&child, &at) == SLOTS_OK && !Child_equal(&child, &copy));
    EXPECT(Child_set_name(&child, "n") == SLOTS_OK);
    Child_mut_wide(&child)->byte = 'w';
    *Child_mut_vector(&child) = 16;
    (*Child_mut_grid(&child))[1][0] = 2;
    EXPECT((*Child_get_grid(&child))[1][0] == 2);
    EXPECT(Child_put_matrices(&child, 1, Child_get_grid(&child)) == SLOTS_OK);
    EXPECT((*Child_at_matrices(&child, 1))[1][0] == 2);
    EXPECT(SLOTS_ADDRESS(&child.wide) % 32 == 0);
    EXPECT(Child_copy(&copy, &child) == SLOTS_OK && Child_equal(&child, &copy));
    EXPECT(Child_hash(&child) == Child_hash(&copy));
    EXPECT(Child_set_tight(&copy, &tight) == SLOTS_OK && !Child_equal(&child, &copy));
    EXPECT(Child_hash(&child) != Child_hash(&copy));
    Child_format(&copy, text, sizeof text);
    EXPECT(strstr(text, "position=<struct vec3, 12 bytes>") != SLOTS_NULL);
    EXPECT(strstr(text, "path=[<struct vec3, 12 bytes>, <struct vec3, 12 bytes>, ") != SLOTS_NULL);
    EXPECT(strstr(text, "tight=<struct tight, 5 bytes>") != SLOTS_NULL);
    EXPECT(strstr(text, "matrices=[<matrix, 16 bytes>, <matrix, 16 bytes>]") != SLOTS_NULL);
    EXPECT(strstr(text, "maybe") == SLOTS_NULL && strstr(text, "name=\"n\"") != SLOTS_NULL);
    Holder_init(&holder);
    EXPECT(Holder_set_shape(&holder, Child_as_Shape(&copy)) == SLOTS_OK);
    EXPECT(Holder_get_shape(&holder)->tight.tag == 'v');
    Child_fini(&child);
    Child_fini(&copy);
}

static int by_nothing(const void *a, const void *b) {
    (void)a;
    (void)b;
    return 0;
}

static void test_rest(void) {
    Rest rest;
    struct vec3 vec = vec3_of(1, 2, 3);
    const vec3_pointer to = &vec;
    const compare by = by_nothing;
    const char *const called = "word";
    Rest_init(&rest);
    EXPECT(*Rest_get_to(&rest) == SLOTS_NULL && *Rest_get_by(&rest) == SLOTS_NULL);
    EXPECT(Rest_set_to(&rest, &to) == SLOTS_OK && (*Rest_get_to(&rest))->y == 2);
    EXPECT(Rest_set_by(&rest, &by) == SLOTS_OK && (*Rest_get_by(&rest))(to, to) == 0);
    EXPECT(Rest_set_called(&rest, &called) == SLOTS_OK);
    EXPECT(strcmp(*Rest_get_called(&rest), "word") == 0);
    Rest_mut_word(&rest)->number = 0x01010101;
    EXPECT(Rest_get_word(&rest)->bytes[2] == 1);
#if defined(__cplusplus)
    const sealed seal(8);
    const point spot(3, 4);
#else
    const struct sealed seal = {8};
    const struct point spot = {3, 4};
#endif
    EXPECT(Rest_set_sealed(&rest, &seal) == SLOTS_OK && Rest_get_sealed(&rest)->number == 8);
    EXPECT(Rest_set_point(&rest, &spot) == SLOTS_OK && Rest_get_point(&rest)->y == 4);
    EXPECT(Rest_put_points(&rest, 1, &spot) == SLOTS_OK && Rest_at_points(&rest, 1)->x == 3);
    EXPECT(Rest_setattr(&rest, "more", slots_bytes("xyz", 3)) == SLOTS_OK);
    Rest_fini(&rest);
}

static void test_backed(void) {
    Backed backed;
    Backed copy;
    slots_value value;
    char text[256];
    const struct vec3 vec = vec3_of(1, 2, 3);
    Backed_init(&backed);
    Backed_init(&copy);
    EXPECT(Backed_set_position(&backed, &vec) == SLOTS_OK && Backed_hasattr(&backed, "position"));
    EXPECT(Backed_delattr(&backed, "position") == SLOTS_OK);
    EXPECT(!Backed_hasattr(&backed, "position") && Backed_get_position(&backed)->x == 0);
    EXPECT(Backed_getattr(&backed, "position", &value) == SLOTS_ATTRIBUTE_ERROR);
    EXPECT(Backed_setattr(&backed, "position", slots_bytes(&vec, sizeof vec)) == SLOTS_OK);
    EXPECT(Backed_get_position(&backed)->z == 3);
    EXPECT(Backed_setattr(&backed, "position", slots_float(1)) == SLOTS_TYPE_ERROR);
    EXPECT(Backed_delattr(&backed, "path") == SLOTS_OK && !Backed_hasattr(&backed, "path"));
    EXPECT(Backed_put_path(&backed, 1, &vec) == SLOTS_OK && Backed_hasattr(&backed, "path"));
    EXPECT(Backed_setattr(&backed, "x", slots_int(1)) == SLOTS_OK);
    EXPECT(Backed_copy(&copy, &backed) == SLOTS_OK && Backed_equal(&copy, &backed));
    EXPECT(Backed_hash(&copy) == Backed_hash(&backed));
    Backed_mut_position(&copy)->x = 5;
    EXPECT(!Backed_equal(&copy, &backed));
    Backed_format(&backed, text, sizeof text);
    EXPECT(strstr(text, "position=<struct vec3, 12 bytes>") != SLOTS_NULL);
    Backed_fini(&backed);
    Backed_fini(&copy);
}

int main(void) {
    test_typed();
    test_init_with();
    test_by_name();
    test_values();
    test_rest();
    test_backed();
    slots_shutdown();
    return failures != 0;
}
