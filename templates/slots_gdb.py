"""gdb printers for the records that slotc generates.

    (gdb) source slots_gdb.py

After that `print`, `info locals`, `backtrace` and an IDE show a record by its class: the fields
of all ancestors by the names of the schema, in its order, then the attributes of its dict.
`slots-format EXPRESSION` prints what R_format would write. Works on live processes, core files
and the program's own file, since it only reads memory: nothing is called in the program.

A record is known by the constant R_class beside its type R. Where that is gone, its members
are shown as the compiler knows them. What memory that is damaged cannot tell is a note <...>.

Needs gdb 9 or later with Python 3. All names here begin with slots, since gdb runs a script among
the names of all others. The layout of the run time is taken from the debug information; the
constants below are those of slots_core.h and slots_dict.h.
"""

import locale
import math
import re
import struct

import gdb
import gdb.printing

# slots_kind, and the kinds of an entry of a dict that are none of its values.
SLOTS_NONE, SLOTS_BOOL, SLOTS_INT, SLOTS_UINT, SLOTS_FLOAT = range(5)
SLOTS_TEXT, SLOTS_BYTES, SLOTS_REF, SLOTS_ARRAY = range(5, 9)
SLOTS_DECLARED, SLOTS_DEAD = 0xFD, 0xFE
SLOTS_APART = 0xFF  # for a length: the bytes are a block of their own
SLOTS_SHARED, SLOTS_OWN, SLOTS_TABLE = range(3)  # forms of a dict
SLOTS_DICT_ALIGN = 8

# slots_cell: the kind of value that each holds.
SLOTS_CELL_KINDS = (
    *(SLOTS_BOOL, *[SLOTS_INT] * 4, *[SLOTS_UINT] * 4, SLOTS_FLOAT, SLOTS_FLOAT),
    *(SLOTS_TEXT, SLOTS_TEXT, SLOTS_UINT, SLOTS_REF, SLOTS_REF, SLOTS_BYTES),
)
SLOTS_CHARS, SLOTS_STR, SLOTS_BITS, SLOTS_POINTER, SLOTS_RECORD, SLOTS_FOREIGN = range(11, 17)

SLOTS_ALWAYS = SLOTS_NO_DICT = 0xFFFFFFFF

# Limits of the language and of sense: what is beyond them is damaged memory.
SLOTS_LONGEST_CHAIN = 64
SLOTS_MOST_FIELDS = 65535
SLOTS_MOST_KEYS = 254
SLOTS_LONGEST_NAME = 512
SLOTS_MOST_ENUMERATORS = 1 << 20
SLOTS_MOST_BYTES = 1 << 20
SLOTS_MOST_ITEMS = 1 << 20
SLOTS_PAGE = 4096


class SlotsDamaged(RuntimeError):
    """What was read cannot be; its text is the note."""


# What reading damaged memory comes to; gdb.error is a RuntimeError.
SLOTS_FAILURES = (RuntimeError, ValueError, OverflowError)


def slots_note(failure):
    """A failure, in short."""
    lines = str(failure).splitlines()
    return f"<{lines[0].rstrip('.') if lines else 'cannot be read'}>"


# Types and memory


def slots_named(name):
    """A type of the run time."""
    try:
        return gdb.lookup_type(name).strip_typedefs()
    except gdb.error:
        raise SlotsDamaged(f"{name} is not in the debug information") from None


def slots_number_type(size, signed=False):
    names = {1: "char", 2: "short", 4: "int", 8: "long long"}
    if size not in names:
        raise SlotsDamaged(f"a number of {size} bytes")
    sign = "unsigned " if not signed else "signed " if size == 1 else ""
    return gdb.lookup_type(sign + names[size])


def slots_real_type(size):
    return gdb.lookup_type("float" if size == 4 else "double")


def slots_pointer_type():
    return gdb.lookup_type("char").pointer()


def slots_at(address, kind):
    """What lies at an address; read when it is needed."""
    return gdb.Value(address).cast(kind.pointer()).dereference()


def slots_item(pointer, i):
    """pointer[i], in the language of any frame."""
    return (pointer + i).dereference()


def slots_fetched(value):
    """That value, once it is known that it can be read."""
    value.fetch_lazy()
    return value


def slots_offset_of(kind, name):
    for field in kind.fields():
        if field.name == name:
            return field.bitpos // 8
    raise SlotsDamaged(f"{kind} has no member {name}")


def slots_read_bytes(address, size):
    return bytes(gdb.selected_inferior().read_memory(address, size)) if size > 0 else b""


def slots_read_text(address, most=SLOTS_MOST_BYTES):
    """The bytes before a NUL, at most so many; they may end with the memory that is there."""
    found = b""
    size = SLOTS_PAGE
    while len(found) < most:
        start = address + len(found)
        size = min(size, SLOTS_PAGE - start % SLOTS_PAGE, most - len(found))
        try:
            piece = slots_read_bytes(start, size)
        except gdb.MemoryError:
            # In a file that does not run, memory ends with a section.
            if size == 1:
                raise
            size //= 2
            continue
        found += piece.split(b"\0")[0]
        if b"\0" in piece:
            break
    return found


def slots_decoded(raw):
    """Bytes as text that gdb can write out."""
    known = hasattr(gdb, "host_charset")
    charset = gdb.host_charset() if known else locale.nl_langinfo(locale.CODESET)
    unicode = charset.upper().replace("-", "") == "UTF8"
    return raw.decode("utf-8" if unicode else "ascii", "backslashreplace")


class SlotsMemory:
    """Where the cells of an object are: at an address."""

    def __init__(self, address):
        self.address = address

    def read(self, offset, kind):
        return slots_fetched(slots_at(self.address + offset, kind))

    def bytes(self, offset, size):
        return slots_read_bytes(self.address + offset, size)

    def within(self, offset):
        return SlotsMemory(self.address + offset)


class SlotsParts:
    """The same of a value without an address, such as what a function returned."""

    address = None

    def __init__(self, value, start=0):
        self.value = value
        self.start = start

    def read(self, offset, kind):
        value, offset = self.value, self.start + offset
        while value.type.strip_typedefs().code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_ARRAY):
            value, offset = slots_part_of(value, offset)
        if offset != 0 or value.type.sizeof != kind.sizeof:
            raise SlotsDamaged("not a member of this value")
        return value.cast(kind) if kind.code != gdb.TYPE_CODE_FLT else value

    def bytes(self, offset, size):
        byte = slots_number_type(1)
        return bytes(int(self.read(offset + i, byte)) for i in range(size))

    def within(self, offset):
        return SlotsParts(self.value, self.start + offset)


def slots_part_of(value, offset):
    """The member or item that holds that byte, and the offset within it."""
    kind = value.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_ARRAY:
        size = kind.target().sizeof
        return value[offset // size], offset % size
    for field in kind.fields():
        start = field.bitpos // 8
        if start <= offset < start + field.type.sizeof:
            return value[field], offset - start
    raise SlotsDamaged("not a member of this value")


# What is shown. A number is a gdb.Value, so that formats such as /x apply; what has but one form
# is a str; a list is an array; the others follow.


class SlotsText:
    """Bytes of a text that lie at an address."""

    def __init__(self, address, length):
        self.address = address
        self.length = length

    def line(self, most):
        shown = min(self.length, most, SLOTS_MOST_BYTES)
        more = "..." if shown < self.length else ""
        return slots_quoted(slots_read_bytes(self.address, shown)) + more


def slots_quoted(raw):
    def escaped(match):
        byte = match.group()
        return b"\\" + byte if byte in b'"\\' else b"\\x%02x" % ord(byte)

    return '"' + slots_decoded(re.sub(rb'[\x00-\x1f"\\\x7f]', escaped, raw)) + '"'


def slots_narrow(real):
    """The float nearest to a double."""
    try:
        return struct.unpack("f", struct.pack("f", real))[0]
    except OverflowError:
        return math.inf


def slots_real_text(real, size):
    """The fewest digits that read back as the same number, as R_format has them."""
    if math.isnan(real):
        return "-nan" if math.copysign(1, real) < 0 else "nan"
    digits = ""
    for precision in range(1, 18):
        digits = f"%.{precision}g" % real
        back = float(digits)
        if (slots_narrow(back) if size == 4 else back) == real:
            break
    if "e" in digits and 1 <= abs(float(digits)) < 1e16:
        digits = "%.0f" % float(digits)
    return digits + ".0" if re.fullmatch("-?[0-9]+", digits) else digits


def slots_number_shown(value, kind, size):
    if kind == SLOTS_FLOAT:
        return slots_real_text(float(value), size)
    if kind == SLOTS_BOOL:
        return "True" if int(value) else "False"
    # As a char it would be shown as a character, too.
    return value.cast(slots_number_type(max(size, 2), kind == SLOTS_INT))


def slots_read_number(place, offset, kind, size):
    real = kind == SLOTS_FLOAT
    stored = slots_real_type(size) if real else slots_number_type(size, kind == SLOTS_INT)
    return slots_number_shown(place.read(offset, stored), kind, size)


def slots_reference(name, address):
    return f"<{name} at {address:#x}>" if address else "None"


def slots_foreign(name, size):
    """A value of a type that another header declares."""
    return f"<{name}, {size} byte{'' if size == 1 else 's'}>"


def slots_line(shown, most):
    """One line of text, as R_format has it."""
    if isinstance(shown, gdb.Value):
        return str(int(shown))
    if isinstance(shown, list):
        more = ["..."] if len(shown) > most else []
        return "[" + ", ".join([slots_line(item, most) for item in shown[:most]] + more) + "]"
    return shown if isinstance(shown, str) else shown.line(most)


def slots_elements():
    """How many items of an array gdb prints."""
    return min(gdb.parameter("print elements") or SLOTS_MOST_ITEMS, SLOTS_MOST_ITEMS)


def slots_mark():
    """What slots_word makes arrays of: no program has arrays of that type. None where the language
    of the frame has no words for it."""
    try:
        return gdb.parse_and_eval("(const volatile char *) 0").type.target()
    except gdb.error:
        return None


def slots_word(text):
    """A text as a value that is printed as it is. To an IDE a str would be an array of characters;
    this has a printer of its own, which is found by its type."""
    raw, kind = text.encode("utf-8"), slots_mark()
    return gdb.Value(raw, kind.array(len(raw) - 1)) if raw and kind else text


def slots_child(shown):
    """What gdb is given to print."""
    if isinstance(shown, gdb.Value):
        return shown
    items = shown if isinstance(shown, list) else [shown]
    kind = items[0].c_type() if items and isinstance(items[0], SlotsRecord) else None
    if kind:
        whole = kind.array(len(items) - 1) if items is shown else kind
        return slots_at(items[0].place.address, whole)
    return slots_word(slots_line(shown, slots_elements()))


# Classes


class SlotsField:
    """One row of a class's table."""

    def __init__(self, value):
        self.name = slots_read_text(int(value["name"]), SLOTS_LONGEST_NAME).decode("ascii")
        self.enumeration = value["enumeration"]
        self.target = int(value["target"])
        self.text = int(value["text"])
        for name in ("offset", "size", "count", "cell", "presence", "shift", "width"):
            setattr(self, name, int(value[name]))
        if self.cell >= len(SLOTS_CELL_KINDS) or self.count > self.size:
            raise SlotsDamaged(f"field {self.name} is damaged")
        self.kind = SLOTS_CELL_KINDS[self.cell]
        self.item_size = self.size // self.count if self.count else self.size

    def present(self, place):
        if self.presence == SLOTS_ALWAYS:
            return True
        byte = int(place.read(self.presence // 8, slots_number_type(1)))
        return byte >> self.presence % 8 & 1 != 0

    def load(self, place, most):
        """What is shown of it; of an array no more than one item past most."""
        if not self.count:
            return self.item(place, self.offset)
        offsets = range(self.offset, self.offset + self.size, self.item_size)
        return [slots_guarded(self.item, place, offset) for offset in offsets[: most + 1]]

    def item(self, place, offset):
        if self.cell == SLOTS_CHARS:
            return self.chars(place, offset)
        if self.cell in (SLOTS_STR, SLOTS_POINTER):
            address = int(place.read(offset, slots_pointer_type()))
            if self.cell == SLOTS_POINTER:
                return slots_reference(SlotsClass.of(self.target).name, address)
            return SlotsText(address, len(slots_read_text(address))) if address else "None"
        if self.cell == SLOTS_RECORD:
            return SlotsRecord(SlotsClass.of(self.target), place.within(offset))
        if self.cell == SLOTS_FOREIGN:
            name = slots_decoded(slots_read_text(self.text, SLOTS_LONGEST_NAME))
            return slots_foreign(name, self.item_size)
        if self.cell == SLOTS_BITS:
            unit = place.read(offset, slots_number_type(self.item_size))
            share = int(unit) >> self.shift & (1 << self.width) - 1
            return gdb.Value(share).cast(slots_number_type(8))
        value = slots_read_number(place, offset, self.kind, self.item_size)
        if int(self.enumeration) != 0:
            return slots_enumerator(self.enumeration, int(value)) or value
        return value

    def chars(self, place, offset):
        raw = place.bytes(offset, self.item_size)
        length = raw.find(b"\0")
        length = len(raw) if length < 0 else length
        if place.address is None:
            return slots_quoted(raw[:length])
        return SlotsText(place.address + offset, length)


def slots_enumerator(enumeration, number):
    """The name of a number, or None."""
    enumeration = enumeration.dereference()
    for i in range(min(int(enumeration["count"]), SLOTS_MOST_ENUMERATORS)):
        if int(slots_item(enumeration["values"], i)) == number:
            name = int(slots_item(enumeration["names"], i))
            return slots_decoded(slots_read_text(name, SLOTS_LONGEST_NAME))
    return None


class SlotsClass:
    """A slots_class of the program."""

    known = {}  # while the program stands still

    @classmethod
    def of(cls, address):
        key = gdb.selected_inferior().num, address
        if key not in cls.known:
            found = cls(address, SLOTS_LONGEST_CHAIN)
            for owner in found.chain():
                owner.fields()  # all of it can be read
            cls.known[key] = found
        return cls.known[key]

    @classmethod
    def forget(cls, *_event):
        cls.known.clear()

    def __init__(self, address, most):
        value = slots_at(address, slots_named("slots_class"))
        self.address = address
        self.name = self.read_name(value)
        for name in ("field_count", "size", "align", "ext_offset", "open", "keys"):
            setattr(self, name, int(value[name]))
        self.rows = value["fields"]
        base = int(value["base"])
        deletable = int(value["deletable_count"])
        if not self.plausible(base, most) or (self.field_count and not int(self.rows)):
            raise SlotsDamaged(f"no class at {address:#x}")
        self.base = SlotsClass(base, most - 1) if base else None
        self.first_deletable = deletable - (self.field_count if self.open else 0)
        self.deletable = deletable
        self.own = None
        self.struct = None

    def read_name(self, value):
        try:
            name = slots_read_text(int(value["name"]), SLOTS_LONGEST_NAME).decode("ascii")
        except SLOTS_FAILURES:
            name = ""
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise SlotsDamaged(f"no class at {self.address:#x}")
        return name

    def plausible(self, base, most):
        return (
            most > 0
            and (base == 0 or base != self.address)
            and self.field_count <= SLOTS_MOST_FIELDS
            and self.align > 0
            and self.align & (self.align - 1) == 0
            and self.size % self.align == 0
            and (self.ext_offset == SLOTS_NO_DICT or self.ext_offset < self.size)
        )

    def chain(self):
        """Root to leaf."""
        return (self.base.chain() if self.base else []) + [self]

    def fields(self):
        """Its own."""
        if self.own is None:
            self.own = [SlotsField(slots_item(self.rows, i)) for i in range(self.field_count)]
        return self.own

    def is_like(self, other):
        """The same class; private copies of it have addresses of their own."""
        return self.address == other.address or (self.name, self.size) == (other.name, other.size)

    def c_type(self):
        """Its struct, or None where the debug information lacks it."""
        if self.struct is None:
            symbol = gdb.execute(f"info symbol {self.address:#x}", to_string=True)
            found = re.match(r"(?:.*::)?(\w+)_class in section ", symbol)
            try:
                self.struct = gdb.lookup_type(found.group(1)).strip_typedefs() if found else None
            except gdb.error:
                return None
        return self.struct if self.struct and self.struct.sizeof == self.size else None


def slots_class_symbol(name):
    """The address of the constant of a record's class, or None."""
    private = f"(anonymous namespace)::slots_private::{name}"
    lookups = ((gdb.lookup_global_symbol, name), (gdb.lookup_static_symbol, name))
    for lookup, key in lookups + ((gdb.lookup_static_symbol, private),):
        try:
            symbol = lookup(key)
            if symbol and symbol.type.strip_typedefs().unqualified().name == "slots_class":
                return int(symbol.value().address)
        except (gdb.error, TypeError):
            continue
    # Where the file that defines it was compiled without debug information.
    try:
        return int(gdb.parse_and_eval(f"&'{name}'").cast(slots_pointer_type()))
    except gdb.error:
        return None


def slots_class_of(kind):
    """The class of a struct type, or None."""
    key = gdb.selected_inferior().num, kind.name
    if key not in SlotsClass.known:
        address = slots_class_symbol(kind.name + "_class") if kind.name else None
        found = slots_guarded(SlotsClass.of, address) if address else None
        like = isinstance(found, SlotsClass) and found.size == kind.sizeof
        SlotsClass.known[key] = found if like else None
    return SlotsClass.known[key]


for slots_happens in ("new_objfile", "clear_objfiles", "stop", "before_prompt"):
    getattr(gdb.events, slots_happens).connect(SlotsClass.forget)


# Dicts


class SlotsDict:
    """The attributes of an instance that are not in its cells."""

    def __init__(self, address):
        self.address = address
        self.head = slots_at(address, slots_named("struct slots_dict"))
        self.form = int(self.head["form"])
        self.masked = int(self.head["masked"]) != 0
        self.holder = self.head
        if self.form > SLOTS_TABLE:
            raise SlotsDamaged(f"no dict at {address:#x}")
        if self.form == SLOTS_TABLE:
            self.holder = slots_at(address, slots_named("struct slots_dict_table"))
        self.used = int(self.holder["used"])
        self.capacity = int(self.holder["capacity"])
        if self.used > self.capacity:
            raise SlotsDamaged(f"no dict at {address:#x}")

    def payloads(self):
        """Where they begin, in a small one."""
        kind = self.head.type
        tags = slots_offset_of(kind, "tags")
        end = tags + self.capacity * slots_named("struct slots_dict_tag").sizeof
        return self.address + (end + SLOTS_DICT_ALIGN - 1) // SLOTS_DICT_ALIGN * SLOTS_DICT_ALIGN

    def keys(self):
        return self.payloads() + self.capacity * slots_named("union slots_dict_payload").sizeof

    def entry(self, i):
        """One entry, dead or not: tag, payload and its own key or None."""
        if self.form == SLOTS_TABLE:
            entry = slots_item(self.holder["entries"], i)
            return entry["tag"], entry["payload"], entry["key"]
        tag_type = slots_named("struct slots_dict_tag")
        first = self.address + slots_offset_of(self.head.type, "tags")
        payload_type = slots_named("union slots_dict_payload")
        key_type = slots_named("union slots_dict_bytes")
        key = self.keys() + i * key_type.sizeof
        return (
            slots_at(first + i * tag_type.sizeof, tag_type),
            slots_at(self.payloads() + i * payload_type.sizeof, payload_type),
            slots_at(key, key_type) if self.form == SLOTS_OWN else None,
        )

    def entries(self):
        for i in range(min(self.used, SLOTS_MOST_ITEMS)):
            yield self.entry(i)

    def mask(self):
        if self.form == SLOTS_TABLE:
            return self.holder["mask"].dereference()
        end = self.keys()
        if self.form == SLOTS_OWN:
            end += self.capacity * slots_named("union slots_dict_bytes").sizeof
        return slots_at(end, slots_named("struct slots_dict_mask"))

    def gone(self, count):
        """The numbers of declared fields that are deleted, of so many that could be."""
        if not self.masked:
            return set()
        mask = self.mask()
        if int(mask["deleted"]) == 0:
            return set()
        first = int(mask.address) + mask.type.sizeof
        kind = slots_number_type(8)
        words = [int(slots_at(first + i * 8, kind)) for i in range(count // 64 + 1)]
        displaced = {i for i in range(count) if words[i // 64] >> i % 64 & 1}
        if len(displaced) == int(mask["deleted"]):
            return displaced
        again = {
            int(payload["number"])
            for tag, payload, _ in self.entries()
            if int(tag["kind"]) == SLOTS_DECLARED
        }
        return displaced - again

    def attributes(self, keys, most):
        """Names and what is shown of them, in the order in which they were added."""
        for tag, payload, key in self.entries():
            kind = int(tag["kind"])
            if kind in (SLOTS_DECLARED, SLOTS_DEAD):
                continue
            if kind > SLOTS_ARRAY:
                raise SlotsDamaged(f"the dict at {self.address:#x} is damaged")
            number = int(tag["key"])
            name = slots_shared_name(keys, number) if key is None else slots_own_name(key, number)
            yield name, slots_guarded(slots_loaded, kind, tag, payload, most)


def slots_kept(bytes_of, length):
    """Where bytes lie that an entry keeps, and how many."""
    if length == SLOTS_APART:
        return int(bytes_of["apart"]["bytes"]), int(bytes_of["apart"]["length"])
    return int(bytes_of["inlined"].address), length


def slots_loaded(kind, tag, payload, most):
    """What the payload of an entry is."""
    if kind <= SLOTS_FLOAT or kind == SLOTS_REF:
        value = slots_named("slots_value")
        union = next(field.type for field in value.fields() if field.name == "as")
        return slots_plain(kind, slots_at(int(payload.address), union))
    address, length = slots_kept(payload["bytes"], int(tag["length"]))
    item = int(tag["item"])
    if kind == SLOTS_ARRAY:
        count = min(length // max(item & 15, 1), most + 1)
        return slots_items_at(address, count, item >> 4, item & 15)
    return "None" if kind == SLOTS_TEXT and item else SlotsText(address, length)


def slots_plain(kind, union):
    """What a value of a kind that needs no memory of its own is."""
    if kind == SLOTS_NONE:
        return "None"
    if kind == SLOTS_REF:
        target, address = int(union["ref"]["type"]), int(union["ref"]["pointer"])
        known = target and address
        return slots_reference(SlotsClass.of(target).name if known else "object", address)
    if kind == SLOTS_FLOAT:
        return slots_real_text(float(union["real"]), 8)
    member = {SLOTS_BOOL: "boolean", SLOTS_INT: "integer", SLOTS_UINT: "natural"}[kind]
    return slots_number_shown(union[member], kind, 1 if kind == SLOTS_BOOL else 8)


def slots_items_at(address, count, kind, size):
    """The numbers of an array that is a value."""
    if kind not in (SLOTS_BOOL, SLOTS_INT, SLOTS_UINT, SLOTS_FLOAT) or size not in (1, 2, 4, 8):
        raise SlotsDamaged("an array of another kind")
    place = SlotsMemory(address)
    return [slots_read_number(place, i * size, kind, size) for i in range(count)]


def slots_name_text(raw):
    return slots_decoded(raw.split(b"\0")[0])


def slots_own_name(key, length):
    address, length = slots_kept(key, length)
    return slots_name_text(slots_read_bytes(address, min(length, SLOTS_MOST_BYTES)))


def slots_shared_name(keys, number):
    """The name of that id in a table of a class, whose keys follow its places."""
    shared = slots_at(keys, slots_named("struct slots_keys"))
    table = shared["table"].dereference()
    key_type = slots_named("struct slots_key")
    if not 0 < number <= min(SLOTS_MOST_KEYS, int(shared["count"])):
        raise SlotsDamaged(f"no name has the id {number}")
    first = int(table.address) + table.type.sizeof + int(table["mask"]) + 1
    key = slots_at(first + (number - 1) * key_type.sizeof, key_type)
    return slots_name_text(slots_read_bytes(int(key["bytes"]), int(key["length"])))


def slots_guarded(load, *arguments):
    """What load gives, or a note that says why it gives nothing."""
    try:
        return load(*arguments)
    except SLOTS_FAILURES as failure:
        return slots_note(failure)


# Records


class SlotsRecord:
    """An instance: its class, which its dict word may know better than its type, and its cells."""

    def __init__(self, known, place):
        self.cls = known
        self.place = place
        self.dict = None
        self.note = None
        if known.ext_offset != SLOTS_NO_DICT:
            try:
                self.look_at_ext(int(place.read(known.ext_offset, slots_pointer_type())))
            except SLOTS_FAILURES as failure:
                self.dict = None
                self.note = slots_note(failure)

    def look_at_ext(self, ext):
        if ext == 0:
            raise SlotsDamaged("no class: not initialised")
        self.dict = None if ext & 1 else SlotsDict(ext)
        real = SlotsClass.of(ext - 1 if ext & 1 else int(self.dict.head["type"]))
        if not any(ancestor.is_like(self.cls) for ancestor in real.chain()):
            raise SlotsDamaged(f"the class of another record: {real.name}")
        if self.place.address is not None:
            self.cls = real

    def gone(self):
        return self.dict.gone(self.cls.deletable) if self.dict else set()

    def parts(self, most):
        """The names of all that is there, and what is shown of it; a note is called <dict>."""
        gone = slots_guarded(self.gone)
        failed = self.note
        if isinstance(gone, str):
            failed, gone = gone, set()
        if failed:
            yield "<dict>", failed
        for owner in self.cls.chain():
            number = owner.first_deletable
            for field in owner.fields():
                deleted = bool(owner.open) and number in gone
                number += owner.open
                if not deleted and slots_guarded(field.present, self.place):
                    yield field.name, slots_guarded(field.load, self.place, most)
        if self.dict:
            yield from self.attributes(most)

    def attributes(self, most):
        try:
            yield from self.dict.attributes(self.cls.keys, most)
        except SLOTS_FAILURES as failure:
            yield "<dict>", slots_note(failure)

    def line(self, most):
        parts = [
            f"{name}={slots_guarded(slots_line, shown, most)}" for name, shown in self.parts(most)
        ]
        return f"{self.cls.name}({', '.join(parts)})"

    def c_type(self):
        """What it can be shown as in place, or None."""
        return self.cls.c_type() if self.place.address is not None else None


def slots_plain_type(kind):
    return kind.strip_typedefs().unqualified()


def slots_place_of(value):
    return SlotsParts(value) if value.address is None else SlotsMemory(int(value.address))


def slots_is_base(field):
    return field.name == "base" and field.type.strip_typedefs().code == gdb.TYPE_CODE_STRUCT


def slots_ext_of(value):
    """The dict word among a struct's members, its bases' included, or None."""
    for field in slots_plain_type(value.type).fields():
        if field.name == "ext":
            return int(value[field])
        if slots_is_base(field):
            return slots_ext_of(value[field])
    return None


def slots_record_of(value):
    """The record that a struct is, or None where its class is not known."""
    known = slots_class_of(slots_plain_type(value.type))
    return SlotsRecord(known, slots_place_of(value)) if known else None


# Printers


class SlotsRecordPrinter:
    def __init__(self, record):
        self.record = record

    def to_string(self):
        return self.record.cls.name

    def children(self):
        for name, shown in self.record.parts(slots_elements()):
            yield name, slots_guarded(slots_child, shown)


def slots_made(kind):
    """Whether members have the names that only slotc gives them."""
    for field in kind.fields():
        if re.fullmatch("(pad|present|bits)_[0-9]+", field.name or ""):
            return True
        if slots_is_base(field) and slots_made(field.type.strip_typedefs()):
            return True
    return False


class SlotsMembersPrinter:
    """A record whose class is not in the program: its members, without padding."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        name = slots_plain_type(self.value.type).name
        return f"{name} <{name}_class cannot be read>"

    def children(self):
        return self.members(self.value)

    def members(self, value):
        for field in slots_plain_type(value.type).fields():
            if slots_is_base(field):
                yield from self.members(value[field])
            elif not re.fullmatch("pad_[0-9]+", field.name or ""):
                yield field.name, value[field]


class SlotsWordPrinter:
    """What slots_word has made."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        return self.value.string("utf-8", "backslashreplace", self.value.type.sizeof)


class SlotsVectorPrinter:
    """The records of a R_vector."""

    def __init__(self, value):
        self.value = value
        self.count = int(value["count"])

    def display_hint(self):
        return "array"

    def to_string(self):
        return f"{slots_plain_type(self.value.type).name} of {self.count}"

    def children(self):
        if self.count > int(self.value["capacity"]):
            yield "<items>", "<more than there is room for>"
            return
        try:
            for i in range(min(self.count, SLOTS_MOST_ITEMS)):
                yield f"[{i}]", slots_fetched(slots_item(self.value["items"], i))
        except SLOTS_FAILURES as failure:
            yield "<items>", slots_note(failure)


class SlotsPoolPrinter:
    """The live records of a R_pool in memory order, by their numbers."""

    def __init__(self, value, kind):
        self.name = slots_plain_type(value.type).name
        self.pool = value["pool"]
        self.kind = kind

    def display_hint(self):
        return "array"

    def to_string(self):
        live = int(self.pool["used"]) - int(self.pool["vacancies"])
        return f"{self.name} of {live}"

    def slabs(self):
        """First number, how many, and address, of each run of records."""
        used, base = int(self.pool["used"]), int(self.pool["base"])
        if base:
            yield 0, used, base
            return
        slabs = self.pool["slabs"]
        room = 1 << min(int(self.pool["shift"]), 31)
        for row in range(min(int(self.pool["slab_count"]), SLOTS_MOST_ITEMS)):
            slab = int(slots_item(slabs, row)["in_order"])
            start = slab * room
            yield start, min(room, used - start), int(slots_item(slabs, slab)["bytes"])

    def live(self, start, count):
        """Which of a run of records are not free."""
        marks = int(self.pool["marks"]) + start
        for first in range(0, count, SLOTS_PAGE):
            page = slots_read_bytes(marks + first, min(SLOTS_PAGE, count - first))
            yield from (first + i for i, mark in enumerate(page) if not mark & 1)

    def children(self):
        size = int(self.pool["size"])
        try:
            for start, count, address in self.slabs():
                for i in self.live(start, count):
                    record = slots_at(address + i * size, self.kind)
                    yield f"[{start + i}]", slots_fetched(record)
        except SLOTS_FAILURES as failure:
            yield "<pool>", slots_note(failure)


class SlotsValuePrinter:
    """A slots_value by what it holds."""

    def __init__(self, value):
        self.value = value

    def shown(self):
        kind, union = int(self.value["kind"]), self.value["as"]
        if kind in (SLOTS_TEXT, SLOTS_BYTES):
            address, length = int(union["text"]["bytes"]), int(union["text"]["length"])
            return SlotsText(address, length) if address else "None"
        if kind == SLOTS_ARRAY:
            names = ("items", "count", "kind", "size")
            items, count, of, size = [int(union["array"][name]) for name in names]
            return slots_items_at(items, min(count, slots_elements() + 1), of, size)
        if kind > SLOTS_ARRAY:
            raise SlotsDamaged(f"no kind of value: {kind}")
        return slots_plain(kind, union)

    def to_string(self):
        return slots_guarded(lambda: slots_child(self.shown()))


def slots_record_printer(value):
    record = slots_record_of(value)
    if record:
        return SlotsRecordPrinter(record)
    kind = slots_plain_type(value.type)
    if not slots_made(kind) and slots_ext_of(value) is None:
        return None
    slots_named("slots_class")
    return SlotsMembersPrinter(value)


def slots_vector_printer(value):
    kind = slots_plain_type(value.type)
    names = [field.name for field in kind.fields()]
    if not kind.name.endswith("_vector") or names != ["items", "count", "capacity"]:
        return None
    record = slots_plain_type(kind["items"].type.target())
    return SlotsVectorPrinter(value) if slots_class_of(record) else None


def slots_pool_printer(value):
    kind = slots_plain_type(value.type)
    names = [field.name for field in kind.fields()]
    if not kind.name.endswith("_pool") or names != ["pool"]:
        return None
    record = slots_plain_type(gdb.lookup_type(kind.name[: -len("_pool")]))
    return SlotsPoolPrinter(value, record) if slots_class_of(record) else None


def slots_value_printer(value):
    return SlotsValuePrinter(value) if slots_plain_type(value.type).name == "slots_value" else None


def slots_word_printer(value):
    kind = value.type
    if kind.code != gdb.TYPE_CODE_ARRAY or kind.target().code != gdb.TYPE_CODE_INT:
        return None
    return SlotsWordPrinter(value) if kind.target() == slots_mark() else None


class SlotsPrinters(gdb.printing.PrettyPrinter):
    """What gdb asks for a printer of each value: `info pretty-printer` lists its parts."""

    def __init__(self):
        self.lookups = {
            "value": slots_value_printer,
            "record": slots_record_printer,
            "vector": slots_vector_printer,
            "pool": slots_pool_printer,
        }
        super().__init__("slotc", [gdb.printing.SubPrettyPrinter(name) for name in self.lookups])

    def __call__(self, value):
        kind = slots_plain_type(value.type)
        if kind.code == gdb.TYPE_CODE_ARRAY:
            return slots_word_printer(value)
        if kind.code != gdb.TYPE_CODE_STRUCT or not kind.name:
            return None
        for part in self.subprinters:
            lookup = self.lookups[part.name]
            printer = slots_guarded(lookup, value) if part.enabled else None
            if printer and not isinstance(printer, str):
                return printer
        return None


class SlotsFormatCommand(gdb.Command):
    """Print a record on one line, as its R_format writes it.
Usage: slots-format EXPRESSION
EXPRESSION is a record or a pointer to one."""

    def __init__(self):
        super().__init__("slots-format", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        if not argument.strip():
            raise gdb.GdbError("slots-format takes a record, or a pointer to one")
        try:
            value = gdb.parse_and_eval(argument)
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None
        if value.type.strip_typedefs().code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_REF):
            value = value.referenced_value()
        record = slots_record_of(value)
        if record is None:
            raise gdb.GdbError(
                f"{value.type} has no class that can be read: slots-format takes a record of slotc"
            )
        gdb.write(record.line(SLOTS_MOST_ITEMS) + "\n")


gdb.printing.register_pretty_printer(gdb.current_objfile(), SlotsPrinters(), replace=True)
SlotsFormatCommand()
