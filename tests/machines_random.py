#!/usr/bin/env python3
"""Random schemas on other machines: slotc's layout is that of real compilers for them, and programs
that run there read what they wrote, each byte where it must be.

    python3 tests/machines_random.py PATH/TO/slotc [--count COUNT] [--first NUMBER] [--only MACHINE]

The machines are those whose compilers and emulators are installed; `sh tests/setup.sh check-all`
installs them all. The host is always one of them. For each batch of schemas every compiler is given
the sizes, alignments and offsets that `slotc layout` says, as assertions. Then a program makes,
fills and reads every record, as random_machine.py says; the machines take turns, since it is those
programs that take long.
"""

import argparse
import collections
import os
import pathlib
import shutil
import sys
import tempfile
import time

import c_program
import random_c
import random_machine
import random_schema

BATCH = 50  # or fewer, so that each machine gets one
DAMAGED = 3  # so many schemas are enough to see what is wrong on purpose

# The compiler, the emulator as its command ends, whether numbers begin with their highest byte.
Machine = collections.namedtuple("Machine", "name compiler emulator big_endian", defaults=[False])
MACHINES = [
    Machine("host", "gcc", None),
    Machine("aarch64", "aarch64-linux-gnu-gcc", "aarch64"),
    Machine("armhf", "arm-linux-gnueabihf-gcc", "arm"),
    Machine("i686", "i686-linux-gnu-gcc", "i386"),
    Machine("s390x", "s390x-linux-gnu-gcc", "s390x", True),
    Machine("riscv64", "riscv64-linux-gnu-gcc", "riscv64"),
    Machine("mingw64", "x86_64-w64-mingw32-gcc", "wine"),
]
WINE = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
HOST_ORDER = ">" if sys.byteorder == "big" else "<"


def emulator(machine):
    """The command that runs its programs: None where there is none."""
    if machine.emulator is None:
        return []
    names = [f"qemu-{machine.emulator}", f"qemu-{machine.emulator}-static"]
    if machine.emulator == "wine":
        names = ["wine"]
    found = [name for name in names if shutil.which(name)]
    return found[:1] or None


def order(machine):
    if machine.emulator is None:
        return HOST_ORDER
    return ">" if machine.big_endian else "<"


class Work:
    """What is the same for all batches."""

    def __init__(self, tally, folder, options):
        self.tally = tally
        self.folder = pathlib.Path(folder)
        self.slotc = options.slotc
        self.environment = {**os.environ, **WINE, "WINEPREFIX": str(self.folder / "wine")}
        self.seconds = collections.Counter()
        self.ran = collections.Counter()

    def compile(self, slotc, machine, text, *more):
        source = slotc.folder / "program.c"
        source.write_text(text, encoding="utf-8")
        command = [machine.compiler, "-std=c11", "-O0", "-Wall", "-Wno-unused-function", "-Werror"]
        command += [f"-I{slotc.out}", f"-I{c_program.HELPERS}", source]
        return c_program.complaints(c_program.run([*command, *more]))

    def assert_layout(self, slotc, machine, text):
        """What a compiler complains of."""
        return self.compile(slotc, machine, text, "-fsyntax-only", "-DSLOTS_LAYOUT_ONLY")

    def run(self, slotc, machine, text):
        """Compiles and runs a program: what either complains of, and what it wrote."""
        program = slotc.folder / f"{machine.name}.exe"
        problems = self.compile(slotc, machine, text, "-DSLOTS_IMPLEMENTATION", "-static",
                                "-o", program)
        if problems:
            return ["does not compile", *problems], ""
        done = c_program.run([*emulator(machine), program], env=self.environment)
        problems = [] if done.returncode == 0 else [f"status {done.returncode}"]
        return problems, done.stdout

    def can_run(self, machine):
        """Whether programs for a machine can be made and run here; the first one starts wine."""
        source = self.folder / "probe.c"
        source.write_text("#include <stdlib.h>\nint main(void) { return 0; }\n", encoding="utf-8")
        program = source.with_suffix(".exe")
        if not shutil.which(machine.compiler) or emulator(machine) is None:
            return False
        made = c_program.run([machine.compiler, "-static", source, "-o", program])
        command = [*emulator(machine), program]
        return made.returncode == 0 and (
            c_program.run(command, env=self.environment).returncode == 0)

    def stop_wine(self):
        if (self.folder / "wine").exists():
            c_program.run(["wineserver", "--kill", "--wait"], env=self.environment)


def check_layout(work, slotc, machine, name, text):
    start = time.time()
    work.tally.check(f"{machine.name}: the layout of {name}",
                     work.assert_layout(slotc, machine, text))
    work.seconds[machine, "layout"] += time.time() - start


def check_program(work, slotc, machine, schemas, name):
    start = time.time()
    random_schema.Field.byte_order = order(machine)
    problems, wrote = work.run(slotc, machine, random_machine.program(schemas))
    work.tally.check(f"{machine.name}: {name}",
                     [*problems, *wrote.splitlines()] if problems else [])
    work.seconds[machine, "programs"] += time.time() - start
    work.ran[machine] += len(schemas)


def check_damaged(work, slotc, machine, schemas, said):
    """What is wrong on purpose is seen: bytes the other way round, and a size that is not so."""
    random_schema.Field.byte_order = "<" if order(machine) == ">" else ">"
    problems, wrote = work.run(slotc, machine, random_machine.program(schemas))
    work.tally.check(f"{machine.name}: the other byte order is seen",
                     [] if problems == ["status 1"] and ": byte " in wrote else [problems, wrote])
    size = said[schemas[0].name]["records"][0]["size"]
    right = dict(size)
    size.update({width: number + 1 for width, number in right.items()})
    problems = work.assert_layout(slotc, machine, random_c.layout(schemas, said))
    size.update(right)
    work.tally.check(f"{machine.name}: another size is seen",
                     [] if "static assertion" in " ".join(problems) else problems or ["it is not"])


def check_batch(work, schemas, machines, running):
    name = f"schemas {schemas[0].number} to {schemas[-1].number}"
    slotc = c_program.Slotc(work.slotc, work.folder / str(schemas[0].number))
    paths = slotc.write({schema.name: schema.text() for schema in schemas})
    done = slotc.gen(paths, "--without", "names,value,heap,format,sizes")
    work.tally.check(f"{name}: gen", c_program.complaints(done))
    said = slotc.layout(paths)
    layout = random_c.layout(schemas, said)
    for machine in machines:
        check_layout(work, slotc, machine, name, layout)
    check_program(work, slotc, running, schemas, name)
    if work.ran[running] == len(schemas):
        check_damaged(work, slotc, running, schemas[:DAMAGED], said)
    shutil.rmtree(slotc.folder)


def find_machines(work, only):
    """Those that programs can be made and run for, here."""
    found = []
    for machine in MACHINES:
        if only not in (None, machine.name):
            continue
        if work.can_run(machine):
            found.append(machine)
        elif machine.emulator is None:
            work.tally.check("gcc is there", ["it is not: run tests/setup.sh"])
        else:
            work.tally.skip(f"{machine.name}: no {machine.compiler}, or nothing runs its programs")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", choices=[machine.name for machine in MACHINES])
    options = parser.parse_args()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        work = Work(tally, folder, options)
        machines = find_machines(work, options.only)
        if not machines:
            return tally.finish()
        numbers = range(options.first, options.first + options.count)
        size = min(BATCH, -(-options.count // max(1, len(machines))))
        for turn, first in enumerate(numbers[::size]):
            schemas = [random_schema.Schema(number) for number in numbers if
                       first <= number < first + size]
            check_batch(work, schemas, machines, machines[turn % len(machines)])
        work.stop_wine()
    for machine in machines:
        print(f"{machine.name}: {options.count} layouts in {work.seconds[machine, 'layout']:.0f} s,"
              f" programs of {work.ran[machine]} schemas in"
              f" {work.seconds[machine, 'programs']:.0f} s")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
