#!/usr/bin/env python3
"""Every scalar type of the language, in chains of four records: schemas, and C that is a line for
each field.

    python3 tests/scalars.py schemas FOLDER
    python3 tests/scalars.py rows PATH/TO/slotc FOLDER [full]

The first writes scalars.slots and its like into FOLDER: the same records slotted, with a dict
besides, dict-backed, with children that begin in the tail of their base, and small ones with and
without defaults. The second writes lines, each a
macro of the file in tests/compile that includes them; `full` is for all records in all storages:

    pairs.h     accessors.c: accessors, and by hand the same
    inits.h     inits.c: init, and the ways to write it by hand
    upcasts.h   upcasts.c: fields that two types of pointer reach
    flattened.h upcasts.c: types for those lines that are as they must not be
    fields.h    fields.c: values to set and to read by name

Paths are worked out here: `base.` for each record between. Of bits alone, the unit and the place
within it are what `slotc model` says.
"""

import collections
import pathlib
import re
import sys

import c_program
import random_schema

LEVELS = "abcd"

# A type as the schema has it, its parameter and its cell in C, two values, and a default there and
# in C.
Scalar = collections.namedtuple("Scalar", "word c_type cell first second default initial")


def number(value):
    """A number in C, of any type; the least of all has no such form."""
    return f"{'UINT64_C' if value >> 63 > 0 else 'INT64_C'}({value})"


def integers():
    for word in random_schema.INTEGERS:
        c_type = random_schema.C_TYPES[word]
        first = f"({c_type}){number(random_schema.least(word) + 1)}"
        second = f"({c_type}){number(random_schema.most(word) - 1)}"
        yield Scalar(word, c_type, c_type, first, second, "99", "99")


def enums(package):
    """One over each integer type."""
    for word in random_schema.INTEGERS:
        name = f"{package}_E{word}"
        cell = random_schema.C_TYPES[word]
        yield Scalar(f"E{word}", name, cell, f"{name}_low", f"{name}_high", "high", f"{name}_high")


def enum_text(word):
    low = max(random_schema.least(word), -(1 << 31))
    high = min(random_schema.most(word), (1 << 31) - 1)
    return f"enum E{word} : {word} {{ zero = 0, one, low = {low or 5}, high = {high} }}\n"


def scalars(package):
    """What is read and written as a plain member."""
    yield from integers()
    yield Scalar("bool", "bool", "bool", "true", "false", "true", "true")
    yield Scalar("f32", "float", "float", "1.5f", "-0.0f", "0.5", "0.5f")
    yield Scalar("f64", "double", "double", "1.5", "-0.0", "-2.5", "-2.5")
    refs = (f"({package}_A *)(void *)&places[{i}]" for i in (0, 1))
    yield Scalar("ref A", f"{package}_A *", f"{package}_A *", *refs, "", "")
    yield from enums(package)


WIDTHS = [1, 3, 5, 8, 9, 16, 17, 32, 33, 63, 64]


def field_name(level, word):
    return level + "_" + word.replace("ref A", "ref").replace("[", "").replace("]", "")


def chain_text(package, storage):
    """Four records, each with a field of every type."""
    yield f"package {package};\n"
    for word in random_schema.INTEGERS:
        yield enum_text(word)
    yield "record Pair slots { x: i32; y: u8; }\n"
    words = [scalar.word for scalar in scalars(package)]
    words += [f"bits[{width}]" for width in WIDTHS] + ["char[7]", "Pair"]
    base = ""
    for level in LEVELS:
        yield "@open_tail " if package == TAILED else ""
        yield f"record {level.upper()}{base} {storage} {{\n"
        for word in words:
            yield f"    {field_name(level, word)}: {word};\n"
        yield "}\n"
        base = f" : {level.upper()}"
        storage = storage.replace("slots + dict", "slots")


def texts_text():
    """Owned texts, which the records that need no C library cannot have."""
    yield "package texts;\n"
    base = ""
    for level in LEVELS:
        yield f"record {level.upper()}{base} slots {{ {level}_str: str; {level}_u8: u8; }}\n"
        base = f" : {level.upper()}"


def initialised(package):
    """Types with a default and what is then stored; both are empty where none may stand."""
    for scalar in scalars(package):
        yield scalar.word, scalar.default, scalar.initial
    for width in WIDTHS:
        yield f"bits[{width}]", "1", "1"
    yield "char[7]", '"ab"', "ab"
    yield from (("Pair", "", ""), ("u16[3]", "", ""), ("i32?", "", ""))


def init_name(word, kind):
    return "".join(letter for letter in word.replace("?", "_or") if letter.isalnum()) + kind


def inits_text(package="inits"):
    """Small records, each four of one type: with padding, and with and without defaults."""
    yield f"package {package};\n"
    for word in random_schema.INTEGERS:
        yield enum_text(word)
    yield "record A slots { }\nrecord Pair slots { x: i32; y: u8; }\n"
    for word, default, _ in initialised(package):
        for kind in ["Zero"] + ["Set"] * (default != ""):
            base = ""
            for level in LEVELS:
                name = f"{init_name(word, kind)}_{level}"
                initial = "" if kind == "Zero" else f" = {default}"
                last = "" if kind == "Zero" else " = 3"
                yield f"record {name}{base} slots {{ {level}: {word}{initial}; "
                yield f"{level}_last: u8{last}; }}\n"
                base = f" : {name}"


CHAINS = {"scalars": "slots", "hatched": "slots + dict", "backed_scalars": "dict"}
TAILED = "tailed"


def write_schemas(folder):
    for package, storage in [*CHAINS.items(), (TAILED, "slots")]:
        text = "".join(chain_text(package, storage))
        pathlib.Path(folder, f"{package}.slots").write_text(text, encoding="utf-8")
    pathlib.Path(folder, "texts.slots").write_text("".join(texts_text()), encoding="utf-8")
    pathlib.Path(folder, "inits.slots").write_text("".join(inits_text()), encoding="utf-8")


def paths(package, records):
    """Of each of the records and of each level in it: the record and the path's start."""
    for record in records:
        depth = LEVELS.index(record)
        for above in range(depth + 1):
            yield f"{package}_{record.upper()}", LEVELS[depth - above], "base." * above


def pair_rows(package, model, records):
    getter_only = CHAINS.get(package) == "dict"
    for record, level, path in paths(package, records):
        for scalar in scalars(package):
            name = field_name(level, scalar.word)
            kind = "ENUM" if scalar.word.startswith("E") else "SCALAR"
            kind = kind + "_GETTER" if getter_only else kind
            of = f"{record}, {scalar.c_type}, {name}, {path}{name}"
            extra = f", {scalar.cell}" if scalar.word.startswith("E") else ""
            yield f"{kind}({of}{extra})\n"
        for width in WIDTHS:
            yield bits_row(record, level, path, width, model, getter_only)
        if not getter_only:
            name = field_name(level, "char[7]")
            yield f"GETTER({record}, const char *, {name}, {path}{name})\n"
            name = field_name(level, "Pair")
            yield f"NESTED({record}, {package}_Pair, {name}, {path}{name})\n"


def bits_row(record, level, path, width, model, getter_only):
    name = field_name(level, f"bits[{width}]")
    said = next(field for field in model[record]["fields"] if field["name"] == name)
    unit = said["c_path"].removeprefix(path)
    of = f"({record}, {said['c_type']}, {name}, {path}{unit}"
    end = "_GETTER" if getter_only else ""
    if width in (8, 16, 32, 64):
        return f"SCALAR{end}{of})\n"
    size = said["size"]["lp64"]
    return f"BITS{end}{of}, uint{8 * size}_t, {said['shift'] or 0}, {width})\n"


def text_rows():
    for record, level, path in paths("texts", LEVELS):
        yield f"GETTER({record}, const char *, {level}_str, {path}{level}_str)\n"


def zeroed(place, count, at_once, first=0):
    if at_once:
        return f"memset({place} + {first}, 0, {count - first});"
    return " ".join(f"{place}[{i}] = 0;" for i in range(first, count))


def stored(place, word, value, at_once):
    """By hand: what is stored in a field; an empty value is zero."""
    if word == "char[7]":
        singly = f"{place}[0] = 'a'; {place}[1] = 'b'; "
        letters = f'memcpy({place}, "ab", 2); ' if at_once else singly
        return (letters if value else "") + zeroed(place, 7, at_once, 2 if value else 0)
    if word == "u16[3]":
        return f"memset({place}, 0, 6);"
    if word == "Pair":
        return f"{place}.x = 0; {place}.y = 0; {zeroed(place + '.pad_0', 3, at_once)}"
    return f"{place} = {value or 0};"


def stores(model, record, word, value, at_once):
    """By hand: all that init stores, in the order of members; the padding is zeroed, too."""
    for member in model[record]["members"]:
        place = f"self->{member['c_path']}"
        if member["is_padding"]:
            yield zeroed(place, member["size"]["lp64"], at_once)
        elif member["is_presence"]:
            yield f"{place} = 0;"
        elif place.endswith("_last"):
            yield f"{place} = {3 if value else 0};"
        else:
            yield stored(place, word, value, at_once)


def init_rows(model):
    """Of each record: its name, and what is stored in three ways."""
    for word, _, initial in initialised("inits"):
        for kind, value in [("Zero", "")] + [("Set", initial)] * (initial != ""):
            for level in "ad":
                record = f"inits_{init_name(word, kind)}_{level}"
                ways = [" ".join(stores(model, record, word, value, way)) for way in (True, False)]
                only = [line for line in stores(model, record, word, value, True) if value]
                only = " ".join(line for line in only if not re.search(r"\b0(\)|);$", line))
                yield f"INIT({record}, {ways[0]}, {ways[1]}, {only})\n"


def models(slotc, folder):
    """All records by their names in C."""
    schemas = c_program.Slotc(slotc, folder).model(sorted(pathlib.Path(folder).glob("*.slots")))
    return {
        record["c_name"]: record for schema in schemas.values() for record in schema["records"]
    }


def bits_values():
    """Of the fields of bits: the width, the type and two values."""
    for width in WIDTHS:
        size = next(size for size in (8, 16, 32, 64) if width <= size)
        yield width, f"uint{size}_t", "0", number((1 << width) - 1)


def upcast_rows(package, whole):
    """Each record as its root, or as each of its ancestors."""
    for depth, record in enumerate(LEVELS):
        for base in LEVELS[:depth] if whole else LEVELS[: min(depth, 1)]:
            for level in LEVELS[: LEVELS.index(base) + 1]:
                of = f"{package}_{record.upper()}, {package}_{base.upper()}"
                for scalar in scalars(package):
                    name = field_name(level, scalar.word)
                    values = f"{scalar.first}, {scalar.second}"
                    yield f"CROSSED({of}, {scalar.c_type}, {name}, {values})\n"
                for width, c_type, first, second in bits_values():
                    yield f"CROSSED({of}, {c_type}, {level}_bits{width}, {first}, {second})\n"


def tail_rows(model):
    """Each record as its base, whose own fields begin in a tail, as the record's do; but for A."""
    for base, record in zip(LEVELS, LEVELS[1:]):
        assert model[f"{TAILED}_{record.upper()}"]["in_tail"]
        of = f"{TAILED}_{record.upper()}, {TAILED}_{base.upper()}"
        for scalar in scalars(TAILED):
            name = field_name(base, scalar.word)
            yield f"CROSSED({of}, {scalar.c_type}, {name}, {scalar.first}, {scalar.second})\n"
        for width, c_type, first, second in bits_values():
            yield f"CROSSED({of}, {c_type}, {base}_bits{width}, {first}, {second})\n"


def kind_of(word):
    """Of the value by name, in lower case."""
    if word[0] == "E" or word in random_schema.INTEGERS:
        return "uint" if word[0] == "u" else "int"
    return {"bool": "bool", "f32": "float", "f64": "float"}.get(word, "ref")


def field_rows(package, storage):
    """Each field of a record at the end of a chain."""
    record = f"{package}_{LEVELS[-1].upper()}"
    yield f"OBJECT({record})\n"
    for level in LEVELS:
        rows = []
        for scalar in scalars(package):
            kind = kind_of(scalar.word)
            of_class = f"&{package}_A_class, " if kind == "ref" else ""
            made = f"slots_{kind}({of_class}{scalar.second})"
            rows.append((scalar.word, kind, scalar.first, scalar.second, made))
        for width, _, first, second in bits_values():
            rows.append((f"bits{width}", "uint", second, first, f"slots_uint({first})"))
        rows.append(("char7", "text", '"letter"', '""', 'slots_text("")'))
        if not storage:
            rows = [("str", "text", '"a text"', '"another"', 'slots_text("another")')]
        for word, *rest in rows:
            yield f"FIELD({record}, {field_name(level, word)}, {', '.join(rest)})\n"


def flattened(package):
    """The chain as it must not be: each record repeats its base's members."""
    for scalar in scalars(package):
        if scalar.word.startswith("E"):
            low, high = scalar.first, scalar.second
            yield f"typedef enum {scalar.c_type} {{ {low} = 5, {high} = 127 }} {scalar.c_type};\n"
    for depth in range(len(LEVELS)):
        name = f"{package}_{LEVELS[depth].upper()}"
        yield f"typedef struct {name} {name};\nstruct {name} {{\n"
        for level in LEVELS[: depth + 1]:
            for scalar in scalars(package):
                yield f"{scalar.c_type} {field_name(level, scalar.word)};\n"
            for width, c_type, _, _ in bits_values():
                yield f"{c_type} {level}_bits{width};\n"
        yield "};\n"


def write_rows(slotc, folder, full=""):
    model = models(slotc, folder)
    packages = list(CHAINS) if full else ["scalars", "backed_scalars"]
    upcast = list(CHAINS) if full else ["scalars"]
    records = LEVELS if full else LEVELS[0] + LEVELS[-1]
    files = {
        "pairs": [row for package in packages for row in pair_rows(package, model, records)],
        "inits": init_rows(model),
        "upcasts": [
            row for name in upcast for row in upcast_rows(name, full != "" and name == "scalars")
        ] + list(tail_rows(model)),
        "flattened": (row for package in [*upcast, TAILED] for row in flattened(package)),
        "fields": [row for item in [*CHAINS.items(), ("texts", "")] for row in field_rows(*item)],
    }
    files["pairs"] += text_rows()
    for name, rows in files.items():
        pathlib.Path(folder, f"{name}.h").write_text("".join(rows), encoding="utf-8")


def main():
    if sys.argv[1] == "schemas":
        write_schemas(sys.argv[2])
    else:
        write_rows(*sys.argv[2:])


if __name__ == "__main__":
    main()
