#!/usr/bin/env python3
"""Random schemas and random edits of them: `slotc diff` names a record's layout as changed exactly
where `slotc layout` has other figures for it, and a lock says what the schema says.

    python3 tests/diff_random.py PATH/TO/slotc [--first NUMBER] [--count COUNT]

A failing schema is run again by its number: `--first NUMBER --count 1`.
"""

import argparse
import json
import pathlib
import random
import re
import sys
import tempfile

import c_program
import random_schema

CONFIGURATION = "[lint]\nchain-slots-under-dict = off\nchain-missing-slots = off\n"
FIELD = re.compile(r"^ +(?:@\w+(?:\([^)]*\))? )*(\w+): ([^;]*);.*$")
NUMBERS = ["bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "f32", "f64"]
TRIES = 12


# Edits: each takes the lines and a place where a field stands, and changes the lines.

def drop(chance, lines, at):
    del lines[at]


def add(chance, lines, at):
    lines.insert(at, f"    more{chance.randrange(10**6)}: {chance.choice(NUMBERS)};")


def add_optional(chance, lines, at):
    lines.insert(at, f"    more{chance.randrange(10**6)}: {chance.choice(NUMBERS)}?;")


def swap(chance, lines, at):
    other = chance.choice([i for i, line in enumerate(lines) if FIELD.match(line)])
    lines[at], lines[other] = lines[other], lines[at]


def retype(chance, lines, at):
    name = FIELD.match(lines[at]).group(1)
    lines[at] = f"    {name}: {chance.choice([*NUMBERS, 'char[5]', 'bits[3]', 'u16[3]', 'u8?'])};"


def rename(chance, lines, at):
    name = FIELD.match(lines[at]).group(1)
    lines[at] = re.sub(rf"\b{name}:", f"renamed{chance.randrange(10**6)}:", lines[at])


def pull(chance, lines, at):
    """Into another record, perhaps an ancestor."""
    heads = [i for i, line in enumerate(lines) if line.startswith("record ") and "{" in line
             and "}" not in line]
    line = lines.pop(at)
    heads = [i for i in heads if i < len(lines) and lines[i].startswith("record ")]
    lines.insert(chance.choice(heads) + 1 if heads else at, line)


def heads_of(lines):
    return [i for i, line in enumerate(lines) if line.startswith("record ")]


def restore(chance, lines, at):
    """Another storage word."""
    head = chance.choice(heads_of(lines))
    words = chance.choice(["slots", "dict", "slots + dict"])
    lines[head] = re.sub(r"(slots \+ dict|slots|dict) \{", words + " {", lines[head])


def rebase(chance, lines, at):
    head = chance.choice(heads_of(lines))
    other = lines[chance.choice(heads_of(lines))].split()[1]
    lines[head] = re.sub(r"^(record \w+)(?: : [\w.]+)?", rf"\1 : {other}", lines[head])


def unbase(chance, lines, at):
    head = chance.choice(heads_of(lines))
    lines[head] = re.sub(r"^(record \w+) : [\w.]+", r"\1", lines[head])


def widen_enum(chance, lines, at):
    enums = [i for i, line in enumerate(lines) if line.startswith("enum ")]
    if enums:
        line = chance.choice(enums)
        lines[line] = re.sub(r": [iu]\d+ ", f": {chance.choice(['i32', 'i64'])} ", lines[line])


def align(chance, lines, at):
    lines.insert(chance.choice(heads_of(lines)), f"@align({chance.choice([8, 16, 64])})")


def order(chance, lines, at):
    lines.insert(chance.choice(heads_of(lines)), "@order(declared)")


EDITS = [drop, add, add, add_optional, swap, swap, retype, retype, rename, pull, pull, restore,
         rebase, unbase, widen_enum, align, order]


def edited(chance, text):
    lines = text.splitlines()
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        fields = [i for i, line in enumerate(lines) if FIELD.match(line)]
        if fields and heads_of(lines):
            chance.choice(EDITS)(chance, lines, chance.choice(fields))
    return "\n".join(lines) + "\n"


def figures(record):
    """What the bytes of a record depend on, by the names of its fields."""
    fields = {field["name"]: (field["type"], tuple(field["offset"].values()),
                              tuple(field["size"].values()), field.get("shift"))
              for field in record["fields"]}
    return tuple(record["size"].values()), tuple(record["align"].values()), fields


class Pair:
    """A schema, an edited one, and what slotc says of both."""

    def __init__(self, slotc, folder, number):
        self.slotc = slotc
        self.folder = folder / f"p{number}"
        self.folder.mkdir()
        (self.folder / "slotc.ini").write_text(CONFIGURATION)
        chance = random.Random(number)
        text = random_schema.Schema(number).text()
        self.old = self.layout("old.slots", text)
        self.new = None
        for _ in range(TRIES):  # not every edit leaves a schema that is right
            self.new = self.layout("new.slots", edited(chance, text))
            if self.new is not None:
                break

    def run(self, *arguments):
        return c_program.run([self.slotc, *arguments], cwd=self.folder)

    def layout(self, name, text):
        (self.folder / name).write_text(text)
        done = self.run("layout", "--format", "json", name)
        if done.returncode != 0:
            return None
        return {record["name"]: figures(record) for record in c_program.records_of(done)}

    def diff(self, *sides):
        done = self.run("diff", *sides, "--format", "json")
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return json.loads(done.stdout)


def local(name):
    return name.split(".")[-1]


# Changes that say data or abi where the figures of `slotc layout` need not differ.
UNSEEN = {"init-with", "field-renamed", "ref-target", "enum-storage", "bits-width"}


def is_presence_alone(item):
    """`slotc layout` does not say where the bits are that tell whether a T? is there."""
    words = [change["message"] for change in item["changes"] if change["kind"] == "field-moved"]
    return bool(words) and "of its presence" in words[0]


def layout_problems(pair, said):
    """A record has other figures exactly where data or abi is named for it."""
    named = {local(item["name"]): item for item in said if item["declaration"] == "record"}
    for name in sorted(pair.old.keys() & pair.new.keys()):
        item = named.get(local(name))
        old, new = pair.old[name], pair.new[name]
        kinds = {change["kind"] for change in item["changes"]} if item else set()
        told = item is not None and bool(set(item["levels"]) & {"data", "abi"})
        if old != new and not told and not kinds & UNSEEN and not is_renamed(old, new):
            yield f"{name} is laid out otherwise, and diff says {item}"
            yield f"{old}"
            yield f"{new}"
        if old == new and told and not kinds & UNSEEN and not item["cause"] and (
                not is_presence_alone(item)):
            yield f"{name} is laid out as it was, and diff says {item}"


def is_renamed(old, new):
    """Nothing differs but names of fields."""
    return old[:2] == new[:2] and sorted(map(str, old[2].values())) == sorted(
        map(str, new[2].values()))


def without_places(value):
    """Where something stands differs between a schema and its lock."""
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items()
                if key not in ("old_place", "new_place", "place")}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def problems_of(pair):
    said = pair.diff("old.slots", "new.slots")
    yield from layout_problems(pair, said)
    if pair.diff("new.slots", "new.slots"):
        yield "a schema differs from itself"
    done = pair.run("lock", "old.slots", "-o", "old.lock")
    yield from c_program.complaints(done)
    if without_places(pair.diff("old.lock", "new.slots")) != without_places(said):
        yield "its lock says something else"
    if pair.diff("old.slots", "old.lock"):
        yield "a schema differs from its lock"
    back = pair.diff("new.slots", "old.slots")
    if bool(said) != bool(back):
        yield "one way there are changes, the other way none"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc", type=pathlib.Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as work:
        for number in range(options.first, options.first + options.count):
            pair = Pair(options.slotc.resolve(), pathlib.Path(work), number)
            if pair.new is not None:
                tally.check(f"schema {number}", problems_of(pair))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
