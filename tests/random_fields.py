"""C that uses one field of a random record: what stands in it is said in compile/random.h."""

import random_layout
from random_schema import ABSENT


class Context:
    """What a C program defines for its tests: makers of records that stand in values."""

    def __init__(self):
        self.definitions = []
        self.makers = 0

    def make(self, record, values):
        """A C expression: a pointer to records that hold these."""
        name = f"{record.c_name}_made_{self.makers}"
        self.makers += 1
        size = f"items[{len(values)}]"
        lines = [f"static const {record.c_name} *{name}(void) {{"]
        lines.append(f"static {record.c_name} {size};")
        for i, value in enumerate(values):
            lines.append(f"{record.c_name}_init(&items[{i}]);")
            lines.extend(set_lines(self, record, value, f"&items[{i}]"))
        self.definitions.extend([*lines, "return items; }"])
        return f"{name}()"

    def item(self, field, item):
        """One item of a field as C."""
        if field.type == "record":
            return self.make(field.target, [item])
        return field.literal(item)

    def argument(self, field, value, name):
        """The items of an array, or a value, as C, and a line that declares what that needs."""
        if not field.count:
            return self.item(field, value), ""
        if field.type == "record":
            return self.make(field.target, value), ""
        items = ", ".join(field.literal(item) for item in value)
        return name, f"{array_type(field)}{name}[] = {{{items}}};"


def array_type(field):
    is_pointer = field.type in ("ref", "str", "char")
    return f"{field.c_type}const " if is_pointer else f"static const {field.c_type} "


def set_lines(context, record, values, target):
    """Puts values into an object that has just been made."""
    name = record.c_name
    for field in record.all_fields():
        value = values[field.name]
        if field.readonly:
            continue
        if value is ABSENT:
            yield f"{name}_clear_{field.name}({target});"
            continue
        for i, item in enumerate(field.items(value)):
            verb = f"put_{field.name}({target}, {i}, " if field.count else (
                f"set_{field.name}({target}, ")
            yield f"MUST({name}_{verb}{context.item(field, item)}));"


def c_bytes(data):
    return '"' + "".join(f"\\{byte:03o}" for byte in data) + '"'


def flag_line(record, field, start, there):
    """The presence bit of a field."""
    owner = next(owner for owner in record.chain() if field in owner.fields)
    _, bit = random_layout.presence(owner.fields)[field.name]
    # Its path depends on the storage words; the assertions of the header are about it.
    row = f"{owner.c_name}_class.fields[{owner.fields.index(field)}]"
    where = f"{start}{row}.presence / 8"
    return f"know_bits({where}, 1, {bit}, 1, {int(there)});"


def known(record, values, start=""):
    """What each field's bits are, of an object whose bytes were all zero."""
    for field in record.all_fields():
        yield from known_field(record, field, values[field.name], start)


def known_field(record, field, value, start=""):
    at = f"{start}{record.c_name}_OFFSET_{field.name}"
    if field.optional:
        yield flag_line(record, field, start, value is not ABSENT)
    if value is ABSENT:
        value = field.zero()
    if field.type == "bits":
        owner = next(owner for owner in record.chain() if field in owner.fields)
        _, size, shift = random_layout.shares(owner.fields)[field.name]
        yield f"know_bits({at}, {size}, {shift}, {field.width}, UINT64_C({value}));"
    elif field.type == "str":
        for i, item in enumerate(field.items(value)):
            place = f"{at} + {i} * sizeof(char *)"
            yield f"know_pointer({place}, NULL);" if item is None else (
                f"accept({place}, sizeof(char *));")
    elif field.type == "ref":
        for i, item in enumerate(field.items(value)):
            yield f"know_pointer({at} + {i} * sizeof(void *), {field.literal(item)});"
    elif field.type == "record":
        for i, item in enumerate(field.items(value)):
            more = f"{at} + {i} * sizeof({field.target.c_name}) + "
            yield from known(field.target, item, more)
    else:
        data = field.pack(value)
        yield f"know({at}, {c_bytes(data)}, {len(data)});"


def by_name(context, field, item):
    """A slots_value of that, and what one must hold."""
    literal = context.item(field, item)
    if field.type in ("char", "str"):
        return f"slots_text({literal})", f"is_text(got, {literal})"
    if field.type == "bool":
        return f"slots_bool({literal})", f"is_bool(got, {literal})"
    if field.type in ("f32", "f64"):
        return f"slots_float((double){literal})", f"is_float(got, (double){literal})"
    if field.target:
        kind = f"&{field.target.c_name}_class"
        return f"slots_ref({kind}, {literal})", f"is_ref(got, {kind}, {literal})"
    if field.type.startswith("u") or field.type == "bits":
        return f"slots_uint({literal})", f"is_uint(got, {literal})"
    return f"slots_int({literal})", f"is_int(got, {literal})"


def kind(field):
    """The kind of an array's items."""
    kinds = {"char": "BYTES", "record": "BYTES", "str": "TEXT", "ref": "REF", "bool": "BOOL"}
    numbers = {"f": "FLOAT", "i": "INT", "u": "UINT"}
    return "SLOTS_" + (kinds.get(field.type) or numbers[field.stored[0]])


def array_lines(context, record, field, value):
    """Item by item, and at once by name."""
    of = f"({record.c_name}, {field.name}"
    items, declared = context.argument(field, value, "items")
    macro = {"char": "TEXTS", "str": "TEXTS", "record": "RECORDS"}.get(field.type, "ARRAY")
    yield f"{{ {declared}"
    for i in range(field.count):
        item = f"&{items}[{i}]" if field.type == "record" else f"{items}[{i}]"
        yield f"PUT_{macro}{of}, {i}, {item})"
    yield from known_field(record, field, value)
    yield "intact(__LINE__);"
    item = items if field.type == "record" else f"{items}[0]"
    yield f"ARRAY{of}, {field.count}, {kind(field)}, {item})"
    if field.type == "str":
        yield f"accept({record.c_name}_OFFSET_{field.name}, {field.count} * sizeof(char *));"
        yield "intact(__LINE__);"
    yield "}"


def ref_lines(context, record, field, value):
    of = f"({record.c_name}, {field.name}, {field.target.c_name}"
    literal = context.item(field, value)
    yield f"EXPECT({record.c_name}_set_{field.name}(self, {literal}) == SLOTS_OK);"
    yield from known_field(record, field, value)
    yield f"REF{of}, {literal})"
    yield from known_field(record, field, None)
    yield f"NO_REF{of})"


def held_lines(context, record, field, chance, value):
    """A record by value: set, through mut, and by name."""
    other = field.item(chance)
    of = f"({record.c_name}, {field.name}, {field.target.c_name}"
    yield f"HELD{of}, {context.item(field, value)})"
    yield from known_field(record, field, value)
    yield f"HELD_NAMED{of})"
    made = context.item(field, other)
    yield f"if ({int(not field.target.is_empty)}) "
    yield f"*{record.c_name}_mut_{field.name}(self) = *{made};"
    yield f"else (void){record.c_name}_mut_{field.name}(self);"
    yield from known_field(record, field, other)
    yield "intact(__LINE__);"
    of = f"({record.c_name}, {field.name}, {field.target.c_name}"
    yield f"HELD_BY_NAME{of}, {context.item(field, value)})"
    yield from known_field(record, field, value)
    yield f"HELD_NAMED{of})"


def bits_lines(context, record, field, chance, value):
    of = f"({record.c_name}, {field.name}"
    for other in [(1 << field.width) - 1, 0, field.item(chance), value]:
        yield f"EXPECT({record.c_name}_set_{field.name}(self, {field.literal(other)}) == SLOTS_OK);"
        yield from known_field(record, field, other)
        yield f"BITS{of}, {field.literal(other)})"
    other = field.item(chance)
    yield from known_field(record, field, other)
    yield f"BITS_BY_NAME{of}, {field.literal(other)})"
    if field.width < 64:
        yield f"TOO_LARGE{of}, {field.literal(1 << field.width)})"
    if field.width not in (8, 16, 32, 64):
        too_large = field.literal(1 << field.width)
        yield f"EXPECT({record.c_name}_set_{field.name}(self, {too_large}) == SLOTS_RANGE_ERROR);"
        yield "intact(__LINE__);"


def set_and_get(context, record, field, chance, value):
    """Everything that can be done with one field that has a setter."""
    of = f"({record.c_name}, {field.name}"
    if field.count:
        yield from array_lines(context, record, field, value)
    elif field.type == "char":
        yield f"CHARS{of}, {field.literal(value)}, {c_bytes(field.pack(value))})"
    elif field.type == "str":
        yield f"STR{of}, {field.literal(value)})"
    elif field.type == "ref":
        yield from ref_lines(context, record, field, value)
    elif field.type == "record":
        yield from held_lines(context, record, field, chance, value)
    elif field.type == "bits":
        yield from bits_lines(context, record, field, chance, value)
    else:
        same, test = by_name(context, field, value)
        yield f"SCALAR{of}, {field.literal(value)}, {c_bytes(field.pack(value))}, {test})"
        other = field.value(chance)
        same, _ = by_name(context, field, other)
        yield f"BY_NAME{of}, {same}, {c_bytes(field.pack(other))}, {field.literal(other)})"
        if field.enum:
            yield f"STRANGER{of}, ({field.c_type}){field.enum.stranger})"


def set_once(context, record, field, value):
    items = field.items(value)
    for i, item in enumerate(items):
        verb = f"put_{field.name}(self, {i}, " if field.count else f"set_{field.name}(self, "
        yield f"EXPECT({record.c_name}_{verb}{context.item(field, item)}) == SLOTS_OK);"
    yield f"EXPECT({record.c_name}_hasattr(self, \"{field.name}\"));"
    yield from known_field(record, field, value)
    yield f"word_is(&{record.c_name}_class, false);"
    yield "intact(__LINE__);"


def optional_lines(context, record, field, chance, value):
    """It is there once it is set, and not once it is cleared or deleted."""
    of = f"({record.c_name}, {field.name})"
    yield flag_line(record, field, "", True)
    yield from set_and_get(context, record, field, chance, value)
    yield f"EXPECT({record.c_name}_has_{field.name}(self));"
    for verb in ("CLEARED", "GONE"):
        yield from known_field(record, field, ABSENT)
        yield f"{verb}{of}"
        yield "intact(__LINE__);"
        yield f"MISSING{of}"
        yield from set_once(context, record, field, field.value(chance))


def field_lines(context, record, field, chance):
    """Everything that can be done with one field of an object."""
    of = f"({record.c_name}, {field.name}"
    value = field.value(chance)
    if field.readonly:
        yield f"READONLY{of})"
        return
    if field.optional:
        yield from optional_lines(context, record, field, chance, value)
        return
    yield from set_and_get(context, record, field, chance, value)
    yield f"if ({record.c_name}_delattr(self, \"{field.name}\") == SLOTS_OK) {{"
    yield from known_field(record, field, field.initial())
    yield f"DELETED{of})"
    yield f"}} else NOT_DELETED{of})"
    yield "intact(__LINE__);"
    yield from set_once(context, record, field, value)
