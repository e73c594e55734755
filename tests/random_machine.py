"""C that sets and reads each field of random records once, and looks at the bytes of the whole
object: quick to compile, for many schemas on other machines. What stands in it is said in
compile/random.h."""

import random_c
from random_fields import known, set_lines
from random_schema import ABSENT


def same(field, got, item):
    """That what a getter gave is that item, as C."""
    literal = field.literal(item)
    is_text = field.type in ("char", "str")
    return f"same_text({got}, {literal})" if is_text else f"{got} == {literal}"


def read_lines(record, values, self):
    """That each getter gives its value, each item of arrays, and each field of records held."""
    name = record.c_name
    for field in record.all_fields():
        value = values[field.name]
        if field.optional:
            yield f"EXPECT({name}_has_{field.name}({self}) == {int(value is not ABSENT)});"
        if value is ABSENT:
            value = field.zero()
        for i, item in enumerate(field.items(value)):
            got = f"{name}_at_{field.name}({self}, {i})" if field.count else (
                f"{name}_get_{field.name}({self})")
            if field.type == "record":
                yield from read_lines(field.target, item, got)
            else:
                yield f"EXPECT({same(field, got, item)});"


def held_test(context, record, chance):
    """A function that makes an object and fills it, and knows all its bytes both times."""
    name = record.c_name
    no_member = "false" if record.all_fields() else f"!{name}_HAS_DICT"
    yield f"static void test_{name}_held(void) {{"
    yield f'{name} *self = take("{name}", sizeof({name}));'
    yield f"{name}_init(self); made({no_member});"
    values = record.values(chance)
    for held, is_new in ((record.initial(), "true"), (values, "false")):
        if held is values:
            yield from set_lines(context, record, values, "self")
        yield from known(record, held)
        yield f"word_is(&{name}_class, {is_new}); intact(__LINE__);"
        yield from read_lines(record, held, "self")
    yield f"{name}_fini(self); drop(); }}"


def program(schemas):
    return random_c.program(schemas, held_test)
