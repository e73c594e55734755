"""Random schemas of everything that slotc carries out, and values for their fields."""

import random
import struct

import random_layout

INTEGERS = {
    f"{sign}{bits}": (bits // 8, -(1 << bits - 1) if sign == "i" else 0)
    for sign in "iu"
    for bits in (8, 16, 32, 64)
}
CODES = dict(i8="b", i16="h", i32="i", i64="q", u8="B", u16="H", u32="I", u64="Q")
CODES.update(f32="f", f64="d", bool="?")
C_TYPES = {name: f"{'u' if name[0] == 'u' else ''}int{name[1:]}_t" for name in INTEGERS}
C_TYPES.update(f32="float", f64="double", bool="bool", str="const char *", char="const char *")


# The value of a T? that is not there.
ABSENT = object()


def least(name):
    return INTEGERS[name][1]


def most(name):
    size, first = INTEGERS[name]
    return first + (1 << 8 * size) - 1


class Enum:
    """An enum over any integer type, of numbers that also lie in 32 bits signed."""

    def __init__(self, chance, prefix, name):
        self.name = name
        self.c_name = prefix + name
        self.type = chance.choice(list(INTEGERS))
        first = max(least(self.type), -(1 << 31))
        last = min(most(self.type), (1 << 31) - 1)
        numbers = {0} if chance.random() < 0.8 else set()
        wanted = chance.randrange(1, 7)
        while len(numbers) < wanted:
            near = chance.randrange(max(first, -9), 10)
            numbers.add(chance.choice([first, last, near, chance.randrange(first, last + 1)]))
            # Runs of numbers, at the ends of the type, too.
            numbers.update(n + 1 for n in sorted(numbers) if n < last and chance.random() < 0.3)
        self.numbers = list(numbers)
        chance.shuffle(self.numbers)
        self.has_zero = 0 in numbers
        # A number that is no enumerator, of a sign that the C enum has.
        self.stranger = next(n for n in range(1, 99) if n not in numbers)

    def text(self):
        rows = ", ".join(f"{self.member(number)} = {number}" for number in self.numbers)
        return f"enum {self.name} : {self.type} {{ {rows} }}\n"

    def member(self, number):
        return f"e{self.numbers.index(number)}"


def text_of(chance, longest):
    """Bytes without a NUL, most of them letters."""
    choices = [*range(97, 123), 34, 37, 47, 63, 92, 9, 10, 0xC3, 0x80, 0xFF, 1]
    return bytes(chance.choice(choices) for _ in range(chance.randrange(longest + 1)))


def escaped(text, form):
    return "".join(chr(b) if 97 <= b <= 122 else form.format(b) for b in text)


class Field:
    """A field. `type` is a scalar's word, or `char`, `str`, `enum`, `bits`, `ref` or `record`;
    `count` is of an array, `width` of bits; `target` is the record of the last two."""

    WORDS = [*CODES, *INTEGERS, "char", "char", "str", "enum", "enum"]
    MORE = ["bits"] * 6 + ["ref"] * 2 + ["record"] * 4

    # Of the machine that programs are for, as in struct.pack.
    byte_order = "="

    def __init__(self, chance, name, enums, plain_only, held):
        self.name = name
        self.enum = self.target = None
        self.chars = self.count = self.width = 0
        self.readonly = False
        self.type = chance.choice([*self.WORDS, *self.MORE])
        if self.type == "str" and plain_only or self.type == "record" and not held:
            self.type = "u32"
        is_array = self.type != "bits" and chance.random() < 0.25
        if self.type == "enum":
            usable = [enum for enum in enums if enum.has_zero or not is_array]
            if usable:
                self.enum = chance.choice(usable)
            else:
                self.type = "u16"
        if self.type == "char":
            self.chars = chance.choice([2, 3, 4, 5, 8, 9, 16, 31])
        if self.type == "bits":
            self.width = chance.choice([1, 1, 2, 3, 5, 7, 8, 9, 16, 17, 31, 32, 33, 63, 64])
        if self.type == "record":
            self.target = chance.choice(held)
        if is_array:
            self.count = chance.choice([1, 2, 3, 5, 8])
        self.optional = chance.random() < 0.25 and (not self.enum or self.enum.has_zero)
        self.default = None
        needs_default = self.enum is not None and not self.enum.has_zero
        may_default = not (is_array or self.optional or self.type in ("str", "ref", "record"))
        if may_default and (needs_default or chance.random() < 0.4):
            self.default = self.item(chance)

    @property
    def stored(self):
        return self.enum.type if self.enum else self.type

    def measure(self, pointer):
        """Size and alignment of all but bits."""
        if self.type in ("str", "ref"):
            size = align = pointer
        elif self.type == "record":
            size, align = random_layout.plain_measure(self.target, pointer)
        elif self.type == "char":
            size, align = self.chars, 1
        else:
            size = align = struct.calcsize(CODES[self.stored])
        return size * max(self.count, 1), align

    def item(self, chance):
        """A random value, of one item where it is an array."""
        if self.enum:
            return chance.choice(self.enum.numbers)
        if self.type == "bool":
            return chance.random() < 0.5
        if self.type == "char":
            return text_of(chance, self.chars - 1)
        if self.type == "str":
            return None if chance.random() < 0.1 else text_of(chance, 20)
        if self.type == "bits":
            return chance.choice([0, 1, (1 << self.width) - 1, chance.getrandbits(self.width)])
        if self.type == "ref":
            return chance.choice([None, 0, 1])
        if self.type == "record":
            return self.target.values(chance)
        if self.type in INTEGERS:
            ends = [least(self.type), most(self.type), 0, 1]
            ends.append(chance.randrange(least(self.type), most(self.type) + 1))
            return chance.choice(ends)
        real = chance.choice([0.1, 1.0, chance.uniform(-1e6, 1e6), chance.uniform(-1, 1) * 1e30])
        return struct.unpack("f", struct.pack("f", real))[0] if self.type == "f32" else real

    def value(self, chance):
        return [self.item(chance) for _ in range(self.count)] if self.count else self.item(chance)

    def zero(self):
        """What is in the cell where there is no default, or of a T? no value."""
        if self.type == "record":
            zero = self.target.initial()
        else:
            zero = {"char": b"", "str": None, "ref": None, "bool": False}.get(self.type, 0)
        return [zero] * self.count if self.count else zero

    def initial(self):
        """What init stores."""
        if self.optional:
            return ABSENT
        return self.zero() if self.default is None else self.default

    def pack(self, value):
        """The bytes of the cell of a number or text that is no str."""
        if self.type == "char":
            return b"".join(item.ljust(self.chars, b"\0") for item in self.items(value))
        form = f"{self.byte_order}{self.count or 1}{CODES[self.stored]}"
        return struct.pack(form, *self.items(value))

    def items(self, value):
        return value if self.count else [value]

    def literal(self, value):
        """One item as C, of all but records."""
        if self.enum:
            return f"{self.enum.c_name}_{self.enum.member(value)}"
        if value is None:
            return "NULL"
        if self.type == "ref":
            return f"&{self.target.c_name}_there[{value}]"
        if isinstance(value, bytes):
            return f'"{escaped(value, chr(92) + "{:03o}")}"'
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return value.hex() + ("f" if self.type == "f32" else "")
        if self.type in ("f32", "f64"):
            return f"{value}.0"
        if value < -(1 << 31) + 1:
            return f"(INT64_C({value + 1}) - 1)"
        if value <= 0x7FFFFFFF:
            return f"({value})"
        return f"INT64_C({value})" if self.type[0] == "i" else f"UINT64_C({value})"

    @property
    def c_type(self):
        if self.target:
            return f"{self.target.c_name} *"
        return self.enum.c_name if self.enum else C_TYPES[self.type]

    @property
    def word(self):
        word = self.enum.name if self.enum else self.type
        if self.target:
            word = ("ref " if self.type == "ref" else "") + self.target.name
        word += f"[{self.chars or self.width}]" if self.chars or self.width else ""
        word += f"[{self.count}]" if self.count else ""
        return word + ("?" if self.optional else "")

    def text(self):
        name = ("@readonly " if self.readonly else "") + self.name
        if self.default is None:
            return f"    {name}: {self.word};\n"
        literal = str(self.default).lower() if self.type == "bool" else repr(self.default)
        if self.enum:
            literal = self.enum.member(self.default)
        elif self.type == "char":
            literal = f'"{escaped(self.default, chr(92) + "x{:02x}")}"'
        return f"    {name}: {self.word} = {literal};\n"


MOST_ARGUMENTS = 16


class Record:
    """A record; `storage` is the word of one variant of the schema. One that is `plain` may be
    held by value: it is always slots, as its ancestors are, and has no str."""

    def __init__(self, chance, prefix, name, base, plain):
        self.name = name
        self.c_name = prefix + name
        self.base = base
        self.plain = plain
        self.fields = []
        self.declared = chance.random() < 0.2
        self.align = chance.choice([1, 2, 8, 16, 32, 64]) if chance.random() < 0.1 else 0
        self.open_tail = False
        self.storage = "slots"

    def chain(self):
        """From the root down to the record."""
        return [*(self.base.chain() if self.base else ()), self]

    def all_fields(self):
        return [field for record in self.chain() for field in record.fields]

    def arguments(self):
        """The fields that init_with takes."""
        return [field for field in self.all_fields() if not field.optional]

    def initial(self):
        return {field.name: field.initial() for field in self.all_fields()}

    def values(self, chance):
        """A value for each field that has a setter."""
        values = self.initial()
        for field in self.all_fields():
            if not field.readonly and not (field.optional and chance.random() < 0.4):
                values[field.name] = field.value(chance)
        return values

    def protect(self, chance):
        """Makes some fields readonly, where init_with can set them."""
        if len(self.arguments()) <= MOST_ARGUMENTS:
            for field in self.fields:
                field.readonly = not field.optional and chance.random() < 0.1

    @property
    def is_empty(self):
        return not self.all_fields() and not self.dict_from()

    @property
    def has_pointers(self):
        fields = self.all_fields()
        return any(field.type in ("str", "ref") for field in fields) or any(
            field.target.has_pointers for field in fields if field.type == "record"
        )

    def dict_from(self):
        return next((record for record in self.chain() if record.storage != "slots"), None)

    def choose_storage(self, chance, words):
        """One of the words that Python has no objection to below the record's base."""
        source = self.base.dict_from() if self.base else None
        allowed = ["slots", "slots + dict", "dict"]
        if source is not None:
            allowed = ["slots", "dict"] if source.storage == "slots + dict" else ["dict"]
        fitting = [word for word in words if word in allowed]
        self.storage = "slots" if self.plain else chance.choice(fitting or allowed)

    def text(self):
        base = f" : {self.base.name}" if self.base else ""
        marks = "@order(declared) " if self.declared else ""
        marks += f"@align({self.align}) " if self.align else ""
        marks += "@open_tail " if self.open_tail else ""
        marks += "@persistent " if self.plain and not self.has_pointers else ""
        fields = "".join(field.text() for field in self.fields)
        return f"{marks}record {self.name}{base} {self.storage} {{\n{fields}}}\n"


PLANS = [["slots"], ["slots"], ["dict"], ["slots + dict", "slots"], ["slots", "dict"]]
PLANS.append(["slots", "slots + dict", "dict"])
MOST_BYTES = 400


class Schema:
    """A schema of a few enums and records, its storage words chosen by `variant`."""

    def __init__(self, number):
        chance = random.Random(number)
        self.name = f"r{number}"
        self.number = number
        # With a package, with one of two words, and without.
        self.package = ["", f"package {self.name};\n", f"package {self.name}.x;\n"][number % 3]
        prefix = ["", f"{self.name}_", f"{self.name}_x_"][number % 3]
        own = "" if number % 3 else f"{self.name}_"
        self.enums = [
            Enum(chance, prefix, f"{own}E{i}") for i in range(chance.randrange(4))
        ]
        self.records = []
        names = (f"f{i}" for i in range(10**6))
        for i in range(chance.choice([1, 2, 3, 4, 5, 6])):
            self.add_record(chance, prefix, f"{own}R{i}", names)
        for record in self.records:
            for field in record.fields:
                if field.type == "ref":
                    field.target = chance.choice(self.records)
        # A declaration may be used before it.
        self.written = [*self.enums, *self.records]
        if chance.random() < 0.5:
            chance.shuffle(self.written)
        self.choose_variant(0)

    def add_record(self, chance, prefix, name, names):
        plain = chance.random() < 0.4
        bases = [record for record in self.records if len(record.chain()) < 5]
        bases = [record for record in bases if record.plain or not plain]
        # More often below the last one, so that chains get long.
        base = chance.choice([None, *bases, *bases[-1:] * 9])
        record = Record(chance, prefix, name, base, plain)
        held = [record for record in self.records if record.plain]
        held = [record for record in held if random_layout.plain_measure(record, 8)[0] < MOST_BYTES]
        count = chance.choice([0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 7, 11, 20])
        record.fields = [
            Field(chance, next(names), self.enums, plain, held) for _ in range(count)
        ]
        record.protect(chance)
        # As many cells as slotc tries in every order.
        record.open_tail = len(record.fields) <= 6 and chance.random() < 0.4
        self.records.append(record)

    def choose_variant(self, variant):
        """Other storage words for the same records; deterministic."""
        chance = random.Random(self.number + 1)
        plans = PLANS[:]
        chance.shuffle(plans)
        plan = plans[variant]
        if variant and plan == plans[0]:
            plan = plans[variant + 1]
        for record in self.records:
            record.choose_storage(chance, plan)

    def text(self):
        return self.package + "".join(item.text() for item in self.written)
