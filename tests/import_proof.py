"""Proof by a compiler: what slotc imports from a header, it generates as C has it there."""

import re

import c_program

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

# Names that import gives to what has none in C.
MADE_UP = re.compile(r"(union|bits|unused)_at_\d+(_\d+)?$")


# What the headers of others are warned of is not for us to mend.
QUIET = ["-std=gnu11", "-w", "-Wno-packed-bitfield-compat"]

# What has nothing to do with the layout, and takes time to compile.
WITHOUT = "names,reflect,value,heap,format,sizes,trace"


class Header:
    """A header, and what is said to slotc and to the compilers besides."""

    def __init__(self, path, words=(), flags=(), include=None):
        self.path = str(path)
        self.words = list(words)
        self.flags = list(flags)
        self.include = include or self.path


def find_header(name):
    """Where the compiler has it; None where it has none."""
    done = c_program.run(["gcc", "-E", "-xc", "-include", name, "/dev/null"])
    for line in done.stdout.splitlines():
        if line.startswith("# ") and line.split('"')[1].endswith("/" + name):
            return line.split('"')[1]
    return None


def system_headers(tally):
    """Those that are there: each with a name for files, and how many records it has at least."""
    for name, words, floor in SYSTEM:
        path = find_header(name)
        if path is None:
            tally.skip(f"{name}: it is not installed")
        else:
            header = Header(path, words, ["-D_GNU_SOURCE"], name)
            yield header, name[:-2].replace("/", "_"), floor


def declared_words(text, name):
    """How C calls a record of that name in preprocessed text; None where it has no name there."""
    attribute = r"(\s*__attribute__\s*\(\(.*?\)\)\s*)?"
    if re.search(rf"\bstruct\b{attribute}\s*{name}\b{attribute}\s*{{", text, re.DOTALL):
        return f"struct {name}"
    return name if re.search(rf"}}[^;{{}}]*\b{name}\b\s*[,;]", text) else None


def field_asserts(c_type, record, field):
    if field["owner"] != record["name"] or MADE_UP.match(field["name"]) or field["width"]:
        return
    ours, name = record["c_name"], field["name"]
    yield (f"_Static_assert(offsetof({c_type}, {name}) == offsetof({ours}, {field['c_name']}), "
           f'"{record["name"]}.{name} lies elsewhere");')
    yield (f"_Static_assert(sizeof((({c_type} *)0)->{name}) == "
           f'sizeof((({ours} *)0)->{field["c_name"]}), '
           f'"{record["name"]}.{name} has another size");')


def record_asserts(c_type, record):
    for word in ("sizeof", "_Alignof"):
        yield (f"_Static_assert({word}({c_type}) == {word}({record['c_name']}), "
               f'"{record["name"]} has another {word}");')
    for field in record["fields"]:
        yield from field_asserts(c_type, record, field)


def bits_lines(c_type, record):
    """What a bit-field's own name writes, our getter reads, and the other way round."""
    for field in record["fields"]:
        name = field["name"]
        if not field["width"] or field["owner"] != record["name"] or MADE_UP.match(name):
            continue
        ours, top = record["c_name"], (1 << field["width"]) - 1
        value = f"({field['c_type']}){top}u" if field["width"] <= 32 else f"{top}u"
        yield f"{{ static {c_type} theirs; static {ours} mine;"
        yield f"memset(&theirs, 0, sizeof theirs); theirs.{name} = {value};"
        yield f"memset(&mine, 0, sizeof mine); (void){ours}_set_{field['c_name']}(&mine, {value});"
        yield "if (memcmp(&theirs, &mine, sizeof mine) != 0)"
        yield f'{{ puts("{record["name"]}.{name} has other bits"); bad = 1; }} }}'


def program(header, schema, records, text):
    """The C that proves it, and how many records and fields it looks at."""
    asserts, bits, found = [], [], []
    for record in records:
        c_type = declared_words(text, record["name"])
        if c_type is not None:
            found.append(record["name"])
            asserts += record_asserts(c_type, record)
            bits += bits_lines(c_type, record)
    lines = ["#define _GNU_SOURCE 1", "#define SLOTS_IMPLEMENTATION",
             f'#include "{schema}.slots.h"', "#include <stddef.h>",
             "#include <stdio.h>", "#include <string.h>",
             f'#include "{header.include}"', *asserts, "int main(void) {", "int bad = 0;", *bits,
             "return bad; }", ""]
    return "\n".join(lines), found, len(asserts), bool(bits)


def import_header(slotc, header, schema, words=()):
    """The outcome of importing a header into a schema."""
    return c_program.run([slotc.path, "import", header.path, *header.words, *words, "-o", schema,
                          "--", *header.flags])


def preprocessed(header):
    return c_program.run(["gcc", "-E", "-P", "-D_GNU_SOURCE", *header.flags, header.path]).stdout


def prove(tally, slotc, header, name, floor=1):
    """Imports, generates, compiles and compares; the records imported."""
    schema = slotc.folder / f"{name}.slots"
    done = import_header(slotc, header, schema, ["--package", "imp"])
    problems = [] if done.returncode == 0 else [f"status {done.returncode}", done.stderr]
    for line in done.stderr.splitlines():
        if ": note: " in line and not re.search(r"` is not imported: \S", line):
            problems.append(f"no reason: {line}")
    if problems:
        tally.check(f"{name}: import", problems)
        return []
    generated = slotc.gen([schema], "--without", WITHOUT)
    tally.check(f"{name}: gen", c_program.complaints(generated))
    records = slotc.model([schema])[name]["records"]
    source, found, asserts, has_bits = program(header, name, records, preprocessed(header))
    path = slotc.folder / f"{name}.c"
    path.write_text(source, encoding="utf-8")
    problems = []
    if len(found) < floor or asserts < 4 * len(found):
        problems = [f"{asserts} asserts on {len(found)} records, {floor} or more expected"]
    tally.check(f"{name}: enough is imported", problems)
    for compiler in ("gcc", "clang"):
        done = c_program.run([compiler, *QUIET, "-fsyntax-only", "-I", slotc.out, *header.flags,
                              path])
        tally.check(f"{name}: {compiler} agrees on {asserts} numbers", c_program.complaints(done))
    if has_bits:
        check_bits(tally, slotc, header, name, path)
    return records


def number_asserts(record, width):
    """That C has a record where the model has it: numbers alone, for targets without a library."""
    c_type, name = f"struct {record['name']}", record["name"]
    yield f'_Static_assert(sizeof({c_type}) == {record["size"][width]}, "{name}");'
    yield f'_Static_assert(_Alignof({c_type}) == {record["align"][width]}, "{name}");'
    for field in record["fields"]:
        if field["owner"] == name and not field["width"] and not MADE_UP.match(field["name"]):
            where = f"offsetof({c_type}, {field['name']}) == {field['offset'][width]}"
            yield f'_Static_assert({where}, "{name}.{field["name"]}");'


def prove_target(tally, slotc, header, name, target):
    """Imports for another target, and asks clang what it has there."""
    schema = slotc.folder / f"{name}.slots"
    done = c_program.run([slotc.path, "import", header.path, "--target", target, "-o", schema])
    problems = [done.stderr] if done.returncode != 0 or "not imported" in done.stderr else []
    if not problems:
        wide = "64" in target or "s390x" in target
        records = slotc.model([schema])[name]["records"]
        lines = [f'#include "{header.include}"', "#include <stddef.h>"]
        for record in records:
            if re.fullmatch(r"s\d+", record["name"]):
                lines += number_asserts(record, "lp64" if wide else "ilp32")
        path = slotc.folder / f"{name}.c"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        problems = c_program.complaints(c_program.run(
            ["clang", f"--target={target}", "-ffreestanding", "-std=gnu11", "-w", "-fsyntax-only",
             path]))
        problems += [] if len(lines) > 100 else [f"{len(lines)} lines"]
    tally.check(f"{name}: {target}", problems)


def check_bits(tally, slotc, header, name, path):
    exe = slotc.folder / name
    done = c_program.run(["gcc", *QUIET, "-I", slotc.out, *header.flags, path, "-o", exe])
    problems = c_program.complaints(done)
    if not problems:
        done = c_program.run([exe])
        problems = done.stdout.splitlines() + c_program.complaints(done)
    tally.check(f"{name}: bits", problems)
