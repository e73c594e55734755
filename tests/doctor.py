#!/usr/bin/env python3
"""slotc finds libclang where it is told to, says what is wrong with what it finds, and does not
load it where nothing needs it.

    python3 tests/doctor.py PATH/TO/slotc
"""

import json
import os
import pathlib
import re
import sys
import tempfile

import c_program

USUAL = 9  # of the names tried, those that a folder is tried for
SCHEMA = "record R slots { a: u32; }\n"


def doctor(slotc, **variables):
    """What it says as JSON, with these variables of the environment and no other of its own."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("SLOTC_LIBCLANG", "LIBCLANG_PATH")}
    environment.update({name: str(value) for name, value in variables.items()})
    done = c_program.run([slotc, "doctor", "--format", "json"], env=environment)
    return done, json.loads(done.stdout)


def check_found(tally, slotc, name, last, **variables):
    done, said = doctor(slotc, **variables)
    libclang = said["libclang"]
    problems = c_program.complaints(done)
    if not libclang["found"] or not said["can_verify"]:
        problems.append(f"found {libclang}")
    elif libclang["tries"][-1] != {"path": str(last), "problem": None}:
        problems.append(f"{libclang['tries'][-1]} is not {last}")
    elif not re.search(r"clang version \d+", libclang["version"]):
        problems.append(f"version {libclang['version']}")
    elif len(said["targets"]) != 12:
        problems.append(f"{len(said['targets'])} targets")
    tally.check(name, problems)


def check_refused(tally, slotc, name, words, count=1, **variables):
    """Nothing is loaded, and nothing else is tried; the reason says so."""
    done, said = doctor(slotc, **variables)
    libclang = said["libclang"]
    problems = []
    if done.returncode != 1 or libclang["found"] or said["can_verify"]:
        problems.append(f"status {done.returncode}, found {libclang['found']}")
    if len(libclang["tries"]) != count:
        problems.append(f"{len(libclang['tries'])} tries")
    if words not in (libclang["tries"][-1]["problem"] or ""):
        problems.append(f"no `{words}` in {libclang['tries'][-1]}")
    if libclang["variable"] not in variables or libclang["variable"] not in libclang["problem"]:
        problems.append(f"the variable is {libclang['variable']}: {libclang['problem']}")
    text = c_program.run([slotc, "doctor"], env={"PATH": os.environ["PATH"], **{
        name: str(value) for name, value in variables.items()}})
    if "libclang: not found" not in text.stdout or "apt-get install" not in text.stdout:
        problems.append(f"as text: {text.stdout}")
    tally.check(name, problems)


def real_file(slotc):
    """Where the libclang is that is loaded without being told: the loader says it."""
    told = c_program.run([slotc, "doctor"], env={**os.environ, "LD_DEBUG": "files"}).stderr
    found = re.search(r"calling init: (\S*/libclang\S*)", told)
    return pathlib.Path(found.group(1)) if found else None


def check_variables(tally, slotc, folder):
    real = real_file(slotc)
    if real is None:
        tally.check("libclang is there", ["it is not: run tests/setup.sh"])
        return
    usual = pathlib.Path(folder, "usual")
    usual.mkdir()
    (usual / "libclang.so.1").symlink_to(real.resolve())
    empty = pathlib.Path(folder, "empty")
    empty.mkdir()
    text = pathlib.Path(folder, "text.so")
    text.write_text("no library\n", encoding="utf-8")
    check_found(tally, slotc, "SLOTC_LIBCLANG names a file", real, SLOTC_LIBCLANG=real)
    check_found(tally, slotc, "LIBCLANG_PATH names a file", real, LIBCLANG_PATH=real)
    check_found(tally, slotc, "LIBCLANG_PATH names a folder", usual / "libclang.so.1",
                LIBCLANG_PATH=usual)
    check_found(tally, slotc, "SLOTC_LIBCLANG comes first", real, SLOTC_LIBCLANG=real,
                LIBCLANG_PATH=text)
    check_refused(tally, slotc, "a file that is not there", "No such file",
                  SLOTC_LIBCLANG=empty / "libclang.so")
    check_refused(tally, slotc, "a file that is no library", "", SLOTC_LIBCLANG=text)
    check_refused(tally, slotc, "a library that is no libclang", "it is no libclang",
                  SLOTC_LIBCLANG="libc.so.6")
    check_refused(tally, slotc, "SLOTC_LIBCLANG is a folder", "directory", SLOTC_LIBCLANG=usual)
    check_refused(tally, slotc, "a folder that holds none", "No such file", USUAL,
                  LIBCLANG_PATH=empty)
    check_refused(tally, slotc, "SLOTC_LIBCLANG is wrong, LIBCLANG_PATH right", "No such file",
                  SLOTC_LIBCLANG="/nowhere/libclang.so", LIBCLANG_PATH=real)


def check_not_loaded(tally, slotc, folder):
    """The loader itself says which files it opens."""
    schema = pathlib.Path(folder, "r.slots")
    schema.write_text(SCHEMA, encoding="utf-8")
    out = pathlib.Path(folder, "out")
    commands = {
        "gen": ["gen", schema, "-o", out],
        "gen --check": ["gen", "--check", schema, "-o", out],
        "lint": ["lint", schema],
        "layout": ["layout", schema],
        "model": ["model", schema],
        "report": ["report", schema],
        "help": ["help"],
    }
    environment = {**os.environ, "LD_DEBUG": "files"}
    loaded = c_program.run([slotc, "doctor"], env=environment).stderr
    tally.check("the loader tells of libclang", [] if "libclang" in loaded else ["it does not"])
    for name, arguments in commands.items():
        done = c_program.run([slotc, *arguments], env=environment)
        problems = [] if done.returncode == 0 else [f"status {done.returncode}"]
        problems += [line for line in done.stderr.splitlines()
                     if re.search("libclang|libLLVM", line)]
        tally.check(f"{name} loads no libclang", problems)


def main():
    slotc = pathlib.Path(sys.argv[1]).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        check_variables(tally, slotc, folder)
        check_not_loaded(tally, slotc, folder)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
