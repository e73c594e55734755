#!/usr/bin/env python3
"""What slotc does with bad input: it never crashes, hangs, or leaves something half-done.

    python3 tests/mutate.py PATH/TO/slotc [--quick | --full]

A large valid schema is damaged: each token dropped, doubled or swapped with the next, the file
cut at every byte, bytes flipped at random. Each result is refused, with nothing written and a
position, a rule and help at every error; or it is accepted, with a header that compiles. Then
inputs of great size: time must grow with them no faster than they do. --quick (the default)
takes a sample of the damaged schemas and smaller inputs, --full takes all.
"""

import concurrent.futures
import json
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

DATA = pathlib.Path(__file__).parent / "data"
SECONDS = 20
SEED = 20240229
QUICK_SAMPLE = 160  # damaged schemas of each kind
COMPILED_IN_FULL = 5  # of the accepted ones every fifth, else all
FLIPS = 10_000
STACK = 256 * 1024

TOKEN = re.compile(rb'"(?:\\.|[^"\\\n])*"|///[^\n]*|[A-Za-z_]\w*|\.?\d[\w.]*|[^\s\w]')
PLAIN_COMMENT = re.compile(rb"/\*.*?\*/|//(?:[^/\n]|///)[^\n]*", re.DOTALL)


# Damage: each yields a name and the bytes of a schema.


def token_spans(schema):
    """Where the tokens are, plain comments left out."""
    comments = [match.span() for match in PLAIN_COMMENT.finditer(schema)]
    for match in TOKEN.finditer(schema):
        if not any(start <= match.start() < end for start, end in comments):
            yield match.span()


def damaged_tokens(schema):
    spans = list(token_spans(schema))
    for i, (start, end) in enumerate(spans):
        token = schema[start:end]
        place = schema.count(b"\n", 0, start) + 1
        name = f"line {place}: {token.decode()!r}"
        yield f"dropped, {name}", schema[:start] + schema[end:]
        yield f"doubled, {name}", schema[:end] + b" " + token + schema[end:]
        if i + 1 < len(spans):
            after, stop = spans[i + 1]
            swapped = schema[after:stop] + schema[end:after] + token
            yield f"swapped, {name}", schema[:start] + swapped + schema[stop:]


def cut(schema):
    for length in range(len(schema)):
        yield f"cut to {length} bytes", schema[:length]


def flipped(schema):
    chance = random.Random(SEED)
    for number in range(FLIPS):
        damaged = bytearray(schema)
        for _ in range(chance.choice((1, 1, 2, 5))):
            place = chance.randrange(len(damaged))
            if chance.random() < 0.5:
                damaged[place] ^= 1 << chance.randrange(8)
            else:
                damaged[place] = chance.randrange(256)
        yield f"flip {number}", bytes(damaged)


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.accepted = 0
        self.compiled = 0

    def check(self, name, problems):
        if problems:
            self.failed += 1
            print(f"FAILED {name}")
            for problem in problems[:5]:
                print(f"    {problem}")
        else:
            self.passed += 1


class Outcome:
    """How a run of slotc ended."""

    def __init__(self, command, folder):
        with subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            close_fds=False,
        ) as process:
            try:
                self.out, self.err = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                self.out, self.err = process.communicate()
                self.err += f"it hangs: stopped after {SECONDS} seconds".encode()
            self.status = process.returncode


class Damaged:
    """One damaged schema in a folder of its own, and what is wrong with slotc's answer."""

    def __init__(self, slotc, rules, folder, schema):
        self.slotc = slotc
        self.rules = rules
        self.folder = folder
        self.schema = schema
        self.problems = []
        self.accepted = False

    def run(self):
        (self.folder / "damaged.slots").write_bytes(self.schema)
        lint = Outcome([self.slotc, "lint", "--format", "json", "damaged.slots"], self.folder)
        if lint.status not in (0, 1) or lint.err:
            self.problems.append(f"lint: status {lint.status}: {first_lines(lint.err)}")
            return
        errors = self.check_findings(json.loads(lint.out))
        if (lint.status == 1) != (errors > 0):
            self.problems.append(f"lint: status {lint.status} with {errors} errors")
        self.check_gen(lint.status, errors)

    def check_findings(self, findings):
        """Every finding is whole; gives the number of errors."""
        lines = self.schema.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        for item in findings:
            whole = item["rule"] in self.rules and item["message"] and item["help"]
            if not whole:
                self.problems.append(f"rule, message or help is missing: {brief(item)}")
            start = (item["line"], item["column"])
            end = (item["end_line"], item["end_column"])
            inside = 1 <= start[0] <= end[0] <= len(lines) and start <= end
            if not inside or end[1] > len(lines[end[0] - 1]) + 1:
                self.problems.append(f"it stands outside of the file: {brief(item)}")
            if item["file"] != "damaged.slots":
                self.problems.append(f"it stands in another file: {brief(item)}")
        return sum(item["severity"] == "error" for item in findings)

    def check_gen(self, status, errors):
        """gen agrees with lint, and writes nothing where it refuses."""
        out = self.folder / "out"
        gen = Outcome([self.slotc, "gen", "damaged.slots", "-o", "out"], self.folder)
        said = len(re.findall(rb"(?m)^damaged\.slots:\d+:\d+: error: ", gen.err))
        if gen.status != status or said != min(errors, 1000):
            self.problems.append(
                f"lint: {status}, {errors} errors; gen: {gen.status}, {said}: "
                f"{first_lines(gen.err)}"
            )
        header = out / "damaged.slots.h"
        if gen.status == 0 and not header.exists():
            self.problems.append("accepted, but there is no header")
        if gen.status != 0 and out.exists():
            self.problems.append(f"refused, but written: {list(out.iterdir())}")
        self.accepted = gen.status == 0


def first_lines(text):
    return "; ".join(text.decode(errors="replace").splitlines()[:3])


def brief(item):
    return {key: item[key] for key in ("rule", "line", "column", "end_line", "end_column")} | {
        "message": item["message"][:80]
    }


def compile_header(folder):
    """What the compilers say about the header of an accepted schema."""
    source = folder / "use.c"
    source.write_text('#include "out/damaged.slots.h"\nint unused;\n')
    command = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-deprecated-declarations"]
    done = Outcome(["gcc", "-fsyntax-only", *command, "use.c"], folder)
    return [] if done.status == 0 else [f"its header: {first_lines(done.err)}"]


def clear(folder):
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        elif path.name != "large_base.slots":
            path.unlink()


class Robustness:
    """Runs damaged schemas, two at a time."""

    def __init__(self, slotc, rules, root, tally, stride):
        self.slotc = slotc
        self.rules = rules
        self.tally = tally
        self.stride = stride
        self.folders = []
        for number in range(2):
            folder = pathlib.Path(root) / str(number)
            folder.mkdir()
            (folder / "large_base.slots").write_bytes((DATA / "large_base.slots").read_bytes())
            base = Outcome([slotc, "gen", "large_base.slots", "-o", "base"], folder)
            if base.status != 0:
                raise SystemExit(f"mutate.py: {first_lines(base.err)}")
            self.base = {path.name: path.read_bytes() for path in (folder / "base").iterdir()}
            clear(folder)
            self.folders.append(folder)

    def one(self, name, schema):
        folder = self.folders.pop()
        damaged = Damaged(self.slotc, self.rules, folder, schema)
        try:
            damaged.run()
            if damaged.accepted:
                self.tally.accepted += 1
                if self.tally.accepted % self.stride == 0:
                    self.compile(damaged)
        except (ValueError, KeyError) as error:
            damaged.problems.append(f"{type(error).__name__}: {error}")
        clear(folder)
        self.folders.append(folder)
        return damaged.problems

    def compile(self, damaged):
        self.tally.compiled += 1
        for header, text in self.base.items():
            (damaged.folder / "out" / header).write_bytes(text)
        damaged.problems += compile_header(damaged.folder)

    def all(self, schemas):
        with concurrent.futures.ThreadPoolExecutor(len(self.folders)) as pool:
            jobs = [pool.submit(self.one, name, schema) for name, schema in schemas]
            for (name, _), job in zip(schemas, jobs):
                self.tally.check(name, job.result())


# Great size: each gives the text of an input of that size, and the status it ends with.


def deep_chain(size):
    lines = ["record R0 slots { }"]
    lines += [f"record R{i} : R{i - 1} slots {{ f{i}: u8; }}" for i in range(1, size)]
    return "\n".join(lines)


def deep_chain_backwards(size):
    return "\n".join(reversed(deep_chain(size).split("\n")))


def long_cycle(size):
    return "\n".join(f"record R{i} : R{(i + 1) % size} slots {{ }}" for i in range(size))


def wide_tree(size):
    lines = ["record Root slots { a: u8; }", "record Trap : Root { b: u8; }"]
    lines += [f"record R{i} : Trap slots {{ c{i}: u8; }}" for i in range(size)]
    return "\n".join(lines)


def many_fields(size):
    return "record A slots {\n" + "".join(f"f{i}: u8;\n" for i in range(size)) + "}\n"


def doubled_fields(size):
    return "record A slots {\n" + "f: u8;\n" * size + "}\n"


def redeclared_fields(size):
    fields = "".join(f"f{i}: u8;\n" for i in range(size // 2))
    return f"record A slots {{\n{fields}}}\nrecord B : A slots {{\n{fields}}}\n"


def many_records(size):
    return "".join(f"record R{i} slots {{ a: u32; b: str; }}\n" for i in range(size))


def doubled_records(size):
    return "record A slots { }\n" * size


def many_enumerators(size):
    return "enum E : i32 {\n" + "".join(f"e{i},\n" for i in range(size)) + "}\n"


def doubled_enumerators(size):
    return "enum E : i32 {\n" + "e,\n" * size + "}\n"


def unknown_types(size):
    return "record A slots {\n" + "".join(f"f{i}: T{i};\n" for i in range(size)) + "}\n"


def unknown_bases(size):
    return "".join(f"record R{i:06} : B{i:06} slots {{ }}\n" for i in range(size))


def unknown_enumerators(size):
    names = "".join(f"e{i}," for i in range(size // 2))
    fields = "".join(f"f{i}: E = x{i};\n" for i in range(size // 2))
    return f"enum E : i32 {{ {names} }}\nrecord A slots {{\n{fields}}}\n"


def late_zeros(size):
    names = "".join(f"e{i} = {i}," for i in range(1, size // 2))
    fields = "".join(f"f{i}: E;\n" for i in range(min(size // 2, 60_000)))
    return f"enum E : i32 {{ {names} zero = 0 }}\nrecord A slots {{\n{fields}}}\n"


def unknown_annotations(size):
    return "".join(f"@annotation{i}\nrecord R{i} slots {{ }}\n" for i in range(size))


def annotations_of_one(size):
    return '@allow("storage-implicit", "x")\n' * size + "record A { }\n"


def syntax_errors(size):
    return "record A slots {\n" + "f u8;\n" * size + "}\n"


def strange_bytes(size):
    return "$ a " * size


def stray_words(size):
    return "word " * size


def brackets(opening):
    return lambda size: "record A slots { f: u8" + opening * size


def arguments(size):
    return "@allow(" + "1, " * size + "1) record A slots { }\n"


def open_comment(size):
    return "/*" + "* /" * size


def many_quotes(size):
    return '"\n' * size


def long_name(size):
    return f"record {'A' * size} slots {{ f: {'B' * size}; }}\n"


def long_line(size):
    return "record A slots {" + " f: u;" * size + "}"


def long_docs(size):
    return "/// text\n" * size + "record A slots { }\n"


def dangling_docs(size):
    return "record A slots { /// text\n" + "}\nrecord B slots { } /// text\n" * size


def dotted_name(size):
    return "record A slots { f: " + ".".join("a" * size) + "; }\n"


def long_text(size):
    return 'record A slots { f: char[9] = "' + "\\x41" * size + '"; }\n'


def trap_chain(size):
    """Traps that spoil all that follow, in chains of the greatest length."""
    lines = []
    for i in range(size // 60):
        lines.append(f"record C{i}_0 slots {{ a: u8; }}")
        for j in range(1, 60):
            clause = "" if j == 1 else " slots"
            lines.append(f"record C{i}_{j} : C{i}_{j - 1}{clause} {{ f{j}: u8; }}")
    return "\n".join(lines)


def many_bits(size):
    """Units that only the last field of all fits into."""
    fields = "".join(f"f{i}: bits[{(5, 3)[i % 2]}]; " for i in range(size // 2))
    return f"record A slots {{ {fields}{fields.replace('f', 'g').replace('3', '33')}}}\n"


def many_optionals(size):
    return f"record A slots {{ {''.join(f'f{i}: u8?; ' for i in range(size))}}}\n"


def values_in_values(size):
    """Each record holds the last one that is not too deep, twice."""
    held = (f"f: R{i - 1}; g: R{i - 1};" if i % 25 else "f: u8;" for i in range(size))
    return "\n".join(f"record R{i} slots {{ {fields} }}" for i, fields in enumerate(held))


def deep_values(size):
    rows = (f"record R{i} slots {{ f: R{i - 1}; }}\n" for i in range(1, size))
    return "record R0 slots { f: u8; }\n" + "".join(rows)


def deep_values_backwards(size):
    rows = (f"record R{i} slots {{ f: R{i + 1}; }}\n" for i in range(size))
    return "".join(rows) + f"record R{size} slots {{ f: u8; }}\n"


def value_cycle(size):
    rows = (f"record R{i} slots {{ f: R{(i + 1) % size}; }}\n" for i in range(size))
    return "".join(rows)


def value_cycles(size):
    """Every record holds itself, through an array of the next."""
    rows = (f"record R{i} slots {{ f: R{i ^ 1}[2]; }}\n" for i in range(size))
    return "".join(rows)


def persistent_rows(size):
    """All look for a pointer in one deep record, and there is one."""
    deep = "".join(f"record D{i} slots {{ f: D{i - 1}; g: u8; }}\n" for i in range(1, 60))
    rows = (f"@persistent record R{i} slots {{ f: D59; }}\n" for i in range(size))
    return "record D0 slots { f: ref D0; }\n" + deep + "".join(rows)


def reference_net(size):
    rows = (f"record R{i} slots {{ f: ref R{i * 7919 % size}[2]; g: ref R{(i + 1) % size}?; }}\n"
            for i in range(size))
    return "".join(rows)


SIZES = [
    ("a chain of 20,000 records", deep_chain, 20_000, 1),
    ("a chain of 20,000 records, the root last", deep_chain_backwards, 20_000, 1),
    ("a cycle of 20,000 records", long_cycle, 20_000, 1),
    ("a trap above 20,000 records", wide_tree, 20_000, 1),
    ("traps in chains of 60 records", trap_chain, 24_000, 1),
    ("60,000 fields", many_fields, 60_000, 0),
    ("200,000 fields", many_fields, 200_000, 1),
    ("100,000 fields of one name", doubled_fields, 100_000, 1),
    ("50,000 fields that a base has", redeclared_fields, 100_000, 1),
    ("20,000 records", many_records, 20_000, 0),
    ("100,000 records of one name", doubled_records, 100_000, 1),
    ("100,000 enumerators", many_enumerators, 100_000, 0),
    ("100,000 enumerators of one name", doubled_enumerators, 100_000, 1),
    ("60,000 fields of bits", many_bits, 60_000, 0),
    ("60,000 optional fields", many_optionals, 60_000, 0),
    ("20,000 records by value", values_in_values, 20_000, 0),
    ("20,000 records, each in the next", deep_values, 20_000, 1),
    ("20,000 records, each in the one before", deep_values_backwards, 20_000, 1),
    ("a cycle of 20,000 values", value_cycle, 20_000, 1),
    ("10,000 cycles of values", value_cycles, 20_000, 1),
    ("20,000 persistent records above a pointer", persistent_rows, 20_000, 1),
    ("40,000 references", reference_net, 20_000, 0),
    ("100,000 unknown types", unknown_types, 100_000, 1),
    ("100,000 unknown bases", unknown_bases, 100_000, 1),
    ("100,000 unknown enumerators", unknown_enumerators, 200_000, 1),
    ("60,000 fields of an enum whose zero comes last", late_zeros, 120_000, 0),
    ("100,000 unknown annotations", unknown_annotations, 100_000, 1),
    ("100,000 annotations of one record", annotations_of_one, 100_000, 1),
    ("100,000 syntax errors", syntax_errors, 100_000, 1),
    ("a million strange bytes", strange_bytes, 1_000_000, 1),
    ("a million stray words", stray_words, 1_000_000, 1),
    ("a million brackets", brackets("["), 1_000_000, 1),
    ("a million braces", brackets("; } {"), 1_000_000, 1),
    ("a million parentheses", brackets("; @a("), 1_000_000, 1),
    ("a million question marks", brackets("?"), 1_000_000, 1),
    ("a million values of an annotation", arguments, 1_000_000, 1),
    ("a comment that is never closed", open_comment, 1_000_000, 1),
    ("a million strings that are never closed", many_quotes, 1_000_000, 1),
    ("a name of a million bytes", long_name, 1_000_000, 1),
    ("100,000 errors on one line", long_line, 100_000, 1),
    ("a million lines of documentation", long_docs, 1_000_000, 0),
    ("100,000 comments that document nothing", dangling_docs, 100_000, 1),
    ("a name of a million parts", dotted_name, 1_000_000, 1),
    ("a text of a million escapes", long_text, 1_000_000, 1),
]


def limited():
    """A small stack, so that recursion on the input shows."""
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))


def seconds_of(slotc, folder, arguments):
    """The status, processor seconds and output of a run with a small stack."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            [slotc, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=limited,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, SECONDS, b"it hangs"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return done.returncode, spent, done.stdout + done.stderr


def check_growth(slotc, folder, write, size, expected):
    """Twice the size takes less than three times the time; small times are noise."""
    spent = {}
    for _ in range(3):
        for part in (size // 2, size):
            status, seconds, said = seconds_of(slotc, folder, write(part))
            if status != expected and not (status == 0 and part < size):
                return [f"status {status}, {part}: {first_lines(said[-300:])}"]
            spent[part] = min(seconds, spent.get(part, SECONDS))
        half, whole = spent.values()
        if whole < 0.1 or whole < 3 * half:
            return []
    return [f"{half:.3f} s, and {whole:.3f} s for twice the size"]


def write_one(folder, text, command):
    (folder / "great.slots").write_text(text)
    return [command, "great.slots", *(["-o", "out"] if command == "gen" else [])]


def write_imports(folder, size):
    """A row of files, each of which imports the next."""
    for i in range(size):
        following = f'import "i{i + 1}.slots";\n' if i + 1 < size else ""
        text = f"{following}record I{i} slots {{ f: u8; }}\n"
        (folder / f"i{i}.slots").write_text(text)
    return ["lint", "i0.slots"]


def write_star(folder, size):
    """One file that imports all the others, and uses each."""
    for i in range(size):
        text = f"package p{i}; record S{i} slots {{ f: u8; }}\n"
        (folder / f"s{i}.slots").write_text(text)
    text = "".join(f'import "s{i}.slots";\n' for i in range(size))
    text += "".join(f"record T{i} : S{i} slots {{ }}\n" for i in range(size // 2))
    text += "".join(f"record U{i} : p{i}.S{i} slots {{ }}\n" for i in range(size // 2, size))
    (folder / "star.slots").write_text(text)
    return ["lint", "star.slots"]


def write_lost_star(folder, size):
    """One file that imports all the others, and uses what none of them has."""
    write_star(folder, size)
    text = "".join(f'import "s{i}.slots";\n' for i in range(size))
    text += "".join(f"record T{i} : Lost{i} slots {{ }}\n" for i in range(size))
    (folder / "lost.slots").write_text(text)
    return ["lint", "lost.slots"]


def great_sizes(slotc, root, tally, full):
    folder = pathlib.Path(root) / "great"
    folder.mkdir()
    for name, text, size, expected in SIZES:
        size = size if full or text is many_fields else max(size // 10, min(size, 5_000))
        for command in ("lint",) if expected else ("lint", "gen", "layout"):

            def write(part, text=text, command=command):
                return write_one(folder, text(part), command)

            tally.check(f"{command}: {name}", check_growth(slotc, folder, write, size, expected))
    for name, write, expected in (
        ("files in a row", write_imports, 0),
        ("files round one", write_star, 0),
        ("files round one that uses what none has", write_lost_star, 1),
    ):
        size = 20_000 if full else 2_000

        def write_part(part, write=write):
            return write(folder, part)

        problems = check_growth(slotc, folder, write_part, size, expected)
        tally.check(f"{size} {name}", problems)


def sampled(schemas, full):
    schemas = list(schemas)
    return schemas if full else random.Random(SEED).sample(schemas, QUICK_SAMPLE)


def main(arguments):
    if len(arguments) not in (2, 3) or arguments[2:] not in ([], ["--quick"], ["--full"]):
        print("usage: mutate.py PATH/TO/slotc [--quick | --full]", file=sys.stderr)
        return 2
    slotc = str(pathlib.Path(arguments[1]).resolve())
    full = arguments[2:] == ["--full"]
    listed = Outcome([slotc, "lint", "--rules", "--format", "json"], None)
    rules = {rule["name"] for rule in json.loads(listed.out)}
    schema = (DATA / "large.slots").read_bytes()
    tally = Tally()
    with tempfile.TemporaryDirectory() as root:
        robustness = Robustness(
            slotc, rules, root, tally, COMPILED_IN_FULL if full else 1
        )
        start = time.monotonic()
        schemas = [("undamaged", schema)]
        for damage in (damaged_tokens, cut, flipped):
            schemas += sampled(damage(schema), full)
        robustness.all(schemas)
        print(
            f"{len(schemas)} schemas, {tally.accepted} accepted, {tally.compiled} of those compiled"
            f" in {time.monotonic() - start:.0f} s"
        )
        start = time.monotonic()
        great_sizes(slotc, root, tally, full)
        print(f"great sizes in {time.monotonic() - start:.0f} s")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
