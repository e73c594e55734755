#!/usr/bin/env python3
"""Each single edit of a generated header is called what it is by `slotc verify`.

    python3 tests/verify_edits.py PATH/TO/slotc [--count COUNT] [--first NUMBER]

An edit is of a known class: formatting, a layout, a signature, a body, something added, removed or
moved. Where libclang is asked, an edit of a struct that changes its layout is also told in
numbers, and any other is not. A failing edit is made again by its number.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile

import c_program

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent / "schemas"
LAYOUT_EVERY = 4  # of the edits, so many are shown to libclang, too
SOME_TARGETS = ("x86_64-linux-gnu", "i386-linux-gnu")

NAME = r"[A-Za-z_]\w*"
MEMBER = re.compile(
    r"^    (u?int\d+_t|double|float) (\w+)((?:\[\d+\])*)(?: SLOTS_MEMBER)?;$", re.M)
CONSTANT = re.compile(r"^#define (\w+_(?:SIZE|ALIGN|OFFSET_\w+)) (?:SLOTS_WIDTH\()?(\d+)", re.M)
COUNT = re.compile(r"^#define (\w+_(?:SLOT_COUNT|COUNT|HAS_DICT)) (\d+)", re.M)
ASSERTION = re.compile(
    r"^SLOTS_ASSERT\(SLOTS_OFFSETOF\(\w+, \w+\) == (?:SLOTS_WIDTH\()?(\d+)", re.M)
FUNCTION = re.compile(r"^SLOTS_INLINE [^\n(]*?(\w+)\(([^\n]*)\) \{\n(.*?)^\}\n", re.M | re.S)
PROTOTYPE = re.compile(r"^(?:size_t|bool|void|uint64_t|slots_status) (\w+)\(([^;{}]*)\);\n", re.M)
ENUMERATOR = re.compile(r"^    (\w+) = (\d+),$", re.M)
COMMENT = re.compile(r"^ ?\s*/\*\* (\w+)", re.M)
STATEMENT = re.compile(r"^(    +)(return|if|self->|slots_)", re.M)
TABLE_ROW = re.compile(r"^    SLOTS_FIELD\((\w+), (\w+), ", re.M)
BODIES = re.compile(r"^(SLOTS_BODIES_OF_\w+|SLOTS_CLASS)\((\w+)", re.M)
INCLUDE = re.compile(r"^#include \"(slots_\w+)\.h\"$", re.M)
CONDITION = re.compile(r"^#if defined\(__cplusplus\)$", re.M)


def pick(chance, pattern, text):
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def put(text, start, end, new):
    return text[:start] + new + text[end:]


def indent(chance, text):
    at = pick(chance, STATEMENT, text)
    return at and (put(text, at.start(1), at.end(1), at[1] + "  "), None)


def blank_line(chance, text):
    at = pick(chance, STATEMENT, text)
    return at and (put(text, at.start(), at.start(), "\n"), None)


def comment(chance, text):
    at = pick(chance, COMMENT, text)
    return at and (put(text, at.start(1), at.end(1), "Otherwise"), None)


def end_comment(chance, text):
    at = pick(chance, MEMBER, text)
    return at and (put(text, at.end(), at.end(), " // mine"), None)


def spread(chance, text):
    at = pick(chance, PROTOTYPE, text)
    return at and (put(text, at.start(2) - 1, at.start(2), "(\n    "), None)


def line_ends(_, text):
    return text.replace("\n", "\r\n"), None


def struct_name(text, at):
    return re.compile(r"^\} (\w+)", re.M).search(text, at)[1]


def retype(chance, text):
    at = pick(chance, MEMBER, text)
    new = "uint8_t" if at[1] in ("uint64_t", "int64_t", "double") else "uint64_t"
    return put(text, at.start(1), at.end(1), new), struct_name(text, at.end())


def resize(chance, text):
    at = pick(chance, MEMBER, text)
    return put(text, at.end(3), at.end(3), "[3]"), struct_name(text, at.end())


def rename(chance, text):
    at = pick(chance, MEMBER, text)
    return put(text, at.start(2), at.end(2), at[2] + "_too"), struct_name(text, at.end())


def drop_member(chance, text):
    at = pick(chance, MEMBER, text)
    return put(text, at.start(), at.end() + 1, ""), struct_name(text, at.end())


def add_member(chance, text):
    at = pick(chance, MEMBER, text)
    return put(text, at.start(), at.start(), "    int mine;\n"), struct_name(text, at.end())


def constant(chance, text):
    at = pick(chance, CONSTANT, text)
    return put(text, at.start(2), at.end(2), str(int(at[2]) + 1)), at[1]


def assertion(chance, text):
    at = pick(chance, ASSERTION, text)
    return put(text, at.start(1), at.end(1), str(int(at[1]) + 1)), "SLOTS_ASSERT"


def parameter(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.start(2), at.end(2), at[2] + ", int mine"), at[1]


def returned(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.start() + len("SLOTS_INLINE "), at.start() + len("SLOTS_INLINE "),
               "const "), at[1]


def prototype(chance, text):
    at = pick(chance, PROTOTYPE, text)
    return put(text, at.end(2), at.end(2), ", int mine"), at[1]


def enumerator(chance, text):
    at = pick(chance, ENUMERATOR, text)
    return put(text, at.start(2), at.end(2), str(int(at[2]) + 100)), struct_name(text, at.end())


def count(chance, text):
    at = pick(chance, COUNT, text)
    return put(text, at.start(2), at.end(2), str(int(at[2]) + 1)), at[1]


def include(chance, text):
    at = pick(chance, INCLUDE, text)
    return put(text, at.start(1), at.end(1), "mine"), "include"


def condition(chance, text):
    at = pick(chance, CONDITION, text)
    return put(text, at.start(), at.end(), "#if defined(__cplusplus) && 1"), "if"


def statement(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.start(3), at.start(3), "    (void)0;\n"), at[1]


def number_in_body(chance, text):
    at = pick(chance, FUNCTION, text)
    if "self" not in at[3]:
        return None
    changed = at[3].replace("self", "(self)", 1)
    return put(text, at.start(3), at.end(3), changed), at[1]


def table_row(chance, text):
    at = pick(chance, TABLE_ROW, text)
    return put(text, at.start(2), at.end(2), at[2] + "_too"), re.compile(
        rf"({NAME})\[\] = \{{\n").findall(text, 0, at.start())[-1]


def bodies(chance, text):
    at = pick(chance, BODIES, text)
    return put(text, at.start(2), at.end(2), at[2] + "_too"), at[1]


def add_function(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.end(), at.end(), "\nSLOTS_INLINE int mine(void) {\n    return 1;\n}\n"), \
        "mine"


def add_prototype(chance, text):
    at = pick(chance, PROTOTYPE, text)
    return put(text, at.end(), at.end(), "int mine(void);\n"), "mine"


def add_macro(chance, text):
    at = pick(chance, COUNT, text)
    return put(text, at.start(), at.start(), "#define MINE 1\n"), "MINE"


def add_struct(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.end(), at.end(), "typedef struct {\n    int a;\n} mine;\n"), "mine"


def drop_function(chance, text):
    at = pick(chance, FUNCTION, text)
    return put(text, at.start(), at.end(), ""), at[1]


def drop_prototype(chance, text):
    at = pick(chance, PROTOTYPE, text)
    return put(text, at.start(), at.end(), ""), at[1]


def drop_constant(chance, text):
    at = pick(chance, CONSTANT, text)
    end = text.index("\n", at.end()) + 1
    return put(text, at.start(), end, ""), at[1]


def drop_assertion(chance, text):
    at = pick(chance, ASSERTION, text)
    end = text.index(";\n", text.index('regenerate");', at.end())) + 2
    return put(text, at.start(), end, ""), "SLOTS_ASSERT"


def move_function(chance, text):
    at = pick(chance, FUNCTION, text)
    after = FUNCTION.search(text, at.end())
    if after is None or "#" in text[at.end() : after.start()]:
        return None
    moved = text[: at.start()] + text[at.end() : after.end()] + text[at.start() : at.end()]
    return moved + text[after.end() :], None


EDITS = {
    "formatting": [indent, blank_line, comment, end_comment, spread, line_ends],
    "layout": [retype, resize, rename, drop_member, add_member, constant, assertion],
    "signature": [parameter, returned, prototype, enumerator, count, include, condition],
    "body": [statement, number_in_body, table_row, bodies],
    "added": [add_function, add_prototype, add_macro, add_struct],
    "removed": [drop_function, drop_prototype, drop_constant, drop_assertion],
    "moved": [move_function],
}
TELLS_NUMBERS = (retype, resize, drop_member, add_member, constant)


def edit(number, text):
    """The edit of that number: its class, its function, the text, and the name it is told by."""
    chance = random.Random(number)
    while True:
        kind = chance.choice([kind for kind in EDITS for _ in EDITS[kind]])
        function = chance.choice(EDITS[kind])
        made = function(chance, text)
        if made and made[0] != text:
            return kind, function, *made


def check(tally, slotc, header, number, text):
    kind, function, edited, name = edit(number, text)
    header.write_bytes(edited.encode())
    environment = dict(os.environ)
    arguments = ["verify", header, "--format", "json"]
    asks_libclang = number % LAYOUT_EVERY == 0
    if asks_libclang:
        for target in SOME_TARGETS:
            arguments += ["--target", target]
    else:
        environment["SLOTC_LIBCLANG"] = "/nowhere/libclang.so"
    done = c_program.run([slotc, *arguments], env=environment)
    problems = []
    if done.returncode != 1:
        problems.append(f"status {done.returncode}: {done.stderr}")
    else:
        said = json.loads(done.stdout)["files"][0]
        told = [(change["kind"], change["name"]) for change in said["changes"]]
        if said["state"] != "edited" or {what for what, _ in told} != {kind}:
            problems.append(f"{said['state']}, {told}")
        elif name is not None and name not in [of for _, of in told]:
            problems.append(f"{told} does not name `{name}`")
        if asks_libclang and function in TELLS_NUMBERS and not said["differences"]:
            problems.append("libclang tells no difference")
        if asks_libclang and kind in ("formatting", "body", "removed") and said["differences"]:
            problems.append(f"libclang tells {said['differences'][0]}")
    tally.check(f"edit {number}, {kind}: {function.__name__}", problems)
    return kind


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    slotc = pathlib.Path(options.slotc).resolve()
    tally = c_program.Tally()
    kinds = {}
    with tempfile.TemporaryDirectory() as folder:
        schemas = sorted(SCHEMAS.glob("*.slots"))
        for schema in schemas:
            shutil.copy(schema, folder)
        done = c_program.run([slotc, "gen", folder, "-o", folder])
        tally.check("gen", c_program.complaints(done))
        done = c_program.run([slotc, "verify", folder])
        tally.check("unedited headers", c_program.complaints(done))
        headers = [pathlib.Path(folder, f"{schema.name}.h") for schema in schemas
                   if schema.stem in ("telemetry", "particles", "tree_nodes")]
        for number in range(options.first, options.first + options.count):
            header = headers[number % len(headers)]
            text = header.read_text(encoding="utf-8")
            kind = check(tally, slotc, header, number, text)
            kinds[kind] = kinds.get(kind, 0) + 1
            header.write_text(text, encoding="utf-8")
    print(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
