#!/usr/bin/env python3
"""What `slotc lint` mends and allows.

    python3 tests/fix.py PATH/TO/slotc [--first NUMBER] [--count COUNT] [--every N]

A random schema without a finding gets faults whose fix is known: storage clauses that are lost,
fields that are declared twice or again, suppressions of nothing; with comments, carriage returns
and byte-order marks in between. Then, to the byte:

- `--fix` gives back what it was, and once more changes nothing;
- `--diff` writes nothing, and `patch` makes the same of what it prints;
- standard input gives the same text.

And of each Nth wrong schema of tests/corpus, and of random schemas with random bytes changed:

- after `--fix`, and after `--unsafe-fixes`, no finding is left that could be mended; no error is
  new, and a second run changes nothing;
- after `--add-allows` nothing is left but what cannot be allowed, and a second run changes nothing;
  what `slotc fmt` has laid out stays so.

A failing schema is made again by its number: `--first NUMBER --count 1`.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import corpus
import random_schema

SAFE = ["--set", "minimal", "--warn", "storage-implicit", "--warn", "allow-unused"]
UNUSED = "chain-slots-under-dict"


def lines_of(schema):
    """The schema's text in lines, each with the record that it is a field of, or its head."""
    rows = [(line, None, False) for line in schema.package.splitlines()]
    for item in schema.written:
        is_record = isinstance(item, random_schema.Record)
        for number, line in enumerate(item.text().splitlines()):
            is_field = is_record and line.startswith("    ")
            rows.append((line, item if is_record else None, is_field or is_record and number == 0))
    return rows


class Text:
    """A schema as it should be, and the same with faults, both with the same noise."""

    def __init__(self, number):
        self.chance = random.Random(f"fix {number}")
        schema = random_schema.Schema(number)
        schema.choose_variant(number % 4)
        self.good, self.bad = [], []
        for line, record, is_thing in lines_of(schema):
            self.add_noise()
            if is_thing and self.chance.random() < 0.2:
                self.add("    /// Documents what follows.", "    /// Documents what follows.")
            if is_thing and self.chance.random() < 0.1:
                self.bad.append(f'  @allow("{UNUSED}",   "of nothing")')
            is_head = record is not None and line.endswith("{") and "record " in line
            bad = self.lose_clause(line, record) if is_head else line
            self.add(line, bad)
            if is_thing and not is_head and self.chance.random() < 0.15:
                self.repeat(line)
            if is_head:
                self.declare_again(record)
        if self.chance.random() < 0.3:
            # Not within a field that is declared twice: the comment would be lost with it.
            places = [at for at in range(len(self.bad) + 1) if not self.is_twice(at)]
            at = self.chance.choice(places)
            self.bad.insert(at, f"\t/// slotc:allow {UNUSED}: of nothing")
        self.end = self.chance.choice(["\n", "\n", "\r\n"])
        self.mark = self.chance.choice(["", "", "\ufeff"])

    def add(self, good, bad):
        if good.endswith(";") and self.chance.random() < 0.1:
            good, bad = good + " // behind", bad + " // behind"
        self.good.append(good)
        self.bad.append(bad)

    def add_noise(self):
        if self.chance.random() < 0.15:
            noise = self.chance.choice(["// a // comment", "", "  /* and; { */", "//// \u00e4 }"])
            self.good.append(noise)
            self.bad.append(noise)

    def lose_clause(self, line, record):
        """Without its clause where the fix is to write the same one."""
        above = record.chain()[:-1]
        closed = any(base.storage != "dict" for base in above)
        known = record.storage == "slots" and closed or record.storage == "dict" and not closed
        if known and self.chance.random() < 0.4:
            return line.replace(f" {record.storage} {{", " {")
        return line

    def repeat(self, line):
        if self.chance.random() < 0.3:
            self.bad.append("        /// Documents it twice.")
        self.bad.append(self.chance.choice(["", "  "]) + line.replace(": ", " :  "))

    def declare_again(self, record):
        inherited = record.all_fields()[: -len(record.fields) or None]
        for field in inherited:
            if self.chance.random() < 0.08:
                self.bad += ["    /// Again.", field.text().rstrip("\n")]

    def is_twice(self, at):
        return at > 0 and self.bad[at - 1].endswith(("/// Documents it twice.", "/// Again."))

    def bytes_of(self, rows):
        return (self.mark + "".join(row + self.end for row in rows)).encode()


class Slotc:
    """The program, run in a folder of its own."""

    def __init__(self, path, folder):
        self.path = str(pathlib.Path(path).resolve())
        self.folder = pathlib.Path(folder)

    def run(self, *arguments, stdin=b""):
        done = subprocess.run(
            [self.path, *arguments],
            cwd=self.folder,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
        if done.returncode not in (0, 1):
            raise AssertionError(f"status {done.returncode}: {done.stderr.decode()[:2000]}")
        return done

    def lint(self, *arguments, stdin=b""):
        return self.run("lint", *arguments, stdin=stdin)

    def findings(self, *options):
        arguments = [*options, "--format", "json", "--max-findings", "0", "."]
        return json.loads(self.lint(*arguments).stdout)

    def write(self, files):
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def read(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


def check_known(slotc, number):
    """What is wrong with the mending of a schema whose faults are known."""
    text = Text(number)
    good, bad = text.bytes_of(text.good), text.bytes_of(text.bad)
    slotc.write({"a.slots": bad})
    difference = slotc.lint(*SAFE, "--diff", "a.slots")
    if slotc.read() != {"a.slots": bad}:
        yield "--diff writes"
    if (difference.returncode == 1) != (good != bad):
        yield f"--diff ends with {difference.returncode}: {difference.stderr.decode()}"
    through = slotc.lint(*SAFE, "--fix", "-", stdin=bad)
    if through.stdout != good:
        yield "standard input becomes something else"
    done = slotc.lint(*SAFE, "--fix", "a.slots")
    if slotc.read() != {"a.slots": good}:
        yield f"--fix gives something else: {done.stdout.decode()}"
    if done.stdout.decode().count("\n") != (good != bad):
        yield f"left: {done.stdout.decode()}"
    again = slotc.lint(*SAFE, "--fix", "a.slots")
    if again.stdout or slotc.read() != {"a.slots": good}:
        yield "a second --fix changes something"
    if difference.stdout and shutil.which("patch"):
        slotc.write({"a.slots": bad})
        subprocess.run(
            ["patch", "--binary", "-s", "-p0"],
            cwd=slotc.folder,
            input=difference.stdout,
            check=True,
        )
        if slotc.read() != {"a.slots": good}:
            yield "patch makes something else of --diff"


def mendable(findings, rules, unsafe):
    for finding in findings:
        is_layout = rules[finding["rule"]] == "layout" or (
            finding["rule"] == "chain-missing-slots" and finding["severity"] != "error"
        )
        if finding["fixes"] and rules[finding["rule"]] and (unsafe or not is_layout):
            yield finding


def broken(findings):
    """Errors that stop everything else."""
    rules = ("syntax", "name-unknown", "type-unknown")
    return sum(finding["rule"] in rules for finding in findings)


def check_any(slotc, files, rules, options):
    """What is wrong with the mending and allowing of any files."""
    for mode in (["--fix"], ["--fix", "--unsafe-fixes"]):
        slotc.write(files)
        before = slotc.findings(*options)
        slotc.lint(*options, *mode, ".")
        fixed = slotc.read()
        after = slotc.findings(*options)
        for finding in mendable(after, rules, len(mode) > 1):
            yield f"{mode}: left: {finding}"
        if broken(after) > broken(before):
            yield f"{mode}: {after}"
        slotc.lint(*options, *mode, ".")
        if slotc.read() != fixed:
            yield f"{mode}: a second run changes something"
    slotc.write(files)
    slotc.lint(*options, "--add-allows", 'they are "old"', ".")
    allowed = slotc.read()
    fixed = {rule["name"] for rule in rules["all"] if rule["fixed"]}
    after = slotc.findings(*options)
    if not broken(after):
        for finding in after:
            if finding["severity"] != "note" and finding["rule"] not in fixed:
                yield f"--add-allows: left: {finding}"
    slotc.lint(*options, "--add-allows", "again", ".")
    if slotc.read() != allowed:
        yield "a second --add-allows changes something"


def check_layout(slotc, files, options):
    """What is allowed in a schema that is laid out leaves it so."""
    slotc.write(files)
    if slotc.run("fmt", ".").returncode != 0:
        return
    slotc.run("lint", *options, "--add-allows", "they are old", ".")
    difference = slotc.run("fmt", "--diff", ".").stdout.decode()
    if difference:
        yield f"not as fmt has it: {difference}"


def read_rules(slotc):
    """What each rule's fix changes ("layout", True or False), and the rules themselves."""
    listed = json.loads(slotc.lint("--rules", "--format", "json").stdout)
    starred = slotc.lint("--rules").stdout.decode().splitlines()
    fixed = {line.split()[0] for line in starred if len(line.split()) > 3 and "* " in line[:48]}
    rules = {rule["name"]: rule["fixable"] for rule in listed}
    for name in ("bool-run", "order-wastes"):
        if name in rules:
            rules[name] = "layout"
    rules["all"] = [dict(rule, fixed=rule["name"] in fixed) for rule in listed]
    return rules


def change_bytes(chance, content):
    """A few bytes or lines removed, doubled or replaced."""
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice([1, 1, 2, 8, 40]))
        piece = chance.choice([b"", content[start:end] * 2, b" ", b"\n", b"}", b"/*", b"//", b'"'])
        content = content[:start] + piece + content[end:]
    return content


def corpus_files(every):
    for path in sorted(corpus.CORPUS.glob("*.txt")):
        _, entries = corpus.read_area(path)
        for entry in entries[::every]:
            files = {name: text.encode() for name, text in entry.files.items()}
            yield f"{path.stem}: {entry.title}", files


def main():
    """Checks as many as the options say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--every", type=int, default=20)
    options = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        slotc = Slotc(options.slotc, pathlib.Path(folder, "files"))
        slotc.folder.mkdir()
        rules = read_rules(slotc)
        checks = []
        for number in range(options.first, options.first + options.count):
            checks.append((f"schema {number}", check_known, number))
            if number % 3 == 0:
                text, chance = Text(number), random.Random(number)
                bad = change_bytes(chance, text.bytes_of(text.bad))
                checks.append((f"schema {number} changed", None, {"a.slots": bad}))
        if options.every:
            checks += [(name, None, files) for name, files in corpus_files(options.every)]
        for name, check, what in checks:
            try:
                wrong = list(check(slotc, what) if check else check_any(slotc, what, rules, SAFE))
                if not check:
                    wrong += check_any(slotc, what, rules, ["--set", "strict"])
                    wrong += check_layout(slotc, what, ["--set", "strict"])
            except (AssertionError, subprocess.SubprocessError) as problem:
                wrong = [str(problem)]
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for problem in wrong:
                print(f"FAILED {name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
