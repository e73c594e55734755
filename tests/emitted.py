#!/usr/bin/env python3
"""The list of generator/emitted.c holds every global that the headers of some schemas have.

    python3 tests/emitted.py PATH/TO/slotc FOLDER SCHEMA...

FOLDER has the headers of the schemas. Their globals are what clang finds in them: functions,
types, enumerators, objects and macros. The list is seen from outside: next to a record of the
name of each global, slotc must refuse the schemas with `name-collides`.
"""

import json
import pathlib
import re
import sys
import tempfile

import c_program

LIST = pathlib.Path(__file__).resolve().parents[1] / "generator" / "emitted.c"
DEFINES = ["-DSLOTS_IMPLEMENTATION", "-DSLOTS_LINK_CHECK", "-DSLOTS_TRACE"]
RUN_TIME = ["slots_core.h", "slots_dict.h", "slots_pool.h", "slots_snapshot.h", "slots_trace.h"]

# No schema can declare these: their start is the run time's own, or the compiler's.
OURS = ("slotc_", "SLOTC_", "__")

# In the list for parts that are yet to come: `columns`.
TO_COME = ["_columns"]


def clang(folder, source, *options):
    """What clang prints about a C++ file."""
    command = ["clang++", "-x", "c++", *options, *DEFINES, f"-I{folder}", source]
    done = c_program.run(command)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def globals_of(folder, headers):
    """All names at file scope of the headers and of what they include, and their macros."""
    with tempfile.TemporaryDirectory() as work:
        source = pathlib.Path(work, "all.cc")
        text = "".join(f'#include "{header}"\n' for header in headers)
        source.write_text(text, encoding="utf-8")
        scope = clang(folder, source, "-fsyntax-only", "-Xclang", "-ast-dump-lookups")
        macros = clang(folder, source, "-E", "-dM")
    names = set(re.findall(r"^[|`]-DeclarationName '(\w+)'$", scope, re.MULTILINE))
    return names | set(re.findall(r"^#define (\w+)", macros, re.MULTILINE))


# Not many more findings than these are printed in one run.
MOST_NAMES = 900


def refused(slotc, schemas, names):
    """Those of the names of which slotc says that the generated code has them already."""
    found = set()
    for first in range(0, len(names), MOST_NAMES):
        found |= collisions(slotc, schemas, names[first : first + MOST_NAMES])
    return found


def collisions(slotc, schemas, names):
    """The same, of names that are no more than these."""
    with tempfile.TemporaryDirectory() as work:
        probes = pathlib.Path(work, "probes.slots")
        lines = (f'@c_name("{name}") record P{i} slots {{ }}\n' for i, name in enumerate(names))
        probes.write_text("package probes;\n" + "".join(lines), encoding="utf-8")
        done = c_program.run([slotc, "lint", "--format", "json", *schemas, probes])
    found = set()
    for finding in json.loads(done.stdout):
        if finding["rule"] == "name-collides":
            found.add(re.search(r"two globals `(\w+)`", finding["message"])[1])
    return found


def listed_parts():
    """The parts of names in the list: `_init`, `_get_`."""
    return set(re.findall(r'"(_\w+)"', LIST.read_text(encoding="utf-8")))


def main():
    slotc, folder, *schemas = sys.argv[1:]
    tally = c_program.Tally()
    headers = sorted(path.name for path in pathlib.Path(folder).glob("*.slots.h"))
    emitted = globals_of(folder, headers) - globals_of(folder, RUN_TIME)
    emitted = sorted(name for name in emitted if not name.startswith(OURS))
    print(f"{len(headers)} headers with {len(emitted)} globals")
    tally.check("there are globals", [] if emitted else ["there are none"])
    missing = sorted(set(emitted) - refused(slotc, schemas, emitted))
    tally.check("every global of a header is in the list", missing)
    unused = {part for part in listed_parts() if not any(part in name for name in emitted)}
    tally.check("nothing is in the list for no header", sorted(unused - set(TO_COME)))
    tally.check("what is yet to come is in the list", sorted(set(TO_COME) - listed_parts()))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
