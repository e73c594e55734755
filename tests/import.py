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
from import_proof import Header, prove, prove_target

DATA = pathlib.Path(__file__).resolve().parent / "data" / "import"

# Of the system: how it is included, what is asked for, and how many records there are at least.
SYSTEM = [
    ("elf.h", [], 30),
    ("sys/stat.h", ["stat"], 2),
    ("netinet/ip.h", [], 4),
    ("netinet/tcp.h", [], 5),
    ("linux/perf_event.h", [], 5),
    ("linux/input.h", [], 12),
    ("linux/ethtool.h", [], 35),
    ("time.h", ["--all"], 3),
    ("dirent.h", ["dirent"], 1),
    ("zlib.h", [], 2),
    ("net/if.h", [], 4),
    ("sys/resource.h", ["rusage", "rlimit"], 2),
    ("sys/socket.h", ["msghdr", "sockaddr_storage", "cmsghdr"], 3),
    ("linux/fuse.h", [], 30),
]


TARGETS = ["i386-linux-gnu", "s390x-linux-gnu", "x86_64-windows-msvc", "armv7-linux-gnueabihf"]
MORE_TARGETS = ["x86_64-linux-gnu", "aarch64-linux-gnu", "riscv64-linux-gnu", "powerpc64le-linux-gnu",
                "mips-linux-gnu", "x86_64-windows-gnu", "wasm32-unknown-unknown", "arm-none-eabi"]


def find_header(name):
    """Where the compiler has it; None where it has none."""
    done = c_program.run(["gcc", "-E", "-xc", "-include", name, "/dev/null"])
    for line in done.stdout.splitlines():
        if line.startswith("# ") and line.split('"')[1].endswith("/" + name):
            return line.split('"')[1]
    return None


def check_system(tally, slotc):
    for name, words, floor in SYSTEM:
        path = find_header(name)
        if path is None:
            tally.skip(f"{name}: it is not installed")
            continue
        stem = name[:-2].replace("/", "_")
        prove(tally, slotc, Header(path, words, ["-D_GNU_SOURCE"], name), stem, floor)


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
        check_system(tally, slotc)
        check_random(tally, slotc, 100 if full else 1)
        check_targets(tally, slotc, TARGETS + MORE_TARGETS * full, 20 if full else 1)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
