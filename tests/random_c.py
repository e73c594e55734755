"""C that uses the records of random schemas: what stands in it is said in compile/random.h."""

import random

import random_layout
import random_whole
from random_fields import Context, array_type, field_lines, known
from random_schema import ABSENT, MOST_ARGUMENTS


def get_line(field, get, value):
    """That a getter gives what is known of a number or a text."""
    if field.count or field.type == "record":
        return
    literal = field.literal(value)
    if field.enum or field.type not in ("char", "str"):
        yield f"EXPECT({get} == {literal});"
    else:
        yield f"EXPECT(same_text({get}, {literal}));"


def initial_lines(record):
    """What the object holds once it is made."""
    is_empty = "false" if record.all_fields() else f"!{record.c_name}_HAS_DICT"
    yield f"made({is_empty});"
    yield from known(record, record.initial())
    yield f"word_is(&{record.c_name}_class, true);"
    yield "intact(__LINE__);"
    for field in record.all_fields():
        value = field.initial()
        if value is ABSENT:
            yield f"MISSING({record.c_name}, {field.name})"
            value = field.zero()
        yield from get_line(field, f"{record.c_name}_get_{field.name}(self)", value)


def record_test(context, record, chance):
    """A function that uses a record as itself."""
    name = record.c_name
    yield f"static void test_{name}(void) {{"
    yield f'{name} *self = take("{name}", sizeof({name}));'
    yield "slots_value got = slots_none();"
    yield f"{name}_init(self);"
    yield from initial_lines(record)
    # The upcasts' tests see the inherited ones again.
    inherited = record.base.all_fields() if record.base else []
    fields = [*record.fields, *chance.sample(inherited, min(2, len(inherited)))]
    chance.shuffle(fields)
    for field in fields:
        yield from field_lines(context, record, field, chance)
    yield f"{name}_fini(self);"
    yield "(void)got; drop(); }"


def init_with_test(context, record, chance):
    """The same for init_with: all values, and one that cannot be stored."""
    name = record.c_name
    fields = record.arguments()
    if not record.all_fields() or len(fields) > MOST_ARGUMENTS:
        return
    values = {field.name: field.value(chance) for field in fields}
    arguments = []
    yield f"static void test_{name}_init_with(void) {{"
    yield f'{name} *self = take("{name}_init_with", sizeof({name}));'
    for field in fields:
        argument, declared = context.argument(field, values[field.name], field.name)
        yield declared
        arguments.append(argument)
    yield f"EXPECT({name}_init_with({', '.join(['self', *arguments])}) == SLOTS_OK);"
    yield "made(false);"
    yield f"word_is(&{name}_class, true);"
    yield from known(record, record.initial() | values)
    yield "intact(__LINE__);"
    for field in fields:
        yield from get_line(field, f"{name}_get_{field.name}(self)", values[field.name])
    yield f"{name}_fini(self);"
    fallible = [place for place, field in enumerate(fields) if may_fail(field)]
    if fallible:
        place = chance.choice(fallible)
        status, declared, arguments[place] = wrong_argument(fields[place], values)
        yield declared
        yield "memset(self, FILL, sizeof *self);"
        yield f"EXPECT({name}_init_with({', '.join(['self', *arguments])}) == {status});"
        yield from initial_lines(record)
        yield f"{name}_fini(self);"
    yield "drop(); }"


def may_fail(field):
    return field.enum or field.type == "char" or field.width not in (0, 8, 16, 32, 64)


def wrong_argument(field, values):
    """The status of a value that cannot be stored, what declares it, and the value."""
    if field.type == "bits":
        return "SLOTS_RANGE_ERROR", "", field.literal(1 << field.width)
    status = "SLOTS_RANGE_ERROR" if field.enum else "SLOTS_TOO_LONG"
    wrong = '"a text that is too long for any of these"'
    if field.enum:
        wrong = f"({field.c_type}){field.enum.stranger}"
    items = [*(field.literal(item) for item in field.items(values[field.name])[1:]), wrong]
    declared = f"{array_type(field)}wrong[] = {{{', '.join(items)}}};"
    return status, declared, "wrong" if field.count else "wrong[0]"


def crossing(context, record, base, field, chance):
    """The macro that crosses a field, and its arguments behind the two records."""
    of = f"({record.c_name}, {base.c_name}, {field.name}"
    if field.readonly or field.type == "record":
        return f"SEEN{'_ARRAY' if field.count else ''}{of})"
    first, second = (context.item(field, field.item(chance)) for _ in range(2))
    values = f"{first}, {second})"
    is_text = field.type in ("char", "str")
    if field.count:
        return f"CROSSED_{'TEXTS' if is_text else 'ARRAY'}{of}, 0, {values}"
    return f"CROSSED{'_TEXT' if is_text else ''}{of}, {values}"


def upcast_tests(context, record, chance):
    """Functions that use a record as each of its ancestors."""
    for base in record.chain()[:-1]:
        if not base.all_fields():
            continue
        crossed = [crossing(context, record, base, field, chance) for field in base.all_fields()]
        for line in crossed:
            if line.startswith("CROSSED("):
                yield line.replace("CROSSED", "ALIASED")
        yield f"static void test_{record.c_name}_as_{base.c_name}(void) {{"
        yield f"{record.c_name} object;"
        yield f"{record.c_name} *self = &object;"
        yield f'record = "{record.c_name} as {base.c_name}";'
        yield f"{record.c_name}_init(self);"
        yield from crossed
        yield f"{record.c_name}_fini(self); }}"


def program(schemas, *tests):
    """A C program that does these tests with all records of these schemas."""
    lines = [f'#include "{schema.name}.slots.h"' for schema in schemas]
    lines.append('#include "random.h"')
    context = Context()
    functions = []
    for schema in schemas:
        chance = random.Random(schema.number)
        for record in schema.records:
            # What a `ref` points to.
            lines.append(f"{record.c_name} {record.c_name}_there[2];")
            for test in tests:
                functions.extend(test(context, record, chance))
    called = [line for line in functions if line.startswith("static void test_")]
    lines += [*context.definitions, *functions, "int main(void) {"]
    lines.extend(line.split()[2].replace("(void)", "();") for line in called)
    lines.append('printf("%d failures\\n", failures); return failures != 0; }')
    return "\n".join(lines) + "\n"


def fields_program(schemas):
    return program(schemas, record_test, init_with_test)


def whole_program(schemas):
    return program(schemas, random_whole.whole_test)


def upcasts_program(schemas):
    return program(schemas, upcast_tests)


def layout(schemas, model):
    """A C file that asserts what the model says of all records, for both pointer widths."""
    lines = [f'#include "{schema.name}.slots.h"' for schema in schemas]
    lines.append("#define LESS_ALIGNED (SLOTS_POINTER_BITS == 32)")
    lines.append('#include "layout.h"')

    def both(pair):
        return f"SLOTS_WIDTH({pair['lp64']}, {pair['ilp32']})"

    for schema in schemas:
        said = {record["name"]: record for record in model[schema.name]["records"]}
        for record in schema.records:
            about = said[record.name]
            sizes = f"{both(about['size'])}, {both(about['align'])}"
            lines.append(f"LAYOUT({record.c_name}, {sizes})")
            chain = record.chain()
            places = {field["name"]: field for field in about["fields"]}
            for up, owner in enumerate(reversed(chain)):
                shares = random_layout.shares(owner.fields)
                for field in owner.fields:
                    place = places[field.name]
                    member = f"bits_{shares[field.name][0]}" if field.width else field.name
                    tail = "tail." if said[owner.name]["in_tail"] else ""
                    path = "base." * up + tail + member
                    where = f"{both(place['offset'])}, {both(place['size'])}"
                    lines.append(f"PLACE({record.c_name}, {path}, {field.name}, {where})")
    return "\n".join(lines) + "\n"
