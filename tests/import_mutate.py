#!/usr/bin/env python3
"""`slotc import` of damaged headers: it refuses them or imports what is left, and what it writes is
a schema that slotc takes. Meant for the build with sanitizers.

    python3 tests/import_mutate.py PATH/TO/slotc [--count N]
"""

import pathlib
import random
import re
import sys
import tempfile

import c_program
import import_random

DATA = pathlib.Path(__file__).resolve().parent / "data" / "import"
TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
SPARE = ["struct", "union", "enum", "{", "}", ";", "*", "[3]", "[0]", "[]", "[99999999]", ": 3",
         ": 0", "__attribute__((packed))", "__attribute__((aligned(64)))", "long double", "void *",
         "int", "char", "x", "base", "double", "_Atomic", "const", "/**", "*/", "// \xff", "\u00e4",
         "#if 0\n", "#pragma pack(1)\n", "typedef", "(", ")", "=", "1", "-1", "4294967296", ",",
         "_Bool", "\\\n"]


def damage(chance, text):
    """Some tokens are gone, doubled, exchanged or others."""
    tokens = TOKEN.findall(text)
    for _ in range(chance.choice([1, 1, 1, 2, 4, 30])):
        at = chance.randrange(len(tokens))
        kind = chance.randrange(5)
        if kind == 0:
            tokens[at] = ""
        elif kind == 1:
            tokens[at] += tokens[at]
        elif kind == 2:
            other = chance.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif kind == 3:
            tokens[at] = chance.choice(SPARE)
        else:
            tokens[at] = chance.choice(tokens)
    return "".join(tokens)


def words_of(chance):
    """What else is asked for."""
    targets = ["x86_64-linux-gnu", "i386-linux-gnu", "s390x-linux-gnu", "x86_64-windows-msvc"]
    words = chance.choice([[], [], ["--all"], ["node"], ["packed", "bits"]])
    return words + (["--target", chance.choice(targets)] if chance.random() < 0.5 else [])


def check(tally, slotc, name, text, words):
    header = slotc.folder / "damaged.h"
    schema = slotc.folder / "damaged.slots"
    header.write_bytes(text.encode("utf-8", "surrogateescape"))
    schema.unlink(missing_ok=True)
    done = c_program.run([slotc.path, "import", header, *words, "-o", schema], errors="replace")
    problems = []
    if done.returncode not in (0, 1) or "Sanitizer" in done.stderr:
        problems = [f"status {done.returncode}, {words}", *done.stderr.splitlines()[:9], text]
    elif (done.returncode == 0) != schema.exists():
        problems = [f"status {done.returncode}, a schema: {schema.exists()}"]
    elif done.returncode == 1 and ("error: " not in done.stderr):
        problems = ["refused without a word", text]
    elif done.returncode == 0:
        problems = c_program.complaints(c_program.run([slotc.path, "gen", schema, "-o", slotc.out]))
    tally.check(name, problems)
    return done.returncode == 0


def main():
    count = int(sys.argv[sys.argv.index("--count") + 1]) if "--count" in sys.argv else 40
    tally = c_program.Tally()
    good = 0
    with tempfile.TemporaryDirectory() as folder:
        slotc = c_program.Slotc(sys.argv[1], folder)
        hard = (DATA / "hard.h").read_text(encoding="utf-8")
        for seed in range(count):
            chance = random.Random(seed)
            text = import_random.header(seed, 12) if seed % 2 else hard
            good += check(tally, slotc, f"seed {seed}", damage(chance, text), words_of(chance))
        problems = [] if good >= count // 8 else [f"{good} of {count}"]
        tally.check("some can still be imported", problems)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
