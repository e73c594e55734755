"""C that copies, compares, hashes and formats whole random records, beside a model of that: two
are equal exactly when the same fields are there and each has the same bits."""

import struct

from random_fields import known, set_lines
from random_schema import ABSENT


def same(field, left, right):
    """By bits: -0.0 is not 0.0."""
    if left is ABSENT or right is ABSENT:
        return left is right
    if field.type == "record":
        pairs = zip(field.items(left), field.items(right))
        return all(same_record(field.target, *pair) for pair in pairs)
    if field.type in ("f32", "f64"):
        return field.pack(left) == field.pack(right)
    return left == right


def same_record(record, left, right):
    return all(same(field, left[field.name], right[field.name]) for field in record.all_fields())


def real_text(field, real):
    """The fewest digits that read back."""
    text = ""
    for precision in range(1, 18):
        text = f"%.{precision}g" % real
        back = float(text)
        if field.type == "f32":
            back = struct.unpack("f", struct.pack("f", back))[0]
        if back == real:
            break
    return text + ("" if set(text) - set("-0123456789") else ".0")


def quoted(text):
    parts = []
    for byte in text:
        if byte < 32 or byte == 127:
            parts.append(b"\\x%02x" % byte)
        else:
            parts.append(b"\\" * (byte in b'"\\') + bytes([byte]))
    return b'"' + b"".join(parts) + b'"'


def item_text(field, item):
    """What format writes of one item; of a pointer other than NULL that cannot be known."""
    if field.enum:
        return field.enum.member(item).encode()
    if item is None:
        return b"None"
    if field.type == "record":
        return record_text(field.target, item)
    if isinstance(item, bytes):
        return quoted(item)
    if field.type in ("f32", "f64"):
        return real_text(field, item).encode()
    return str(item).encode()


def record_text(record, values):
    parts = []
    for field in record.all_fields():
        value = values[field.name]
        if value is not ABSENT:
            items = b", ".join(item_text(field, item) for item in field.items(value))
            items = b"[" + items + b"]" if field.count else items
            parts.append(field.name.encode() + b"=" + items)
    return record.name.encode() + b"(" + b", ".join(parts) + b")"


def has_pointer(record, values):
    """Whether a `ref` points anywhere."""
    for field in record.all_fields():
        value = values[field.name]
        if value is ABSENT or field.type not in ("ref", "record"):
            continue
        for item in field.items(value):
            if field.type == "ref" and item is not None:
                return True
            if field.type == "record" and has_pointer(field.target, item):
                return True
    return False


def changed(record, values, chance):
    """The same values but for one field, as far as one can differ."""
    values = dict(values)
    fields = [field for field in record.all_fields() if not field.readonly]
    if fields:
        field = chance.choice(fields)
        is_there = values[field.name] is not ABSENT
        gone = field.optional and is_there and chance.random() < 0.5
        values[field.name] = ABSENT if gone else field.value(chance)
    return values


def c_text(text):
    return '"' + "".join(f"\\{byte:03o}" for byte in text) + '"'


def whole_test(context, record, chance):
    """A function that makes records of known values, and copies and compares them."""
    name = record.c_name
    values = record.values(chance)
    others = [values, changed(record, values, chance), changed(record, values, chance)]
    others += [record.values(chance), record.initial()]
    for i, other in enumerate(others):
        yield f"static void {name}_fill_{i}({name} *self) {{ (void)self;"
        yield from set_lines(context, record, other, "self")
        yield "}"
    yield f"static void test_{name}_whole(void) {{"
    yield f'{name} *self = take("{name} as a whole", sizeof({name}));'
    yield f"{name}_init(self); {name}_fill_0(self);"
    yield f"made({'false' if record.all_fields() else f'!{name}_HAS_DICT'});"
    yield "unknown();"
    yield from known(record, values)
    yield f"word_is(&{name}_class, false); intact(__LINE__);"
    for i, other in enumerate(others):
        equal = str(same_record(record, values, other)).lower()
        yield f"WHOLE({name}, {name}_fill_{i}, {equal})"
    for i, other in enumerate(others):
        if not has_pointer(record, other):
            yield f"FORMAT({name}, {name}_fill_{i}, {c_text(record_text(record, other))})"
    yield "intact(__LINE__);"
    yield f"{name}_fini(self); {name}_free(NULL); drop(); }}"
