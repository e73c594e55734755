#!/usr/bin/env python3
"""`slotc fmt` keeps all that a schema says: its tokens, its comments and its model, and changes
nothing that it has laid out. Of each schema in the tree, of those in tests/corpus that parse, and
of random ones with comments and white space wherever they may stand.

    python3 tests/fmt.py PATH/TO/slotc [--full]

Without --full models are compared of each fifth schema in the tree, and few random ones are made.
"""

import pathlib
import random
import re
import shutil
import sys
import tempfile

import c_program
import corpus
import random_schema

TOP = pathlib.Path(__file__).resolve().parent.parent
BATCH = 250
COMMENT = r"//[^\n]*|/\*.*?\*/"
WORD = r'"(?:\\.|[^"\\\n])*"|\d[\w.]*(?:(?<=[eEpP])[+-]\d+)?|\w+'
PIECE = re.compile(rf"({COMMENT})|({WORD})|(\s+)|(.)", re.DOTALL)
SPACES = re.compile(r"\s+")


def pieces(text):
    """Tokens and comments in their order, comments without their white space."""
    found = []
    for comment, word, space, mark in PIECE.findall(text.removeprefix("\ufeff")):
        if comment:
            found.append(SPACES.sub("", comment))
        elif not space:
            if mark == "}":
                drop_comma(found)
            found.append(word or mark)
    return found


def drop_comma(found):
    """Takes the `,` behind the last enumerator away, whatever comments stand between."""
    at = len(found) - 1
    while at >= 0 and found[at].startswith(("//", "/*")):
        at -= 1
    if at >= 0 and found[at] == ",":
        del found[at]


TRIVIA = [" ", " ", "  ", "\t", "\n", "\n", "\n\n", "\n\n\n\n    ", "\r\n", " // note\n", "\n//x\n",
          "\n\n    // slotc:allow storage-implicit: reason\n\n", "/**/", " /* in it */ ",
          "/* of\n   two */",
          "\n/*\n * stars\n     * more\n */\n", "\n//// no documentation \u00e4\n",
          " // \u20ac\r\n"]
DOCS = ["\n/// Documentation.\n", "\n///Close.\n///\n///  Far.  \n", " /// Behind.\n"]


def loosen(chance, text):
    """The same tokens with other things between them."""
    much = chance.choice([0.02, 0.1, 0.5])
    out = []
    before = ""
    for comment, word, space, mark in PIECE.findall(text):
        if space:
            continue
        if chance.random() < much:
            out.append(chance.choice(TRIVIA))
            if chance.random() < 0.2:
                out.append(chance.choice(DOCS))
        elif (before[-1:].isalnum() or before[-1:] == "_") and word:
            out.append(" ")
        elif chance.random() < 0.3:
            out.append(chance.choice([" ", "\n"]))
        before = comment or word or mark
        out.append(before)
    return "".join(out) + chance.choice(["", "\n", "\n\n", " // the end"])


LINE = re.compile(r'("line": )\d+')


def model_of(slotc, paths):
    """What `slotc model` says of schemas, but for the lines of things; None where it refuses."""
    done = c_program.run([slotc.path, "model", *paths], errors="replace")
    return LINE.sub(r"\1", done.stdout) if done.returncode == 0 else None


def read(path):
    return path.read_bytes().decode("utf-8", "surrogateescape")


def styled(text):
    """What is wrong with lines, whatever they say."""
    lines = text.split("\n")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield "it does not end with one line end"
    if any(line.endswith((" ", "\t", "\r")) for line in lines):
        yield "blanks at the end of a line"
    if "\n\n\n" in re.sub(r"/\*.*?\*/", "x", text, flags=re.DOTALL):
        yield "two blank lines"


def compare(before, after):
    """What the layout of one text has lost."""
    yield from styled(after)
    old, new = pieces(before), pieces(after)
    if old != new:
        at = next((i for i, pair in enumerate(zip(old, new)) if pair[0] != pair[1]), -1)
        yield f"piece {at} differs: {old[at - 3 : at + 3]} and {new[at - 3 : at + 3]}"
        yield from after.splitlines()


def lay_out(slotc, paths):
    """Formats files in place; the texts of those that parse, before and after."""
    before = {path: read(path) for path in paths}
    done = c_program.run([slotc.path, "fmt", *paths])
    refused = set(re.findall(r"^(\S+?):\d+:\d+: error", done.stderr, re.MULTILINE))
    problems = [] if done.returncode in (0, 1) else [f"status {done.returncode}", done.stderr]
    again = c_program.run([slotc.path, "fmt", "--check", *paths])
    problems += [f"it would change again: {line}" for line in again.stdout.splitlines()]
    texts = {}
    for path, text in before.items():
        if str(path) not in refused:
            texts[path] = text, read(path)
        elif read(path) != text:
            problems.append(f"{path} does not parse, and was changed")
    return texts, problems


def check_random(tally, slotc, first, count):
    texts = {}
    for number in range(first, first + count):
        text = random_schema.Schema(number).text()
        texts[f"r{number}"] = loosen(random.Random(number), text)
    paths = slotc.write(texts)
    model = model_of(slotc, paths)
    laid, problems = lay_out(slotc, paths)
    problems += ["there is no model"] if model is None else []
    problems += [] if len(laid) == count else [f"{len(laid)} of {count} were laid out"]
    problems += [] if model_of(slotc, paths) == model else ["the model is another one"]
    tally.check(f"schemas {first} to {first + count - 1}", problems)
    for path, (before, after) in laid.items():
        tally.check(path.stem, compare(before, after))
        path.unlink()


def check_tree(tally, slotc, every):
    """A copy of the tree, since imports are looked for beside files."""
    names = [path.relative_to(TOP) for folder in ("schemas", "examples", "tests")
             for path in sorted((TOP / folder).rglob("*.slots"))]
    for name in names:
        (slotc.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TOP / name, slotc.folder / name)
    paths = [slotc.folder / name for name in names]
    models = {path: model_of(slotc, [path]) for path in paths[::every]}
    laid, problems = lay_out(slotc, paths)
    tally.check("the tree is laid out", problems)
    modelled = 0
    for path, (before, after) in laid.items():
        problems = list(compare(before, after))
        if models.get(path) is not None and before != after:
            modelled += 1
            same = model_of(slotc, [path]) == models[path]
            problems += [] if same else ["the model is another one"]
        tally.check(str(path.relative_to(slotc.folder)), problems)
    problems = [] if modelled * every > 90 else [f"{modelled} of each {every} have"]
    tally.check("many schemas of the tree have a model", problems)


def check_corpus(tally, slotc):
    texts = {}
    for area in sorted(corpus.CORPUS.glob("*.txt")):
        for number, entry in enumerate(corpus.read_area(area)[1]):
            texts[f"{area.stem}-{number}"] = entry.files["schema.slots"]
    laid, problems = lay_out(slotc, slotc.write(texts))
    problems += [] if len(laid) > len(texts) // 3 else [f"{len(laid)} of {len(texts)} parse"]
    tally.check("the corpus is laid out", problems)
    for path, (before, after) in laid.items():
        tally.check(path.stem, compare(before, after))


def main():
    every, count = (1, 10000) if "--full" in sys.argv else (5, 200)
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        check_tree(tally, c_program.Slotc(sys.argv[1], top / "tree"), every)
        check_corpus(tally, c_program.Slotc(sys.argv[1], top / "corpus"))
        slotc = c_program.Slotc(sys.argv[1], top / "random")
        for first in range(0, count, BATCH):
            check_random(tally, slotc, first, min(BATCH, count - first))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
