"""C that uses the records of random schemas: what stands in it is said in compile/random.h."""

import random


def c_bytes(data):
    return '"' + "".join(f"\\{byte:03o}" for byte in data) + '"'


def by_name(field, item):
    """A slots_value of that, and what one must hold."""
    literal = field.literal(item)
    if field.type in ("char", "str"):
        return f"slots_text({literal})", f"is_text(got, {literal})"
    if field.type == "bool":
        return f"slots_bool({literal})", f"is_bool(got, {literal})"
    if field.type in ("f32", "f64"):
        return f"slots_float((double){literal})", f"is_float(got, (double){literal})"
    if field.type.startswith("u"):
        return f"slots_uint({literal})", f"is_uint(got, {literal})"
    return f"slots_int({literal})", f"is_int(got, {literal})"


def kind(field):
    """The kind of an array's items."""
    first = "bool" if field.type == "bool" else field.stored[0]
    return {"bool": "SLOTS_BOOL", "f": "SLOTS_FLOAT", "i": "SLOTS_INT", "u": "SLOTS_UINT"}[first]


def field_lines(record, field, chance):
    """Everything that can be done with one field of an object."""
    of = f"({record.c_name}, {field.name}"
    value = field.value(chance)
    if field.count:
        items = ", ".join(field.literal(item) for item in value)
        size = f"{field.count}, {kind(field)}"
        yield f"{{ static const {field.c_type} items[] = {{{items}}};"
        yield f"ARRAY{of}, {size}, items, {c_bytes(field.pack(value))}) }}"
    elif field.type == "char":
        yield f"CHARS{of}, {field.literal(value)}, {c_bytes(field.pack(value))})"
    elif field.type == "str":
        yield f"STR{of}, {field.literal(value)})"
    else:
        same, test = by_name(field, value)
        yield f"SCALAR{of}, {field.literal(value)}, {c_bytes(field.pack(value))}, {test})"
        other = field.value(chance)
        same, _ = by_name(field, other)
        yield f"BY_NAME{of}, {same}, {c_bytes(field.pack(other))}, {field.literal(other)})"
        if field.enum:
            yield f"STRANGER{of}, ({field.c_type}){field.enum.stranger})"
    if field.type == "str":
        return
    yield f"DELETED{of}, {c_bytes(field.pack(field.initial()))})"
    item = field.items(value)[0]
    verb = f"put_{field.name}(self, 0, " if field.count else f"set_{field.name}(self, "
    yield f"EXPECT({record.c_name}_{verb}{field.literal(item)}) == SLOTS_OK);"
    yield f"EXPECT({record.c_name}_hasattr(self, \"{field.name}\"));"
    yield f"accept({record.c_name}_OFFSET_{field.name}, {len(field.pack(value))});"
    yield f"word_is(&{record.c_name}_class, false);"


def initial_lines(record):
    """What the object holds once it is made."""
    is_empty = "false" if record.all_fields() else f"!{record.c_name}_HAS_DICT"
    yield f"made({is_empty});"
    for field in record.all_fields():
        data = field.pack(field.initial())
        if data.strip(b"\0"):
            yield f"know({record.c_name}_OFFSET_{field.name}, {c_bytes(data)}, {len(data)});"
    yield f"word_is(&{record.c_name}_class, true);"
    yield "intact(__LINE__);"
    for field in record.all_fields():
        if not field.count:
            get = f"{record.c_name}_get_{field.name}(self)"
            literal = field.literal(field.initial())
            if field.enum or field.type not in ("char", "str"):
                yield f"EXPECT({get} == {literal});"
            else:
                yield f"EXPECT(same_text({get}, {literal}));"


def record_test(record, chance):
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
        yield from field_lines(record, field, chance)
    yield f"{name}_fini(self);"
    yield "(void)got; drop(); }"


def init_with_test(record, chance):
    """The same for init_with: all values, and one that cannot be stored."""
    name = record.c_name
    fields = record.all_fields()
    if not fields or len(fields) > 16:
        return
    values = [field.value(chance) for field in fields]
    arguments = []
    yield f"static void test_{name}_init_with(void) {{"
    yield f'{name} *self = take("{name}_init_with", sizeof({name}));'
    for field, value in zip(fields, values):
        if field.count:
            items = ", ".join(field.literal(item) for item in value)
            yield f"static const {field.c_type} {field.name}[] = {{{items}}};"
        arguments.append(field.name if field.count else field.literal(value))
    yield f"EXPECT({name}_init_with(self, {', '.join(arguments)}) == SLOTS_OK);"
    yield "made(false);"
    yield f"word_is(&{name}_class, true);"
    for field, value in zip(fields, values):
        if field.type == "str":
            yield f"accept({name}_OFFSET_{field.name}, sizeof(char *));"
            literal = field.literal(value)
            yield f"EXPECT(same_text({name}_get_{field.name}(self), {literal}));"
        else:
            data = field.pack(value)
            yield f"know({name}_OFFSET_{field.name}, {c_bytes(data)}, {len(data)});"
    yield "intact(__LINE__);"
    yield f"{name}_fini(self);"
    fallible = [place for place, field in enumerate(fields) if field.enum or field.type == "char"]
    if fallible:
        place = chance.choice(fallible)
        field = fields[place]
        status = "SLOTS_RANGE_ERROR" if field.enum else "SLOTS_TOO_LONG"
        arguments[place] = '"a text that is too long for any of these"'
        if field.enum:
            wrong = f"({field.c_type}){field.enum.stranger}"
            items = [*(field.literal(item) for item in field.items(values[place])[1:]), wrong]
            yield f"static const {field.c_type} wrong[] = {{{', '.join(items)}}};"
            arguments[place] = "wrong" if field.count else "wrong[0]"
        yield "memset(self, FILL, sizeof *self);"
        yield f"EXPECT({name}_init_with(self, {', '.join(arguments)}) == {status});"
        yield from initial_lines(record)
        yield f"{name}_fini(self);"
    yield "drop(); }"


def crossing(record, base, field, chance):
    """The macro that crosses a field, and its arguments behind the two records."""
    first, second = field.item(chance), field.item(chance)
    values = f"{field.literal(first)}, {field.literal(second)})"
    if field.count:
        return f"CROSSED_ARRAY({record.c_name}, {base.c_name}, {field.name}, 0, {values}"
    macro = "CROSSED_TEXT" if field.type in ("char", "str") else "CROSSED"
    return f"{macro}({record.c_name}, {base.c_name}, {field.name}, {values}"


def upcast_tests(record, chance):
    """Functions that use a record as each of its ancestors."""
    for base in record.chain()[:-1]:
        if not base.all_fields():
            continue
        crossed = [crossing(record, base, field, chance) for field in base.all_fields()]
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
    for schema in schemas:
        chance = random.Random(schema.number)
        for record in schema.records:
            for test in tests:
                lines.extend(test(record, chance))
    called = [line for line in lines if line.startswith("static void test_")]
    lines.append("int main(void) {")
    lines.extend(line.split()[2].replace("(void)", "();") for line in called)
    lines.append('printf("%d failures\\n", failures); return failures != 0; }')
    return "\n".join(lines) + "\n"


def fields_program(schemas):
    return program(schemas, record_test, init_with_test)


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
                for field in owner.fields:
                    place = places[field.name]
                    path = "base." * up + field.name
                    where = f"{both(place['offset'])}, {both(place['size'])}"
                    lines.append(f"PLACE({record.c_name}, {path}, {field.name}, {where})")
    return "\n".join(lines) + "\n"
