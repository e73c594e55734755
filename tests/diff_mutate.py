#!/usr/bin/env python3
"""Spoilt locks are refused with a message, or compared; nothing crashes.

    python3 tests/diff_mutate.py PATH/TO/slotc [--count COUNT] [--first NUMBER]

A failing lock is made again by its number: `--first NUMBER --count 1`.
"""

import argparse
import pathlib
import random
import sys
import tempfile

import c_program

SCHEMA = """package p;
enum Unit : u8 { low, high = 4 }
record Base slots { id: u64; name: char[8] = "x"; }
record Child : Base slots + dict { unit: Unit = high; flags: bits[3]; next: ref Child; }
record Other slots { held: Base; many: i16[4]?; last: str; @readonly fixed: u8; }
"""
WORDS = [b"0", b"-1", b"99999999999999999999", b"2147483648", b"null", b"true", b'""', b"[]",
         b"{}", b'"p.Base"', b'"p.Child"', b'"p.Unit"', b'"str"', b'"ref"', b'"bits[3]"', b"\xff",
         b"\\u0000", b'"', b"[8, 8]"]


def mutated(chance, text):
    data = bytearray(text)
    for _ in range(chance.choice([1, 1, 2, 3])):
        at = chance.randrange(len(data))
        end = min(len(data), at + chance.choice([1, 1, 2, 8, 40]))
        kind = chance.randrange(5)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end]
        elif kind == 3:
            data[at:end] = chance.choice(WORDS)
        else:  # another value in the place of one
            starts = [i for i, byte in enumerate(data) if byte == ord(":")]
            start = chance.choice(starts) + 1 if starts else at
            stop = start
            while stop < len(data) and data[stop] not in b",]}\n":
                stop += 1
            data[start:stop] = b" " + chance.choice(WORDS)
        if not data:
            data = bytearray(b" ")
    return bytes(data)


def problems_of(slotc, folder):
    for sides in (["spoilt.lock", "a.slots"], ["a.slots", "spoilt.lock"]):
        done = c_program.run([slotc, "diff", *sides, "--format", "json"], cwd=folder,
                             errors="replace")
        if done.returncode not in (0, 2):
            yield f"status {done.returncode}"
            yield from done.stderr.splitlines()
        elif done.returncode == 2 and not done.stderr.startswith("slotc: error: cannot read the"):
            yield from ["it is refused without saying why", *done.stderr.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc", type=pathlib.Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args()
    slotc = options.slotc.resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        (folder / "a.slots").write_text(SCHEMA)
        done = c_program.run([slotc, "lock", "a.slots", "-o", "a.lock"], cwd=folder)
        tally.check("the lock is written", c_program.complaints(done))
        text = (folder / "a.lock").read_bytes()
        for number in range(options.first, options.first + options.count):
            (folder / "spoilt.lock").write_bytes(mutated(random.Random(number), text))
            tally.check(f"lock {number}", problems_of(slotc, folder))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
