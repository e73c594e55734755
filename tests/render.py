#!/usr/bin/env python3
"""`slotc render`: what its templates for other languages say is what C has in memory.

    python3 tests/render.py PATH/TO/slotc [--count COUNT] [--mutations COUNT]

For the schemas of the project and random ones: C fills an instance of each record, and the
rendered ctypes and NumPy modules read it where it lies: each value, each offset, each size. The
picture of the chains is one that Graphviz draws. docs/model.md has each key that `slotc model`
prints, and no other. Templates that are cut, doubled and mixed up end with a status of their own,
and nothing is written where one is wrong.
"""

import argparse
import json
import pathlib
import random
import re
import shutil
import sys
import tempfile

import c_program
import random_schema

TOP = pathlib.Path(__file__).resolve().parent.parent
READ = TOP / "tests/render_read.py"
EVERYTHING = """
package every.thing;
/// "Quoted", \\ and 100 %.
enum Small : i16 { none = 0, low = -300, high = 300 }
@size(12) @align(4) extern "struct vec" from "vec.h" as Vec;
record Point slots { x: f64; y: f32; }
@open_tail record Root slots { a: u64; b: u8; }
record Child : Root slots { c: u8; d: u16?; e: bits[3]; f: bits[12]; g: bits[7]; }
/// Says "so", \\ and
/// goes on.
record All : Child slots + dict {
    i8: i8; i16: i16; i32: i32; i64: i64; u8: u8; u16: u16; u32: u32; u64: u64;
    flag: bool; single: f32; real: f64; text: char[7]; name: str; kind: Small;
    next: ref All; at: Point; where: Vec; bytes: u8[5]; names: str[2]; words: char[3][4];
    points: Point[2]; kinds: Small[3]; reals: f64[2]?; maybe: f32?; may: Small?; flags: bool[3];
    from: bits[1]; import: u8; nexts: ref Point[2];
}
record Open dict { x: u8; y: str; }
record Empty slots { }
"""
ODD = """
// Names that Python, ctypes, NumPy or the module itself could have taken.
enum E : u8 { mro, mro_, _a_, None, value, real, _missing_, _value_, lambda, from }
@open_tail record Root slots { b: bits[3]; o: u8?; }
record R : Root slots {
    @c_name("class_") class: u8; @c_name("ext_") ext: u8; @c_name("int_") int: bits[9]?;
    @c_name("bits_1_") bits_1: u8; _ext: u8; _bits_0: u16; _fields_: u32; _pack_: u16; _: bits[2];
    _present_0: u8?; _presence_: u8; _objects: u8; lambda: u8; is_present: f64?; kind: E;
    _pad_3: u8;
}
record zip slots { a: R; b: R[2]; at: u8; }
record ctypes slots { a: zip; next: ref ctypes; }
record np slots { a: bits[2]; }
record globals slots { a: u8; }
record getattr slots { a: bits[3]; }
record setattr slots { a: u8; }
record property slots { a: u8?; }
record enum_ slots { a: E; }
record len slots { a: u16; }
record all_ slots { a: np; }
record WIDE slots { a: u64; }
"""
ASKED = """
extern "struct vec" from "vec.h" as Vec;
record Held slots { first: Vec; }
record Holder slots { a: u8; held: Held; more: Held[2]; number: u16; b: bits[9]; o: u8?; }
record Outer slots { holder: Holder; }
"""


def chosen(chance, field, index):
    """A value for one item of a field, as JSON has it."""
    bits = field["width"] or field["number_bits"]
    if field["is_bool"]:
        return chance.random() < 0.5
    if field["is_f32"] or field["is_f64"]:
        return chance.randrange(-4000, 4000) / 8
    if bits:
        number = chance.getrandbits(bits)
        return number - (1 << bits) if field["is_signed"] and number >> (bits - 1) else number
    if field["is_chars"]:
        return "abcdefgh"[: chance.randrange(min(field["chars"], 8))]
    if field["is_str"]:
        return chance.choice([None, "", f"text {index}"])
    return chance.choice([0, 8 * chance.randrange(1, 4096)])


def kind_of(field):
    if field["is_record"]:
        return "record"
    if field["is_bits"]:
        return "bits"
    return "text" if field["is_chars"] or field["is_str"] else (
        "pointer" if field["is_ref"] else "number")


def fields_of(record):
    return [field for field in record["fields"] if not field["is_extern"]]


def values_of(chance, records, record):
    values = {}
    for field in fields_of(record):
        def item(index, field=field):
            if field["is_record"]:
                return values_of(chance, records, records[field["target_c_name"]])
            return chosen(chance, field, index)
        if field["optional"] and chance.random() < 0.4:
            values[field["c_name"]] = None
        else:
            items = field["items"]
            values[field["c_name"]] = [item(i) for i in range(items)] if items else item(0)
    return values


def assigned(records, field, place, value):
    """C that stores one item."""
    if field["is_record"]:
        yield from filled(records, records[field["target_c_name"]], place, value)
    elif field["is_chars"]:
        yield f'memcpy({place}, "{value}", {len(value)});'
    elif field["is_str"]:
        yield f"{place} = " + ("NULL;" if value is None else f'(char *)"{value}";')
    elif field["is_ref"]:
        yield f"{place} = (void *)(uintptr_t){value}u;"
    elif field["is_f32"] or field["is_f64"]:
        yield f"{place} = ({field['cell_type']}){float(value).hex()};"
    else:
        yield f"{place} = ({field['cell_type']})UINT64_C({int(value) & (1 << 64) - 1});"


def filled(records, record, start, values):
    """C that stores all values of a record, where the model has them; C must agree with that."""
    for field in fields_of(record):
        value, place = values[field["c_name"]], f"{start}.{field['c_path']}"
        name = f"{record['c_name']}_get_{field['c_name']}"
        if field["presence"]:
            byte = f"((unsigned char *)&{start})[{field['presence']['offset']['lp64']}]"
            if value is not None:
                yield f"{byte} |= (unsigned char)(1u << {field['presence']['bit']});"
            has = f"{record['c_name']}_has_{field['c_name']}(&{start})"
            yield f"if ({has} != {int(value is not None)}) return NULL;"
        if value is None and (field["presence"] or not field["is_str"]):
            continue
        if field["is_bits"]:
            yield f"{place} |= UINT64_C({value}) << {field['shift']};"
            if not field["presence"]:
                yield f"if ({name}(&{start}) != UINT64_C({value})) return NULL;"
        elif field["items"]:
            for i, item in enumerate(value):
                yield from assigned(records, field, f"{place}[{i}]", item)
        else:
            yield from assigned(records, field, place, value)


def about(record, values):
    return {
        "size": record["size"]["lp64"],
        "values": values,
        "fields": {
            field["c_name"]: {
                "kind": kind_of(field), "array": field["is_array"], "optional": field["optional"],
                "target": field["target_c_name"], "offset": field["offset"]["lp64"],
            }
            for field in fields_of(record)
        },
    }


def read(tally, slotc, python, what, paths, chance):
    """Renders the schemas for Python, and reads what C makes of them."""
    folder = slotc.folder
    schemas = slotc.model(paths)
    records = {record["c_name"]: record
               for schema in schemas.values() for record in schema["records"]}
    problems = c_program.complaints(slotc.gen(paths))
    expected, program = {}, ["#define SLOTS_IMPLEMENTATION"]
    program += [f'#include "out/{schema["header"]}"' for schema in schemas.values()]
    for name, record in records.items():
        values = values_of(chance, records, record)
        expected[name] = about(record, values)
        lines = "\n    ".join(filled(records, record, "it", values))
        program.append(f"const void *at_{name}(void);\nconst void *at_{name}(void) {{\n"
                       f"    static {name} it;\n    {lines}\n    return &it;\n}}")
    (folder / "fill.c").write_text("\n".join(program), encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    compiler = ["gcc", "-std=c11", "-w", "-I.", "-shared", "-fPIC"]
    done = c_program.run([*compiler, "fill.c", "-o", "fill.so"], cwd=folder)
    problems += c_program.complaints(done)
    for kind, interpreter in python.items():
        module = folder / f"{kind}_{len(records)}.py"
        done = c_program.run([slotc.path, "render", "--template", kind, "-o", module, *paths])
        found = problems + c_program.complaints(done)
        if not found:
            done = c_program.run([interpreter, READ, kind, module, folder / "fill.so",
                                  folder / "expected.json"])
            found = [*c_program.complaints(done), *done.stdout.splitlines()[:-1]]
        tally.check(f"{kind} reads {what}", found)


def check_widths(tally, slotc, python, paths):
    """A size that is known for one width: a module for it has the record, and one for the other
    loads, too."""
    for kind, interpreter in python.items():
        problems = []
        for wide in (True, False):
            target = ["--target", "x86_64-linux-gnu" if wide else "armv7-none-eabi"]
            done = c_program.run([slotc.path, "render", *target, "--template", kind, *paths])
            problems += c_program.complaints(done)
            text, count = re.subn("(?m)^__wide = .*", f"__wide = {wide}", done.stdout)
            problems += [] if count == 1 else [f"{count} lines say which pointers there are"]
            other = re.sub("(?m)^__wide = .*", f"__wide = {not wide}", text)
            size = "ctypes.sizeof(it.Outer)" if kind == "ctypes" else "it.Outer.itemsize"
            module = slotc.folder / "it.py"
            module.write_text(text, encoding="utf-8")
            done = c_program.run([interpreter, "-B", "-c", f"import ctypes, it; print({size})"],
                                 cwd=slotc.folder)
            problems += c_program.complaints(done)
            problems += [] if done.stdout == "44\n" else [f"{done.stdout!r} bytes, not 44"]
            module.write_text(other, encoding="utf-8")
            done = c_program.run([interpreter, "-B", "-c", "import it; it.Outer"],
                                 cwd=slotc.folder)
            problems += c_program.complaints(done)
        tally.check(f"{kind} loads where sizes are known for one width", problems)


def check_picture(tally, slotc, paths):
    done = c_program.run([slotc.path, "render", "--template", "dot", *paths])
    problems = c_program.complaints(done)
    if shutil.which("dot") and not problems:
        drawn = c_program.run(["dot", "-Tsvg"], input=done.stdout)
        problems = c_program.complaints(drawn)
        missing = [record["qualified"] for schema in slotc.model(paths).values()
                   for record in schema["records"] if record["qualified"] not in drawn.stdout]
        problems += [f"{name} is not in the picture" for name in missing]
    tally.check("Graphviz draws the chains", problems)


def keys_of(value, path, found):
    """Each key of the model, behind the key of the list or object that it is in."""
    if isinstance(value, list):
        for item in value:
            keys_of(item, path, found)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("lp64", "ilp32"):
                found.add(f"{path}.{key}" if path else key)
            keys_of(inner, key, found)


def check_page(tally, slotc, paths):
    """Each section of the page is about one kind of object; the rows of its table are the keys."""
    keys, described = set(), set()
    done = c_program.run([slotc.path, "model", *paths])
    keys_of(json.loads(done.stdout), "", keys)
    keys -= {key for key in keys if key.startswith("field.")}
    kind = None
    for line in (TOP / "docs/model.md").read_text(encoding="utf-8").splitlines():
        heading = re.match(r"## .*`(\w+)`", line)
        kind = heading[1] if heading else None if line.startswith("## ") else kind
        row = re.match(r"\| `(\w+)` \|", line)
        if row and kind:
            described.add(row[1] if kind == "schemas" and row[1] == "schemas" else
                          f"{kind}.{row[1]}")
    tally.check("docs/model.md has each key", [f"{key} is missing" for key in keys - described])
    tally.check("docs/model.md has no other key", [f"{key} is none" for key in described - keys])


def mutated(chance, text):
    """A template with some pieces of it elsewhere, twice or gone."""
    pieces = re.split(r"(\{\{.*?\}\}|\n)", text)
    for _ in range(chance.randrange(1, 6)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        change = chance.randrange(4)
        if change == 0:
            pieces[at] = pieces[other]
        elif change == 1:
            pieces[at] = pieces[at][: chance.randrange(len(pieces[at]) + 1)]
        elif change == 2:
            pieces.insert(at, chance.choice(["{{> self}}", "{{>*name}}", "{{=< >=}}", "{{#", "{{{",
                                             "{{^fields}}", "{{/}}", "\0", "{{.}}", "{{a..b}}"]))
        else:
            pieces[at:at] = pieces[other: other + 20]
    return "".join(pieces)


def check_mutations(tally, slotc, paths, count, chance):
    texts = [path.read_text(encoding="utf-8")
             for path in sorted((TOP / "templates").glob("render_*.mustache"))]
    template, out = slotc.folder / "self.mustache", slotc.folder / "rendered"
    problems = []
    for number in range(count):
        template.write_text(mutated(chance, chance.choice(texts)), encoding="utf-8")
        out.unlink(missing_ok=True)
        done = c_program.run([slotc.path, "render", "--template", template, "-o", out, *paths],
                             errors="replace")
        wrong = done.returncode not in (0, 1) or out.exists() != (done.returncode == 0)
        if wrong or (done.returncode == 1) != ("error: " in done.stderr):
            problems += [f"mutation {number}: status {done.returncode}", done.stderr[-400:]]
    tally.check(f"{count} templates that are mixed up", problems)


def pythons(tally):
    """Which interpreter has what a template's module needs."""
    found = {"ctypes": sys.executable}
    for python in (sys.executable, "/usr/bin/python3"):
        if c_program.run([python, "-c", "import numpy"]).returncode == 0:
            return {**found, "numpy": python}
    tally.skip("numpy: no Python here has it")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--mutations", type=int, default=60)
    options = parser.parse_args()
    tally = c_program.Tally()
    chance = random.Random(7)
    python = pythons(tally)
    with tempfile.TemporaryDirectory() as folder:
        shipped = sorted((TOP / "schemas").glob("*.slots"))
        slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, "shipped"))
        read(tally, slotc, python, "the project's schemas", shipped, chance)
        slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, "every"))
        every = slotc.write({"every": EVERYTHING})
        (slotc.folder / "vec.h").write_text("struct vec { int x, y, z; };\n", encoding="utf-8")
        read(tally, slotc, python, "every type", every, chance)
        check_widths(tally, slotc, python, slotc.write({"asked": ASKED}))
        check_picture(tally, slotc, [*shipped, *every])
        check_page(tally, slotc, [*shipped, *every])
        check_mutations(tally, slotc, every, options.mutations, chance)
        slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, "odd"))
        read(tally, slotc, python, "odd names", slotc.write({"odd": ODD}), chance)
        for number in range(options.count):
            slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, f"random{number}"))
            schema = random_schema.Schema(number)
            schema.choose_variant(number % 3)
            paths = slotc.write({schema.name: schema.text()})
            read(tally, slotc, python, f"random schema {number}", paths, chance)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
