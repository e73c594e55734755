#!/usr/bin/env python3
"""Each wrong schema of tests/corpus gets exactly the message that is written below it.

    python3 tests/corpus.py PATH/TO/slotc [--every N] [AREA...]

--every takes each Nth entry alone: for a build under sanitizers, which takes long to start.

An area is a file, tests/corpus/AREA.txt, of entries in this form:

    ==== what is wrong with it
    record A slots { a: u9; }
    ---- other.slots
    a further file, where it takes one
    ---- finds
    schema.slots:1:21: error: …

What stands first is schema.slots, the file that `slotc lint` is run on, without the rules that
give advice; what it prints must be the last part to the byte. One mistake is one finding: an entry
that has more says so at the end of its title, as `(2 findings)`. Whatever it finds must keep to
the house rules of messages, and `slotc gen` must stop at the same errors.

UPDATE=1 rewrites what differs: read the changes before they are committed.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(__file__).parent / "corpus"
ADVICE = ("dict-at-scale", "extern-unused", "import-unused", "layout", "names", "types")
MISTAKES = [word for rule in ADVICE for word in ("--off", rule)]
TITLE, PART, FINDS = "==== ", "---- ", "finds"
COUNT = re.compile(r" \((\d+) findings\)$")
HEAD = re.compile(r"\S+?:\d+:\d+: (error|warning|note): (.*?)(?: \[([a-z-]+)\])?$")
SUMMARY = re.compile(r"\d+ (error|warning|note)s?(, |$)")


class Entry:
    """One wrong schema: its title, its files in order, and what slotc finds."""

    def __init__(self, title):
        self.title = title
        self.files = {"schema.slots": ""}
        self.finds = ""

    def text(self):
        """As it stands in the area's file."""
        first, *others = self.files.items()
        parts = [TITLE + self.title + "\n" + first[1]]
        parts += [f"{PART}{name}\n{text}" for name, text in others]
        return "".join(parts) + f"{PART}{FINDS}\n{self.finds}"


def read_area(path):
    """The entries of a file, and the comment above the first of them."""
    head, entries, part = "", [], None
    for line in path.read_text().splitlines(keepends=True):
        if line.startswith(TITLE):
            entries.append(Entry(line[len(TITLE) :].rstrip("\n")))
            part = "schema.slots"
        elif not entries:
            head += line
        elif line.startswith(PART):
            part = line[len(PART) :].rstrip("\n")
            if part != FINDS:
                entries[-1].files[part] = ""
        elif part == FINDS:
            entries[-1].finds += line
        else:
            entries[-1].files[part] += line
    return head, entries


def run(slotc, entry, *arguments):
    """What slotc prints and its status, in a fresh folder that holds the entry's files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in entry.files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run(
            [slotc, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )


def findings(text):
    """The findings as lists of lines, the head first; the summary belongs to none."""
    found = []
    for line in text.splitlines():
        head = HEAD.match(line)
        if head and head[3]:
            found.append([line])
        elif found and not SUMMARY.match(line):
            found[-1].append(line)
    return found


def slips(entry, text):
    """What the findings lack by the house rules."""
    found = findings(text)
    count = COUNT.search(entry.title)
    if len(found) != (int(count[1]) if count else 1):
        yield f"{len(found)} findings"
    for lines in found:
        if not any(line.startswith("  help: ") for line in lines):
            yield f"no help: {lines[0]}"
        texts = [head[2] for head in map(HEAD.match, lines) if head]
        texts += [line[8:] for line in lines if line.startswith("  help: ")]
        for said in texts:
            if re.match(r"[A-Z][a-z]", said) or said.endswith("."):
                yield f"a capital or a full stop: {said}"


def errors(text):
    """The heads of all errors."""
    return [line for line in text.splitlines() if ": error: " in line]


def check(slotc, entry):
    """What slotc finds, and what is wrong with that."""
    lint = run(slotc, entry, "lint", *MISTAKES, "schema.slots")
    gen = run(slotc, entry, "gen", "--stdout", "schema.slots")
    wrong = list(slips(entry, lint.stdout))
    if lint.stderr:
        wrong.append("standard error: " + lint.stderr)
    if lint.returncode != (1 if errors(lint.stdout) else 0):
        wrong.append(f"status {lint.returncode}")
    if errors(gen.stderr) != errors(lint.stdout) or gen.returncode != lint.returncode:
        wrong.append(f"gen, status {gen.returncode}, says otherwise:\n{gen.stderr}")
    return lint.stdout, wrong


def main():
    """Runs the areas named, or all."""
    if len(sys.argv) < 2:
        sys.exit("usage: corpus.py PATH/TO/slotc [--every N] [AREA...]")
    slotc, *areas = sys.argv[1:]
    slotc = str(pathlib.Path(slotc).resolve())
    every = 1
    if areas[:1] == ["--every"]:
        every = int(areas[1])
        areas = areas[2:]
    areas = areas or sorted(path.stem for path in CORPUS.glob("*.txt"))
    update = os.environ.get("UPDATE", "0") != "0"
    passed, failed, rewritten, titles = 0, 0, 0, set()
    for area in areas:
        path = CORPUS / f"{area}.txt"
        head, entries = read_area(path)
        for entry in entries[::every]:
            finds, wrong = check(slotc, entry)
            if entry.title in titles:
                wrong.append("another entry has that title")
            titles.add(entry.title)
            if finds != entry.finds and update:
                entry.finds = finds
                rewritten += 1
            elif finds != entry.finds:
                wrong.append(f"expected\n{entry.finds}found\n{finds}")
            passed, failed = passed + (not wrong), failed + bool(wrong)
            for what in wrong:
                print(f"FAILED {area}: {entry.title}: {what}")
        if update:
            path.write_text(head + "".join(entry.text() for entry in entries))
    if rewritten:
        print(f"{rewritten} rewritten")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
