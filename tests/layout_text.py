#!/usr/bin/env python3
"""What `slotc layout` prints agrees with `slotc model`, and is whole.

    python3 tests/layout_text.py PATH/TO/slotc [--count COUNT]

For the schemas of the project and for random ones: each field stands where the model has it, in its
order, with its type and its owner; the members follow each other without a gap from 0 to the size,
in both widths; and the figures below the table are those of the model. The JSON is that of the
model and three keys, which agree with the text, and takes no more memory. What is said of other
choices (layout_variants.py) is what they come to.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import c_program
import layout_variants
import random_schema

WIDTHS = ["lp64", "ilp32"]
PADDING = {"(hole)", "(tail)", "(nothing)"}
PLACE = re.compile(r"\s+(-|\d+(?::\d+)?)\s+(-|\d+b?)")


class Row:
    """A line of the table: places by width, then the words behind them."""

    def __init__(self, line):
        self.offset, self.size = {}, {}
        at = 0
        for width in WIDTHS:
            match = PLACE.match(line, at)
            if not match:
                raise AssertionError(f"no place in {line!r}")
            self.offset[width], self.size[width] = match.groups()
            at = match.end()
        words = line[at + 2 :].split()
        self.is_share = self.size["lp64"].endswith("b")
        self.name, self.owner, self.type = words[0], words[-1], " ".join(words[1:-1])

    def bytes(self, width):
        """Offset and size in bytes, of a share those of its member left out."""
        return int(self.offset[width].split(":")[0]), int(self.size[width].rstrip("b"))


class Table:
    """What is printed of one record."""

    def __init__(self, text):
        head, rows, figures = text.split("\n\n")
        self.name = head.split()[1].split(".")[-1]
        lines = [line for line in rows.splitlines()[2:] if not line.startswith("  --")]
        self.rows = [Row(line) for line in lines]
        self.figures = {}
        for line in figures.splitlines():
            match = re.match(r"\s+(\d+|-)\s+(\d+|-)\s\s([^:;,]+)", line)
            if match:
                wide, narrow, label = match.groups()
                label = re.sub(" (here and )?of .*", "", label) if "`" in label else label
                self.figures[label] = {"lp64": wide, "ilp32": narrow}


def check_fields(table, record):
    """Every field of the model, in its order, and nothing else."""
    fields = [row for row in table.rows
              if row.name not in PADDING and row.name != "has" and not row.type.startswith("(")]
    if [row.name for row in fields] != [field["name"] for field in record["fields"]]:
        yield f"fields {[row.name for row in fields]}"
        return
    for row, field in zip(fields, record["fields"]):
        if (row.type, row.owner) != (field["type"], field["owner"]):
            yield f"{row.name}: {row.type} of {row.owner}"
        for width in WIDTHS:
            offset, size = row.bytes(width)
            said = offset if row.is_share else (offset, size)
            real = field["offset"][width], field["size"][width]
            if said != (real[0] if row.is_share else real):
                yield f"{row.name}, {width}: {said}, not {real}"
    optional = [field["name"] for field in record["fields"] if field["type"].endswith("?")]
    present = [row.type for row in table.rows if row.name == "has" and row.is_share]
    if sorted(present) != sorted(optional):
        yield f"presence of {present}"


def check_whole(table, record, width):
    """The members follow each other from 0 to the size, with as much padding as it is said."""
    end = padding = 0
    for row in table.rows:
        if row.is_share or row.offset[width] == "-":
            continue
        offset, size = row.bytes(width)
        if offset != end:
            yield f"{row.name} at {offset}, not at {end}"
        end = offset + size
        padding += size if row.name in PADDING else 0
    if end != record["size"][width]:
        yield f"the rows end at {end}"
    if padding != record["padding"][width]:
        yield f"{padding} bytes of padding in the rows"


def check_shares(table, width):
    """The bits of a member follow each other, and are as many as it says."""
    member, end = None, 0
    for row in [*table.rows, None]:
        if row is not None and row.is_share:
            offset, bit = (int(number) for number in row.offset[width].split(":"))
            if (offset, bit) != (member.bytes(width)[0], end):
                yield f"{row.name} at {row.offset[width]}, not at bit {end}"
            end = bit + row.bytes(width)[1]
            continue
        used = re.match(r"\((\d+) of (\d+) bits\)", member.type) if member else None
        if used and used.groups() != (str(end), str(8 * member.bytes(width)[1])):
            yield f"{member.name}: {member.type}"
        member, end = row, 0


def check_figures(table, record, width):
    size = record["size"][width]
    lines = "cache line" if "cache line" in table.figures else "cache lines"
    expected = {"size": size, "alignment": record["align"][width],
                "padding": record["padding"][width], lines: (size + 63) // 64,
                "dict-backed" if record["has_dict"] else "slotted": size}
    for label, number in expected.items():
        if table.figures[label][width] != str(number):
            yield f"{label} {table.figures[label][width]}, not {number}"
    if int(table.figures["slotted"][width]) > int(table.figures["dict-backed"][width]):
        yield "slots take more than a dict"


def check_table(table, record):
    dicts = [row.owner for row in table.rows if row.type == "(dict)"]
    if dicts != ([record["dict_from"]] if record["has_dict"] else []):
        yield f"a dict from {dicts}"
    yield from check_fields(table, record)
    for width in WIDTHS:
        for problem in check_shares(table, width):
            yield f"{width}: {problem}"
        for check in (check_whole, check_figures):
            for problem in check(table, record, width):
                yield f"{width}: {problem}"


def check_json(table, record, model):
    """What the JSON has of a record beyond the model."""
    more = {key: value for key, value in record.items() if key not in model}
    if {**model, **more} != record:
        yield "it is not as in the model"
    holes = [dict(zip(("offset", "size"), row.bytes("lp64"))) for row in table.rows
             if row.name in PADDING and row.offset["lp64"] != "-"]
    lines = (record["size"]["lp64"] + 63) // 64
    dict_size = int(table.figures["dict-backed"]["lp64"])
    expected = {"holes": holes, "cache_lines": lines, "dict_size": dict_size}
    if more != expected:
        yield f"{more}, not {expected}"


def by_name(done):
    return {record["name"]: record for record in c_program.records_of(done)}


def check_paths(tally, slotc, what, paths):
    model = c_program.run([slotc, "model", *paths])
    layout = c_program.run([slotc, "layout", *paths])
    as_json = c_program.run([slotc, "layout", "--format", "json", *paths])
    problems = [*c_program.complaints(model), *c_program.complaints(layout),
                *c_program.complaints(as_json)]
    problems += [f"too long: {line}" for line in layout.stdout.splitlines() if len(line) > 100]
    tally.check(f"{what}: layout", problems)
    if problems:
        return {}
    records, more = by_name(model), by_name(as_json)
    tables = {table.name: table for table in
              (Table(text) for text in re.split(r"\n\n(?=record )", layout.stdout))}
    missing = (records.keys() ^ tables.keys()) | (records.keys() ^ more.keys())
    tally.check(f"{what}: records", missing)
    for name in sorted(records.keys() - missing):
        tally.check(f"{what}: {name}", check_table(tables[name], records[name]))
        problems = check_json(tables[name], more[name], records[name])
        tally.check(f"{what}: JSON of {name}", problems)
    return tables


def peak(command):
    """The most memory that a command takes, in KiB, and its status."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss, process.returncode


def check_memory(tally, slotc, path):
    """JSON is printed record by record: it takes no more than text does, which is much shorter."""
    path.write_text("".join(f"record R{number} slots {{ a: u8; b: str; c: u32?; d: bits[3]; }}\n"
                            for number in range(1500)), encoding="utf-8")
    text, _ = peak([slotc, "layout", path])
    for command in ("layout", "--format", "json"), ("model",):
        size, status = peak([slotc, *command, path])
        problems = [f"{size} KiB, but {text} KiB as text"] if size > text + 8192 else []
        tally.check(f"memory of {command[0]}", problems + [f"status {status}"] * (status != 0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    slotc = pathlib.Path(options.slotc).resolve()
    tally = c_program.Tally()
    for path in sorted(pathlib.Path("schemas").glob("*.slots")):
        check_paths(tally, slotc, path.name, [path])
    with tempfile.TemporaryDirectory() as folder:
        variants = layout_variants.Variants(tally, slotc, pathlib.Path(folder, "variants"))
        for number in range(options.count):
            schema = random_schema.Schema(number)
            path = pathlib.Path(folder, f"{schema.name}.slots")
            path.write_text(schema.text(), encoding="utf-8")
            variants.check(schema, check_paths(tally, slotc, schema.name, [path]))
        variants.finish()
        check_memory(tally, slotc, pathlib.Path(folder, "many.slots"))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
