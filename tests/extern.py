#!/usr/bin/env python3
"""Types of C headers in records: sizes from libclang, for each target, or as the schema states
them; headers that compile and run in C and C++, and refuse what was not so; and no libclang where
none is needed.

    python3 tests/extern.py PATH/TO/slotc
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import c_program

HERE = pathlib.Path(__file__).resolve().parent / "extern"
BOTH = ("--target", "x86_64-linux-gnu", "--target", "i386-linux-gnu")


class Work:
    """slotc in a folder of its own."""

    def __init__(self, tally, path, folder):
        self.tally = tally
        self.path = path
        self.folder = pathlib.Path(folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def slotc(self, *arguments, **options):
        return c_program.run([self.path, *arguments], cwd=self.folder, **options)

    def gen(self, schema, out, *arguments):
        """Whether it went well; complaints are a failed check."""
        done = self.slotc("gen", schema, "-o", out, *arguments)
        problems = c_program.complaints(done)
        self.tally.check(f"gen {schema} {' '.join(map(str, arguments))}", problems)
        return not problems

    def records(self, schema, *arguments):
        done = self.slotc("model", schema, *arguments)
        self.tally.check(f"model {schema}", c_program.complaints(done))
        return {record["name"]: record for record in c_program.records_of(done)}

    def refuses(self, name, words, *arguments, status=1):
        done = self.slotc(*arguments)
        text = done.stdout + done.stderr
        problems = [] if done.returncode == status else [f"status {done.returncode}"]
        problems += [f"no `{word}` in {text}" for word in words if word not in text]
        self.tally.check(name, problems)


def has_clang(slotc):
    done = c_program.run([slotc, "doctor", "--format", "json"])
    return json.loads(done.stdout)["libclang"]["found"]


def languages():
    """What the headers are compiled as: compiler, suffix, flags."""
    for compiler, other in (("gcc", "g++"), ("clang", "clang++")):
        yield compiler, "c", ["-std=c11", *c_program.SANITIZERS]
        yield other, "cc", ["-std=c++11", "-Wold-style-cast"]


def check_shapes(work):
    """Every kind of type: without a warning, and as it should be at run time."""
    out = work.folder / "shapes"
    if not work.gen(HERE / "shapes.slots", out, "--impl", out / "impl.c", "--with", "pool,measure"):
        return
    own = [flag for flag in c_program.WARNINGS if flag != "-Wpadded"]
    for compiler, suffix, flags in languages():
        if not shutil.which(compiler):
            work.tally.check(f"{compiler} is there", ["it is not: run tests/setup.sh"])
            continue
        if suffix == "cc":
            own_flags = [flag for flag in own if not flag.endswith("-prototypes")]
        else:
            own_flags = own
        program = out / f"program-{compiler}-{flags[0][5:]}"
        source = work.write("shapes/shapes.cc" if suffix == "cc" else "shapes/shapes.c",
                            "#define SLOTS_IMPLEMENTATION\n"
                            + (HERE / "shapes.c").read_text(encoding="utf-8"))
        done = c_program.run([compiler, *own_flags, *flags, "-isystem", HERE,
                              "-I", out, "-I", c_program.HELPERS, source, "-o", program])
        work.tally.check(f"{compiler} {flags[0]}", c_program.complaints(done))
        if done.returncode == 0:
            ran = c_program.run([program])
            problems = c_program.complaints(ran) + ran.stdout.splitlines()
            work.tally.check(f"{compiler} {flags[0]}: runs", problems)
    header = work.write("shapes/header.cc", '#include "shapes.slots.h"\n')
    done = c_program.run(["g++", "-std=c++11", "-fsyntax-only", *own_flags, "-Wold-style-cast",
                          "-Wuseless-cast", "-Wzero-as-null-pointer-constant", "-isystem", HERE,
                          "-I", out, header])
    work.tally.check("the header alone as C++", c_program.complaints(done))
    done = c_program.run(["gcc", "-std=c11", *own, "-isystem", HERE, "-I", out, "-c",
                          out / "impl.c", "-o", out / "impl.o"])
    work.tally.check("the file of --impl", c_program.complaints(done))
    done = c_program.run(["gcc", "-std=c11", *own, "-isystem", HERE, "-I", out, "-c",
                          out / "report.c", "-o", out / "report.o"])
    work.tally.check("report.c", c_program.complaints(done))
    check_printed(work, out)
    done = c_program.run(["clang-format", "--dry-run", "-Werror", "--style=file:"
                          + str(HERE.parent.parent / ".clang-format"), out / "shapes.slots.h"])
    work.tally.check("the header is formatted", c_program.complaints(done))


def check_printed(work, out):
    """In gdb, of a program that does not run, as R_format has it."""
    if not shutil.which("gdb"):
        work.tally.skip("values in gdb: there is no gdb")
        return
    source = work.write("shapes/shown.c",
                        '#include "shapes.slots.h"\nShape shape;\nint main(void) { return 0; }\n')
    program = out / "shown"
    done = c_program.run(["gcc", "-std=c11", "-g", "-DSLOTS_IMPLEMENTATION", "-isystem", HERE, "-I",
                          out, source, "-o", program])
    work.tally.check("a program for gdb", c_program.complaints(done))
    printers = HERE.parent.parent / "templates" / "slots_gdb.py"
    said = c_program.run(["gdb", "-q", "-nx", "--batch", "-ex", f"source {printers}", "-ex",
                          "print shape", program]).stdout
    words = ["position = <struct vec3, 12 bytes>", "tight = <struct tight, 5 bytes>",
             "<struct vec3, 12 bytes>, <struct vec3, 12 bytes>"]
    problems = [f"no {word} in {said}" for word in words if word not in said]
    work.tally.check("values in gdb", problems)


def compiles(out, header, *flags, folder=None):
    text = f'#include "{header}"\n'
    done = subprocess.run(["clang", "-fsyntax-only", "-xc", "-std=c11", *flags, "-I", out, "-I",
                           folder or out, "-"], input=text, capture_output=True, text=True,
                          check=False)
    return done.stderr


def check_assumed(work):
    """What was assumed is asserted: a header that changed, another machine, no size for it."""
    work.write("pair.h", "struct pair { int a; int b; };\n")
    work.write("pair.slots", 'extern "struct pair" from "pair.h" as Pair;\n'
                             "record P slots { pair: Pair; }\n")
    out = work.folder / "assumed"
    work.gen("pair.slots", out)
    said = compiles(out, "pair.slots.h", folder=work.folder)
    work.tally.check("as it was assumed", [said] if said else [])
    said = compiles(out, "pair.slots.h", "--target=i386-linux-gnu", "-ffreestanding",
                    folder=work.folder)
    known = "pair.slots knows struct pair for 64-bit pointers only"
    work.tally.check("the other pointer width is refused", [] if known in said else [said])
    work.write("pair.h", "struct pair { int a; int b; int c; };\n")
    said = compiles(out, "pair.slots.h", folder=work.folder)
    words = "Pair: pair.slots takes struct pair for 8 bytes, aligned to 4; regenerate"
    work.tally.check("a header that changed is refused", [] if words in said else [said])
    stale = work.slotc("gen", "--check", "pair.slots", "-o", out)
    work.tally.check("--check sees it", [] if stale.returncode == 1 else ["it does not"])


def check_targets(work):
    work.write("two.h", "#include <stddef.h>\n#include <stdint.h>\n"
                        "struct two { void *p; char c; };\n"
                        "struct same { int64_t a __attribute__((aligned(8))); uint32_t b; };\n")
    work.write("two.slots", 'extern "struct two" from "two.h" as Two;\n'
                            'extern "struct same" from "two.h" as Same;\n'
                            "record T slots { two: Two; same: Same; name: u8; }\n"
                            "record U : T slots { more: Two[3]; flag: bool; }\n")
    records = work.records("two.slots", *BOTH)
    sizes = {name: record["size"] for name, record in records.items()}
    wanted = {"T": {"lp64": 40, "ilp32": 32}, "U": {"lp64": 96, "ilp32": 64}}
    work.tally.check("both widths", [] if sizes == wanted else [f"{sizes}"])
    out = work.folder / "two"
    work.gen("two.slots", out, *BOTH)
    for target in ("x86_64-linux-gnu", "i386-linux-gnu", "armv7-linux-gnueabihf",
                   "aarch64-linux-gnu", "mips-linux-gnu"):
        said = compiles(out, "two.slots.h", f"--target={target}", "-ffreestanding",
                        "-DSLOTS_FREESTANDING", folder=work.folder)
        work.tally.check(f"the header of both widths for {target}", [said] if said else [])
    work.write("ini/slotc.ini", "[gen]\ntargets = x86_64-linux-gnu, i386-linux-gnu\ninclude = ..\n")
    shutil.copy(work.folder / "two.slots", work.folder / "ini" / "two.slots")
    configured = work.records("ini/two.slots")
    work.tally.check("targets of slotc.ini",
                     [] if configured["U"]["size"] == wanted["U"] else ["others"])
    narrow = work.records("ini/two.slots", "--target", "i386-linux-gnu")["T"]["size"]
    work.tally.check("an option counts instead",
                     [] if narrow == {"lp64": None, "ilp32": 32} else [f"{narrow}"])
    done = work.slotc("gen", "two.slots", "-o", out)
    stale = work.slotc("gen", "--check", "two.slots", "-o", out, *BOTH)
    again = f"slotc gen --target {BOTH[1]} --target {BOTH[3]} -o"
    problems = [] if done.returncode == 0 and stale.returncode == 1 else ["statuses"]
    problems += [] if again in stale.stderr else [stale.stderr]
    work.tally.check("what refreshes names the targets", problems)


def check_errors(work):
    work.write("long.h", "struct one { long a; };\n")
    work.write("long.slots", 'extern "struct one" from "long.h" as One;\n'
                             "record T slots { one: One; }\n")
    work.refuses("differing targets", [
        "[extern-differs]", "targets with 64-bit pointers",
        "8 bytes, aligned to 8, for x86_64-linux-gnu and aarch64-linux-gnu",
        "4 bytes, aligned to 4, for x86_64-windows-msvc", "`int64_t`"],
        "lint", "long.slots", "--target", "x86_64-linux-gnu", "--target", "aarch64-linux-gnu",
        "--target", "x86_64-windows-msvc")
    work.write("time.slots", 'extern "struct timespec" from "<time.h>" as Time;\n'
                             "record T slots { at: Time; }\n")
    work.refuses("the system's headers are this machine's", [
        "cannot read `<time.h>` for mips-linux-gnu: 'time.h' file not found", "`@size`"],
        "lint", "time.slots", "--target", "mips-linux-gnu")
    work.refuses("an unknown target", ["libclang knows no target `pdp11`"],
                 "lint", "time.slots", "--target", "pdp11", status=2)
    work.refuses("pointers of 16 bits", ["`avr` has pointers of another width"],
                 "lint", "time.slots", "--target", "avr", status=2)
    work.write("first.h", "struct first { int a; };\n")
    work.write("second.h", "struct second { int a; };\nstruct first { char b; };\n")
    work.write("apart.slots", 'extern "struct first" from "first.h" as First;\n'
                              'extern "struct second" from "second.h" as Second;\n')
    work.refuses("headers that do not go together", ["second.h:2:8: redefinition of 'first'"],
                 "lint", "apart.slots")
    out = work.folder / "nothing"
    work.refuses("gen", ["[extern-differs]"], "gen", "long.slots", "-o", out, "--target",
                 "x86_64-linux-gnu", "--target", "x86_64-windows-msvc")
    work.tally.check("nothing is written after an error", ["it is"] if out.exists() else [])


def check_depfile(work):
    work.write("dep/inner.h", "struct inner { int a; };\n")
    work.write("dep/outer.h", '#include "inner.h"\nstruct outer { struct inner i; };\n')
    work.write("dep.slots", 'import "base.slots";\nextern "struct outer" from "outer.h" as Outer;\n'
                            "record D : B slots { outer: Outer; }\n")
    work.write("near.h", "#include <stddef.h>\nstruct near { size_t n; };\n")
    work.write("base.slots", 'extern "struct near" from "near.h" as Near;\n'
                             "record B slots { near: Near; }\n")
    work.gen("dep.slots", "depout", "-I", "dep", "-MD", "-MP")
    rule = (work.folder / "depout/dep.slots.h.d").read_text(encoding="utf-8").replace("\\\n", "")
    named = rule.split("\n", maxsplit=1)[0].split()[1:]
    wanted = ["dep.slots", "base.slots", "dep/outer.h", "dep/inner.h", "near.h"]
    problems = [f"{name} is not in {named}" for name in wanted if name not in named]
    problems += [f"{name} is there" for name in named if "slotc" in name or named.count(name) > 1]
    problems += [] if "\ndep/inner.h:\n" in rule else [rule]
    work.tally.check("the depfile names the headers that were read", problems)
    work.gen("dep.slots", "depcross", "-I", "dep", "-MD", "--target", "riscv64-linux-gnu")
    rule = (work.folder / "depcross/dep.slots.h.d").read_text(encoding="utf-8")
    work.tally.check("slotc's own headers are no files", [rule] if "freestanding" in rule else [])


def check_stated(work):
    """Without libclang; the compiler checks what is stated."""
    work.write("stated.slots",
               '@size(16) @align(8) extern "struct timespec" from "<time.h>" as Time;\n'
               '@size(8, 4) @align(8, 4) extern "FILE *" from "<stdio.h>" as File;\n'
               "record S slots { at: Time; file: File; id: u8; }\n")
    environment = {**os.environ, "SLOTC_LIBCLANG": "/nowhere/libclang.so"}
    done = work.slotc("gen", "stated.slots", "-o", "stated", env=environment)
    work.tally.check("stated sizes need no libclang", c_program.complaints(done))
    said = compiles(work.folder / "stated", "stated.slots.h")
    work.tally.check("stated sizes compile", [said] if said else [])
    work.write("wrong.slots",
               '@size(12) @align(4) extern "struct timespec" from "<time.h>" as Time;\n'
               "record S slots { at: Time; }\n")
    work.gen("wrong.slots", "stated")
    said = compiles(work.folder / "stated", "wrong.slots.h")
    words = "Time: wrong.slots takes struct timespec for 12 bytes, aligned to 4; regenerate"
    work.tally.check("a wrong one does not compile", [] if words in said else [said])
    done = work.slotc("lint", "time.slots", env=environment)
    words = ["SLOTC_LIBCLANG names `/nowhere/libclang.so`", "[extern-unresolved]", "`@size`"]
    problems = [f"no {word} in {done.stdout}" for word in words if word not in done.stdout]
    problems += [] if done.returncode == 1 else [f"status {done.returncode}"]
    work.tally.check("without libclang it is said what is missing", problems)
    environment = {**os.environ, "LD_DEBUG": "files"}
    for command in (["gen", "stated.slots", "-o", "stated"], ["lint", "stated.slots"],
                    ["layout", "stated.slots"], ["model", "stated.slots"]):
        done = work.slotc(*command, env=environment)
        loaded = re.findall("libclang|libLLVM", done.stderr)
        problems = loaded if done.returncode == 0 else [f"status {done.returncode}"]
        work.tally.check(f"{command[0]} of stated sizes loads no libclang", problems)


def main():
    slotc = pathlib.Path(sys.argv[1]).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        work = Work(tally, slotc, folder)
        if has_clang(slotc):
            check_shapes(work)
            check_assumed(work)
            check_targets(work)
            check_errors(work)
            check_depfile(work)
        else:
            tally.skip("sizes of libclang: it is not installed")
            work.write("time.slots", 'extern "struct timespec" from "<time.h>" as Time;\n'
                                     "record T slots { at: Time; }\n")
        check_stated(work)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
