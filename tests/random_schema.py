"""Random schemas of everything that slotc carries out, and values for their fields."""

import random
import struct

INTEGERS = {
    f"{sign}{bits}": (bits // 8, -(1 << bits - 1) if sign == "i" else 0)
    for sign in "iu"
    for bits in (8, 16, 32, 64)
}
CODES = dict(i8="b", i16="h", i32="i", i64="q", u8="B", u16="H", u32="I", u64="Q")
CODES.update(f32="f", f64="d", bool="?")
C_TYPES = {name: f"{'u' if name[0] == 'u' else ''}int{name[1:]}_t" for name in INTEGERS}
C_TYPES.update(f32="float", f64="double", bool="bool", str="const char *", char="const char *")


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
    """A field. `type` is a scalar's word, `char`, `str` or `enum`; `count` is of an array."""

    def __init__(self, chance, name, enums):
        self.name = name
        self.enum = None
        self.chars = self.count = 0
        self.type = chance.choice([*CODES, *INTEGERS, "char", "char", "str", "enum", "enum"])
        is_array = self.type not in ("char", "str") and chance.random() < 0.25
        if self.type == "enum":
            usable = [enum for enum in enums if enum.has_zero or not is_array]
            if usable:
                self.enum = chance.choice(usable)
            else:
                self.type = "u16"
        if self.type == "char":
            self.chars = chance.choice([2, 3, 4, 5, 8, 9, 16, 31])
        if is_array:
            self.count = chance.choice([1, 2, 3, 5, 8])
        self.default = None
        needs_default = self.enum is not None and not self.enum.has_zero
        if not is_array and self.type != "str" and (needs_default or chance.random() < 0.4):
            self.default = self.item(chance)

    @property
    def stored(self):
        return self.enum.type if self.enum else self.type

    def measure(self, pointer):
        """Size and alignment."""
        if self.type == "str":
            return pointer, pointer
        if self.type == "char":
            return self.chars, 1
        align = struct.calcsize(CODES[self.stored])
        return align * max(self.count, 1), align

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
        if self.type in INTEGERS:
            ends = [least(self.type), most(self.type), 0, 1]
            ends.append(chance.randrange(least(self.type), most(self.type) + 1))
            return chance.choice(ends)
        real = chance.choice([0.1, 1.0, chance.uniform(-1e6, 1e6), chance.uniform(-1, 1) * 1e30])
        return struct.unpack("f", struct.pack("f", real))[0] if self.type == "f32" else real

    def value(self, chance):
        return [self.item(chance) for _ in range(self.count)] if self.count else self.item(chance)

    def initial(self):
        """What init stores."""
        if self.default is not None:
            return self.default
        zero = {"char": b"", "str": None, "bool": False}.get(self.type, 0)
        return [zero] * self.count if self.count else zero

    def pack(self, value):
        """The bytes of the cell; of a str none are known."""
        if self.type == "char":
            return value.ljust(self.chars, b"\0")
        if self.type == "str":
            return b""
        return struct.pack(f"={self.count or 1}{CODES[self.stored]}", *self.items(value))

    def items(self, value):
        return value if self.count else [value]

    def literal(self, value):
        """One item as C."""
        if self.enum:
            return f"{self.enum.c_name}_{self.enum.member(value)}"
        if value is None:
            return "NULL"
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
        return f"UINT64_C({value})" if self.type[0] == "u" else f"INT64_C({value})"

    @property
    def c_type(self):
        return self.enum.c_name if self.enum else C_TYPES[self.type]

    @property
    def word(self):
        word = self.enum.name if self.enum else self.type
        word += f"[{self.chars}]" if self.chars else ""
        return word + (f"[{self.count}]" if self.count else "")

    def text(self):
        if self.default is None:
            return f"    {self.name}: {self.word};\n"
        literal = str(self.default).lower() if self.type == "bool" else repr(self.default)
        if self.enum:
            literal = self.enum.member(self.default)
        elif self.type == "char":
            literal = f'"{escaped(self.default, chr(92) + "x{:02x}")}"'
        return f"    {self.name}: {self.word} = {literal};\n"


class Record:
    """A record; `storage` is the word of one variant of the schema."""

    def __init__(self, chance, prefix, name, base, fields):
        self.name = name
        self.c_name = prefix + name
        self.base = base
        self.fields = fields
        self.declared = chance.random() < 0.2
        self.storage = "slots"

    def chain(self):
        """From the root down to the record."""
        return [*(self.base.chain() if self.base else ()), self]

    def all_fields(self):
        return [field for record in self.chain() for field in record.fields]

    @property
    def is_empty(self):
        return not self.all_fields() and not self.dict_from()

    def dict_from(self):
        return next((record for record in self.chain() if record.storage != "slots"), None)

    def choose_storage(self, chance, words):
        """One of the words that Python has no objection to below the record's base."""
        source = self.base.dict_from() if self.base else None
        allowed = ["slots", "slots + dict", "dict"]
        if source is not None:
            allowed = ["slots", "dict"] if source.storage == "slots + dict" else ["dict"]
        fitting = [word for word in words if word in allowed]
        self.storage = chance.choice(fitting or allowed)

    def text(self):
        base = f" : {self.base.name}" if self.base else ""
        order = "@order(declared) " if self.declared else ""
        fields = "".join(field.text() for field in self.fields)
        return f"{order}record {self.name}{base} {self.storage} {{\n{fields}}}\n"


PLANS = [["slots"], ["slots"], ["dict"], ["slots + dict", "slots"], ["slots", "dict"]]
PLANS.append(["slots", "slots + dict", "dict"])


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
            bases = [record for record in self.records if len(record.chain()) < 5]
            # More often below the last one, so that chains get long.
            base = chance.choice([None, *bases, *bases[-1:] * 9])
            count = chance.choice([0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 7, 7, 11])
            fields = [Field(chance, next(names), self.enums) for _ in range(count)]
            self.records.append(Record(chance, prefix, f"{own}R{i}", base, fields))
        self.choose_variant(0)

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
        declarations = [*self.enums, *self.records]
        return self.package + "".join(item.text() for item in declarations)
