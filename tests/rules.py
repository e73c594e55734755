#!/usr/bin/env python3
"""Each rule has its row, its page and its case, and they agree.

    python3 tests/rules.py PATH/TO/slotc

The case of a rule, tests/cases/rules/NAME, finds that rule and no other in `bad`, and nothing in
`good` (that it prints what it should is for cases.sh to say). docs/rules holds what `slotc explain`
prints as Markdown, and nothing else: UPDATE=1 writes it. The project's own schemas are clean.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

import c_program

TOP = pathlib.Path(__file__).parent.parent
CASES = TOP / "tests" / "cases" / "rules"
PAGES = TOP / "docs" / "rules"
HEAD = re.compile(r"^\S+?:\d+:\d+: (?:error|warning|note): .*\[([a-z-]+)\]$")
# The one that shows the error.
WRONG = {"examples/trap/trap.slots"}


def run(slotc, *arguments):
    done = subprocess.run([slotc, *arguments], capture_output=True, text=True, check=False, cwd=TOP)
    return done.stdout + done.stderr


def lacks_words(page):
    """A column that is empty, or that is no sentence."""
    for column in ("why", "instead", "allow"):
        words = page.get(column) or ""
        if not re.fullmatch(r"[A-Z`].*\.", words):
            yield f"`{column}` is no sentence: {words!r}"
    if page["fixed"] != page["allow"].startswith("It cannot be"):
        yield "`allow` does not say whether it can be allowed"


def lacks_example(page):
    """What the case finds beside the rule, or does not find."""
    if "example" not in page:
        yield "it has no case"
        return
    heads = filter(None, map(HEAD.match, page["example"]["finding"].splitlines()))
    found = {head[1] for head in heads}
    if found != {page["name"]}:
        yield f"bad finds {sorted(found)}"
    printed = (CASES / page["name"] / "expected").read_text(errors="replace")
    rest = printed.partition("\nstatus ")[2].split("\n", 1)[1]
    if rest not in ("# exit 0\n", "0 findings in 1 source\n# exit 0\n"):
        yield f"good finds {rest}"


def differs(path, text):
    """What the file should be; it is written where that is asked for."""
    if path.exists() and path.read_text() == text:
        return ""
    if os.environ.get("UPDATE", "0") != "0":
        path.write_text(text)
        return ""
    return "it is not what slotc explain prints; UPDATE=1 writes it"


def check_pages(slotc, tally, pages):
    names = [page["name"] for page in pages]
    listed = run(slotc, "explain")
    expected = {f"{name}.md" for name in names} | {"README.md"}
    for page in pages:
        name = page["name"]
        tally.quiet(f"{name}: words", "; ".join(lacks_words(page)))
        tally.quiet(f"{name}: case", "; ".join(lacks_example(page)))
        tally.quiet(f"{name}: listed", "" if f"\n  {name} " in listed else "its group is not known")
        text = run(slotc, "explain", name, "--format", "markdown")
        tally.quiet(f"docs/rules/{name}.md", differs(PAGES / f"{name}.md", text))
    text = run(slotc, "explain", "--format", "markdown")
    tally.quiet("docs/rules/README.md", differs(PAGES / "README.md", text))
    left = {path.name for path in PAGES.iterdir()} - expected
    tally.quiet("docs/rules", f"{sorted(left)} are of no rule" if left else "")
    tally.quiet("names", "" if len(set(names)) == len(names) else "two rules have the same")


def check_own_schemas(slotc, tally):
    for folder in ("schemas", "examples"):
        for path in sorted((TOP / folder).rglob("*.slots")):
            name = str(path.relative_to(TOP))
            tally.quiet(f"{name} is clean", "" if name in WRONG else run(slotc, "lint", name))


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    slotc = str(pathlib.Path(arguments[1]).resolve())
    PAGES.mkdir(exist_ok=True)
    tally = c_program.Tally()
    check_pages(slotc, tally, json.loads(run(slotc, "explain", "--format", "json")))
    check_own_schemas(slotc, tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
