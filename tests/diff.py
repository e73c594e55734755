#!/usr/bin/env python3
"""What `slotc diff` says that a change breaks is what it breaks.

    python3 tests/diff.py PATH/TO/slotc [--every NUMBER] [CASE...]

--every compiles one witness of so many, and asks slotc about all.


A case is a folder below tests/diff, named after the kind of change that it shows (and, behind a
`+`, how it differs from others of that kind): the schema before and after, old.slots and new.slots,
C headers that they name as old.NAME and new.NAME, and a witness in C, of which diff/witness.h says
more. A level is broken where

- source: the witness compiles against the old header, not against the new one;
- data: bytes that a program of the one side has written are not what one of the other side reads;
- abi: objects compiled against both headers do not link, or do not understand each other;
- dict: what is asked for by name is not there any more.

Those levels must be the ones that slotc names, no more and no fewer; its whole text is in
`expected`, which UPDATE=1 rewrites. libabigail's abidiff, where it is installed, sees a change of
the ABI exactly where slotc says data or abi, but for UNLIKE_ABIDIFF.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import sys
import tempfile

import c_program

HERE = pathlib.Path(__file__).resolve().parent / "diff"
LEVELS = ("data", "abi", "source", "dict")
STOPS = {"data": {"data"}, "abi": {"data", "abi"}, "source": {"data", "abi", "source"},
         "dict": {"dict"}}
# A C constraint that is violated is an error, as it is in newer compilers.
FLAGS = "-std=c11 -pedantic-errors -Wno-deprecated-declarations -O0 -g -fPIC".split()
# What all headers share is compiled once.
SHARED = [f"-DSLOTS_{part}_IMPLEMENTATION" for part in ("CORE", "DICT", "SNAPSHOT")]
LINK = "gcc -shared -Wl,-Bsymbolic -Wl,-z,defs".split()

# Where abidiff sees otherwise, and why.
UNLIKE_ABIDIFF = {
    "bits-width": "to it the unit that bits share is a number as before",
    "enum-sign": "to it int8_t and uint8_t differ, whatever is in them",
    "enumerator-c-name": "names are part of an enum's type for it",
    "enumerator-renamed": "likewise",
    "field-owner": "the base is another struct of the same members",
    "fields-opened": "what inline setters do is not in types",
    "field-order+in-a-dict": "likewise",
    "record-alignment": "it does not look at alignments",
}

HAS_ABIDIFF = shutil.which("abidiff") is not None

Case = collections.namedtuple("Case", "name folder old new")


def prepare_all(slotc, judge):
    """Compiles the judge and, beside it, what all headers share."""
    work = judge.parent
    done = c_program.run(["gcc", "-std=gnu11", "-O1", HERE / "judge.c", "-o", judge, "-ldl"])
    problems = c_program.complaints(done)
    (work / "shared.slots").write_text("record Shared slots + dict { text: str; }\n")
    done = c_program.run([slotc, "gen", "shared.slots", "-o", ".", "--impl", "shared.c"], cwd=work)
    problems += c_program.complaints(done)
    done = c_program.run(["gcc", *FLAGS, "-shared", "shared.c", "-o", "shared.so"], cwd=work)
    return problems + c_program.complaints(done)


def prepare(slotc, case, generated):
    """Writes both sides as schema.slots in folders of their own, with their headers."""
    source = HERE / case.name
    for side in (case.old, case.new):
        side.mkdir(parents=True)
    shutil.copy(source / "old.slots", case.old / "schema.slots")
    shutil.copy(source / "new.slots", case.new / "schema.slots")
    for path in source.glob("*.h"):
        side, name = path.name.split(".", 1)
        shutil.copy(path, (case.old if side == "old" else case.new) / name)
    problems = []
    for side in (case.old, case.new) if generated else ():
        done = c_program.run([slotc, "gen", "schema.slots", "-o", ".", "-I", "."], cwd=side)
        problems += c_program.complaints(done)
    return problems


def compiled(case, side, output, *flags):
    folder = case.old if side == "old" else case.new
    done = c_program.run(["gcc", *FLAGS, f"-DSIDE={side}", "-I", folder, "-I", HERE / case.name,
                          "-I", HERE, *flags, "-c", HERE / "sides.c", "-o", case.folder / output])
    return [] if done.returncode == 0 else done.stderr.splitlines()


def linked(case, objects, output):
    objects = [case.folder / name for name in objects]
    return c_program.run([*LINK, *objects, case.folder.parent / "shared.so", "-o",
                          case.folder / output])


def build(case):
    """Builds both sides, and one program of both: whether C code broke, the problems, and whether
    the two link."""
    with_bodies = ["-DSLOTS_IMPLEMENTATION", *SHARED]
    problems = compiled(case, "old", "old.o", *with_bodies)
    problems += compiled(case, "old", "caller.o")
    source = bool(compiled(case, "new", "new.o", *with_bodies))
    if source:
        problems += compiled(case, "new", "new.o", *with_bodies, "-DNEW")
    if problems:
        return source, problems, False
    problems = c_program.complaints(linked(case, ["old.o"], "old.so"))
    problems += c_program.complaints(linked(case, ["new.o"], "new.so"))
    return source, problems, linked(case, ["caller.o", "new.o"], "both.so").returncode == 0


def broken_levels(judge, case):
    """The levels that the witness finds broken, and what is wrong with the witness."""
    source, problems, links = build(case)
    if problems:
        return set(), problems
    sides = [case.folder / "old.so", case.folder / "new.so"]
    done = c_program.run([judge, *sides, *([case.folder / "both.so"] if links else [])])
    levels = set(done.stdout.split()) | ({"source"} if source else set())
    return levels, c_program.complaints(done)


def abidiff_problems(case, said):
    """Whether libabigail sees a change of the functions, and of the types that they take, where
    there is one; the witness's own functions do not count."""
    rest = case.folder / "suppressed"
    rest.write_text("[suppress_function]\nname_regexp = ^(old|new)_\n")
    done = c_program.run(["abidiff", "--no-added-syms", "--suppressions", rest,
                          case.folder / "old.so", case.folder / "new.so"])
    changed = bool(done.returncode & 4)
    expected = bool(said & {"data", "abi"}) != (case.name in UNLIKE_ABIDIFF)
    if done.returncode & 3:
        yield f"abidiff fails with {done.returncode}: {done.stderr}"
    elif changed != expected:
        yield f"abidiff sees {'a' if changed else 'no'} change; slotc says {in_order(said)}"


def said_of(slotc, case):
    """What slotc says of the two: its text, the kinds of changes, and the levels."""
    done = c_program.run([slotc, "diff", "old/schema.slots", "new/schema.slots", "--format",
                          "text", "--format", "json=said.json"], cwd=case.folder)
    problems = c_program.complaints(done)
    declarations = [] if problems else json.loads((case.folder / "said.json").read_text())
    kinds = {change["kind"] for item in declarations for change in item["changes"]}
    levels = {level for item in declarations for level in item["levels"]}
    return done.stdout, kinds, levels, problems


def stop_problems(slotc, case, levels):
    """`--breaking LEVEL` exits 1 exactly where one of its levels is broken."""
    for level, stops in STOPS.items():
        done = c_program.run([slotc, "diff", "old/schema.slots", "new/schema.slots", "--breaking",
                              level], cwd=case.folder)
        expected = 1 if levels & stops else 0
        if done.returncode != expected:
            yield f"--breaking {level}: status {done.returncode}, not {expected}"


def expected_problems(case, text):
    path = HERE / case.name / "expected"
    if os.environ.get("UPDATE", "0") != "0":
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if text != expected:
        yield "it does not say what is expected, but:"
        yield from text.splitlines()


def in_order(levels):
    return ", ".join(level for level in LEVELS if level in levels) or "nothing"


def check(slotc, judge, case):
    """What is wrong with a case, without its witness where there is no judge."""
    problems = prepare(slotc, case, judge is not None)
    if problems:
        return problems
    text, kinds, said, problems = said_of(slotc, case)
    if case.name.split("+")[0] not in kinds:
        problems.append(f"no change of this kind, but {', '.join(sorted(kinds))}")
    problems += expected_problems(case, text)
    if judge is None:
        return problems
    problems += stop_problems(slotc, case, said)
    broken, wrong = broken_levels(judge, case)
    problems += wrong
    if not wrong and broken != said:
        problems.append(f"slotc says {in_order(said)}; what breaks is {in_order(broken)}")
    if not wrong and HAS_ABIDIFF:
        problems += abidiff_problems(case, said)
    return problems


def check_all(slotc, names, every, tally):
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary)
        judge = work / "judge"
        tally.check("the judge compiles", prepare_all(slotc, judge))
        cases = [Case(name, work / name, work / name / "old", work / name / "new")
                 for name in names]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = [pool.submit(check, slotc, None if index % every else judge, case)
                     for index, case in enumerate(cases)]
            for case, problems in zip(cases, found):
                tally.check(case.name, problems.result())


def docs_problems(slotc):
    table = c_program.run([slotc, "diff", "--kinds", "--format", "markdown"]).stdout
    page = (HERE.parent.parent / "docs" / "diff.md").read_text(encoding="utf-8")
    if not table or not page.endswith(table):
        yield "it does not end with what `slotc diff --kinds --format markdown` prints"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    slotc = options.slotc.resolve()
    tally = c_program.Tally()
    names = sorted(path.parent.name for path in HERE.glob("*/witness.c"))
    check_all(slotc, options.cases or names, options.every, tally)
    kinds = json.loads(c_program.run([slotc, "diff", "--kinds", "--format", "json"]).stdout)
    shown = {name.split("+")[0] for name in names}
    tally.check("each kind of change has a case",
                [row["kind"] for row in kinds if row["kind"] not in shown])
    tally.check("docs/diff.md has them as they are", docs_problems(slotc))
    if not HAS_ABIDIFF:
        tally.skip("abidiff's opinion: it is not installed")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
