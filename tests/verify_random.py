#!/usr/bin/env python3
"""Random schemas with inheritance: slotc's layout is libclang's, on every target.

    python3 tests/verify_random.py PATH/TO/slotc [--count COUNT] [--first NUMBER]

Each batch of schemas is verified by itself, and as the headers that it makes; then some numbers in
one of those are changed, which libclang must not agree with.
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

BATCH = 25
TARGETS = 12
HEADERS_EVERY = 4  # of the batches, so many are verified as headers, too
CONSTANT = re.compile(r"^#define \w+_(?:SIZE|OFFSET_\w+) (?:SLOTS_WIDTH\()?(\d+)", re.M)


def clean(done):
    """The problems of a run that should have found none."""
    problems = c_program.complaints(done)
    if done.stdout.startswith("{"):
        said = json.loads(done.stdout)
        if len(said["targets"]) != TARGETS:
            problems.append(f"{len(said['targets'])} targets")
        for file in said["files"]:
            problems += [file["trouble"]] if file["trouble"] else []
            problems += [json.dumps(difference) for difference in file["differences"]]
    return problems


def check_headers(tally, slotc, name, paths):
    done = slotc.gen(paths)
    tally.check(f"{name}: gen", c_program.complaints(done))
    arguments = ["verify", slotc.out, "-I", slotc.folder, "--format", "json"]
    tally.check(f"{name}: headers", clean(c_program.run([slotc.path, *arguments])))


def check_damaged(tally, slotc, name, number):
    """A constant is one more than it should be: libclang knows better."""
    chance = random.Random(number)
    header = chance.choice(sorted(slotc.out.glob("*.slots.h")))
    text = header.read_text(encoding="utf-8")
    found = list(CONSTANT.finditer(text))
    if not found:
        return
    at = chance.choice(found)
    # Bits lie in a unit that a header alone does not name.
    header.write_text(text[: at.start(1)] + str(int(at[1]) + 1) + text[at.end(1) :],
                      encoding="utf-8")
    done = c_program.run([slotc.path, "verify", header, "-I", slotc.folder, "--format", "json"])
    said = json.loads(done.stdout)["files"][0]
    layouts = [change for change in said["changes"] if change["kind"] == "layout"]
    tally.check(f"{name}: a changed constant",
                [] if done.returncode == 1 and layouts else [f"{done.returncode}, {said}"])
    header.write_text(text, encoding="utf-8")


def check_batch(tally, folder, schemas, number, options):
    name = f"schemas {schemas[0].number} to {schemas[-1].number}"
    slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, str(number)))
    paths = slotc.write({schema.name: schema.text() for schema in schemas})
    done = c_program.run([slotc.path, "verify", *paths, "--format", "json"])
    tally.check(f"{name}: schemas", clean(done))
    if number % HEADERS_EVERY == 0:
        check_headers(tally, slotc, name, paths)
        check_damaged(tally, slotc, name, number)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        for number, first in enumerate(range(0, options.count, BATCH)):
            last = min(first + BATCH, options.count)
            schemas = [random_schema.Schema(options.first + i) for i in range(first, last)]
            check_batch(tally, folder, schemas, number, options)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
