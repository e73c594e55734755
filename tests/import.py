#!/usr/bin/env python3
"""What `slotc import` makes of headers is laid out as they are: gcc and clang compare both, number
by number, on headers of the system, on hard ones of our own and on random ones.

    python3 tests/import.py PATH/TO/slotc [--full]

--full is for ninja check-all: more random headers, and all targets.
"""

import pathlib
import sys
import tempfile

import c_program
import import_random
from import_proof import Header, prove, prove_target, system_headers

DATA = pathlib.Path(__file__).resolve().parent / "data" / "import"

TARGETS = ["i386-linux-gnu", "s390x-linux-gnu", "x86_64-windows-msvc", "armv7-linux-gnueabihf"]
MORE_TARGETS = ["x86_64-linux-gnu", "aarch64-linux-gnu", "riscv64-linux-gnu",
                "powerpc64le-linux-gnu", "mips-linux-gnu", "x86_64-windows-gnu",
                "wasm32-unknown-unknown", "arm-none-eabi"]


def check_system(tally, slotc):
    for header, name, floor in system_headers(tally):
        prove(tally, slotc, header, name, floor)


def check_random(tally, slotc, seeds):
    for seed in range(seeds):
        path = slotc.folder / f"random{seed}.h"
        path.write_text(import_random.header(seed, 24), encoding="utf-8")
        prove(tally, slotc, Header(path), f"random{seed}", 24)


def check_targets(tally, slotc, targets, seeds):
    for seed in range(seeds):
        path = slotc.folder / f"far{seed}.h"
        # Not every target has integers of 128 bits.
        text = import_random.header(1000 + seed, 24).replace("__int128", "short")
        path.write_text(text, encoding="utf-8")
        for target in targets:
            prove_target(tally, slotc, Header(path), f"far{seed}", target)


def main():
    full = "--full" in sys.argv
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        slotc = c_program.Slotc(sys.argv[1], folder)
        c_program.compilers(tally)
        prove(tally, slotc, Header(DATA / "hard.h"), "hard", 30)
        kept = Header(DATA / "hard.h", ["--extern", DATA / "hard.h"])
        prove(tally, slotc, kept, "extern", 30)
        check_system(tally, slotc)
        check_random(tally, slotc, 100 if full else 1)
        check_targets(tally, slotc, TARGETS + MORE_TARGETS * full, 20 if full else 1)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
