#!/usr/bin/env python3
"""Random schemas: their layout is that of the compilers, and the least there is; their records
hold what is put into them.

    python3 tests/layout_random.py PATH/TO/slotc [--full] [--first NUMBER] [--count COUNT]

For each schema, all of it worked out here again:

- what `slotc model` says is consistent, and the padding of each record's own fields is the least
  over all orders, for 32-bit and for 64-bit pointers;
- sizes, alignments and offsets are those of gcc and clang, and on targets with 32-bit pointers;
- every field is set, read, deleted and set by name, typed and through every upcast, in guarded
  memory where no other byte may change; and the same C with the storage words changed.

A failing schema is run again by its number: `--first NUMBER --count 1`.
"""

import argparse
import collections
import pathlib
import sys
import tempfile

import c_program
import random_c
import random_layout
import random_schema

POINTERS = {"lp64": 8, "ilp32": 4}
BATCH = 6
TARGETS = [
    ["gcc", "-std=c11"],
    ["gcc", "-std=c11", "-m32", "-ffreestanding"],
    ["clang", "-std=c11"],
    ["clang", "-std=c11", "-m32", "-ffreestanding"],
    ["clang", "-std=c11", "--target=armv7-none-eabi", "-ffreestanding"],
]


def check_sizes(record, said, base):
    """The sizes of a record with both widths against all orders of its cells, given its base."""
    embeds = record.base is not None and not record.base.is_empty
    starts = tuple(base["size"].values()) if embeds else (0, 0)
    tails = random_layout.tails_of(base) if embeds else (0, 0)
    aligns = tuple(max(1, record.align, align)
                   for align in (base["align"].values() if embeds else (1, 1)))
    sizes = tuple(said["size"].values())
    expected, aligns, ends = random_layout.least(record, starts, tails, aligns)
    if tuple(said["align"].values()) != aligns:
        yield f"aligned to {said['align']}, not to {aligns}"
    if record.is_empty:
        return
    least = random_layout.bounds(record, starts, tails, aligns)
    if expected is None and (sizes[0] != least[0] or sizes[1] < least[1]):
        yield f"{sizes} bytes, not {least}"
    if expected is not None and sizes != expected:
        yield f"{sizes} bytes, not {expected}"
    if ends and record.open_tail:
        tails = tuple(size - end for size, end in zip(sizes, ends))
        if tails != random_layout.tails_of(said):
            yield f"a tail of {random_layout.tails_of(said)} bytes, not {tails}"


def check_size(record, said, base, width):
    """The padding of a record against its own cells, and its size by value."""
    pointer = POINTERS[width]
    cells = random_layout.own_cells(record, pointer)
    embeds = record.base is not None and not record.base.is_empty
    start = base["size"][width] if embeds else 0
    size, align = said["size"][width], said["align"][width]
    if record.is_empty:
        if size != align:
            yield f"{size} bytes without a member"
        return
    own = size - start - sum(cell[0] for cell in cells)
    if said["padding"][width] != own + (base["padding"][width] if embeds else 0):
        yield f"padding {said['padding'][width]}, of its own {own}"
    if record.plain and (size, align) != random_layout.plain_measure(record, pointer):
        yield f"{size} bytes by value are not {random_layout.plain_measure(record, pointer)}"


def check_places(record, said, base, width):
    """Every field lies where it may, and where the base has it."""
    pointer = POINTERS[width]
    declared = {field.name: field for field in record.all_fields()}
    own = {field.name for field in record.fields}
    inherited = {field["name"]: field for field in base["fields"]} if base else {}
    if {field["name"] for field in said["fields"]} != declared.keys():
        yield f"fields {[field['name'] for field in said['fields']]}"
    shares = {}
    for owner in record.chain():
        shares.update({name: (owner, *place) for name, place in
                       random_layout.shares(owner.fields).items()})
    units = {}
    end = 0
    bar = base["size"][width] if base and not record.base.is_empty else 0
    tail = random_layout.tails_of(base)[list(POINTERS).index(width)] if bar else 0
    for field in sorted(said["fields"], key=lambda field: field["offset"][width]):
        name = field["name"]
        offset = field["offset"][width]
        if name in inherited and inherited[name]["offset"][width] != offset:
            yield f"{name} is not where the base has it"
        if name in own and offset < bar - tail:
            yield f"{name} lies within the base"
        if name in own and offset < bar < offset + field["size"][width]:
            yield f"{name} lies across the end of the base"
        if name in shares:
            owner, number, size, _ = shares[name]
            align = size
            if units.setdefault((owner, number), offset) != offset:
                yield f"{name} is not in its unit"
            if offset < end and offset + size == end:
                continue
        else:
            size, align = declared[name].measure(pointer)
        if field["size"][width] != size or offset % align != 0 or offset < end:
            yield f"{name}: {field['size'][width]} bytes at {offset}"
        end = offset + size
    if end > said["size"][width]:
        yield f"fields end at {end}"


def check_model(schema, model):
    said = {record["name"]: record for record in model["records"]}
    for record in schema.records:
        about = said[record.name]
        base = said[record.base.name] if record.base else None
        if about["has_dict"] != (record.dict_from() is not None):
            yield f"{record.name}: has_dict {about['has_dict']}"
        for problem in check_sizes(record, about, base):
            yield f"{record.name}: {problem}"
        for width in POINTERS:
            for check in (check_size, check_places):
                for problem in check(record, about, base, width):
                    yield f"{record.name}, {width}: {problem}"


def check_layout(tally, slotc, name, text, compilers):
    source = slotc.folder / f"{name}_layout.c"
    source.write_text(text, encoding="utf-8")
    for target in TARGETS:
        if target[0] in compilers:
            command = [*target, "-fsyntax-only", "-Werror", f"-I{slotc.out}"]
            command += [f"-I{c_program.HELPERS}", source]
            done = c_program.run(command)
            tally.check(f"{name}: {' '.join(target)}", c_program.complaints(done))


def check_program(tally, slotc, what, source, way):
    """Compiles and runs; without a failure, and without a word of a sanitizer."""
    program = slotc.folder / "program"
    program.unlink(missing_ok=True)
    command = [*way, "-std=c11", "-Wall", "-Wextra", "-Wno-unused-function", "-Werror"]
    command += [f"-I{slotc.out}", f"-I{c_program.HELPERS}", source, slotc.folder / "bodies.o"]
    problems = c_program.complaints(c_program.run([*command, "-o", program]))
    if not problems:
        done = c_program.run([program])
        problems = c_program.complaints(done)
        if problems:
            problems = [*done.stdout.splitlines(), *problems]
    tally.check(f"{what}, {source.name}: {' '.join(way[:2])}", problems)


def make_headers(tally, slotc, what, schemas):
    paths = slotc.write({schema.name: schema.text() for schema in schemas})
    done = slotc.gen(paths, "--impl", slotc.folder / "bodies.c")
    tally.check(f"{what}: gen", c_program.complaints(done))


def make_bodies(tally, slotc, what, way):
    """The bodies of all headers, compiled once for several programs."""
    command = [*way, "-std=c11", "-c", f"-I{slotc.out}", slotc.folder / "bodies.c"]
    done = c_program.run([*command, "-o", slotc.folder / "bodies.o"])
    tally.check(f"{what}, bodies.c: {' '.join(way)}", c_program.complaints(done))


def check_programs(tally, slotc, name, schemas, number, options):
    """Levels, compilers and widths by turns; the other storage words under sanitizers."""
    compilers = options.compilers[number % 2 :] + options.compilers[: number % 2]
    fields = slotc.folder / "fields.c"
    fields.write_text(random_c.fields_program(schemas), encoding="utf-8")
    whole = slotc.folder / "whole.c"
    whole.write_text(random_c.whole_program(schemas), encoding="utf-8")
    upcasts = slotc.folder / "upcasts.c"
    upcasts.write_text(random_c.upcasts_program(schemas), encoding="utf-8")
    if options.narrow and number % 2 == 1:
        make_bodies(tally, slotc, name, [*options.narrow, "-O0"])
        check_program(tally, slotc, name, fields, [*options.narrow, "-O0"])
        check_program(tally, slotc, name, upcasts, [*options.narrow, "-O2"])
        check_program(tally, slotc, name, whole, [*options.narrow, "-O0"])
    make_bodies(tally, slotc, name, [compilers[-1], "-O1"])
    level = ["-O1", "-O2", "-O3"][number // 2 % 3]
    check_program(tally, slotc, name, fields, [compilers[0], level])
    check_program(tally, slotc, name, whole, [compilers[-1], "-O1"])
    for compiler, level in zip(compilers, ("-O2", "-O3")):
        check_program(tally, slotc, name, upcasts, [compiler, level])
    name += ", other storage"
    for schema in schemas:
        schema.choose_variant(1)
    make_headers(tally, slotc, name, schemas)
    make_bodies(tally, slotc, name, [compilers[0], "-O1"])
    check_program(tally, slotc, name, fields, [compilers[-1], "-O0", *c_program.SANITIZERS])
    check_program(tally, slotc, name, whole, [compilers[-1], "-O0", *c_program.SANITIZERS])
    check_program(tally, slotc, name, upcasts, [compilers[-1], "-O1"])


def can_run(program):
    """Whether it runs here: a kernel may refuse programs that its compilers can make."""
    try:
        return c_program.run([program]).returncode == 0
    except OSError:
        return False


def narrow_way(tally, folder, compilers):
    """A compiler that makes programs with 32-bit pointers that run here, if there is one."""
    source = pathlib.Path(folder, "probe.c")
    source.write_text("#include <stdlib.h>\nint main(void) { return 0; }\n", encoding="utf-8")
    for compiler in compilers:
        command = [compiler, "-m32", source, "-o", source.with_suffix("")]
        if c_program.run(command).returncode == 0:
            if can_run(source.with_suffix("")):
                return [compiler, "-m32"]
    tally.skip("no programs with 32-bit pointers can be made here")
    return None


def check_batch(tally, folder, schemas, number, options):
    name = f"schemas {schemas[0].number} to {schemas[-1].number}"
    slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, str(number)))
    make_headers(tally, slotc, name, schemas)
    model = slotc.model([slotc.folder / f"{schema.name}.slots" for schema in schemas])
    for schema in schemas:
        tally.check(f"the model of schema {schema.number}", check_model(schema, model[schema.name]))
    check_layout(tally, slotc, name, random_c.layout(schemas, model), options.compilers)
    if number < options.programs:
        check_programs(tally, slotc, name, schemas, number, options)


def summary(schemas):
    """What the schemas hold, so that nobody need guess."""
    count = collections.Counter()
    for schema in schemas:
        count["enums"] += len(schema.enums)
        for record in schema.records:
            count["records"] += 1
            count["fields"] += len(record.fields)
            count["without members"] += record.is_empty
            count["with a dict"] += record.dict_from() is not None
            count["in declared order"] += record.declared
            count["with an open tail"] += record.open_tail
            count[f"chains of {len(record.chain())}"] += 1
    return ", ".join(f"{number} {what}" for what, number in sorted(count.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int)
    parser.add_argument("--programs", type=int, help="batches whose C is run, not only laid out")
    options = parser.parse_args()
    count = options.count or (2000 if options.full else 150)
    tally = c_program.Tally()
    options.compilers = c_program.compilers(tally)
    if not options.compilers:
        return tally.finish()
    if options.programs is None:
        options.programs = count if options.full or options.count else 2
    schemas = [random_schema.Schema(options.first + i) for i in range(count)]
    print(f"{count} schemas: {summary(schemas)}")
    with tempfile.TemporaryDirectory() as folder:
        options.narrow = narrow_way(tally, folder, options.compilers)
        for number, first in enumerate(range(0, count, BATCH)):
            batch = schemas[first : first + BATCH]
            check_batch(tally, folder, batch, number, options)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
