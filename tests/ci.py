#!/usr/bin/env python3
"""The hooks and the examples of docs/ci.md are well-formed, and what they call is there and works.

    python3 tests/ci.py PATH/TO/slotc

Each command of slotc in .pre-commit-hooks.yaml, in the tables and YAML of docs/ci.md, and in the
shell lines of README.md and docs/tutorial.md, has its subcommand and its options, and succeeds in
a repository as the page has it, with variables as the servers set them.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import c_program

try:
    import yaml
except ImportError:
    yaml = None

TOP = pathlib.Path(__file__).parent.parent
PAGE = (TOP / "docs/ci.md").read_text(encoding="utf-8")
# These pages give their readers the lines for CI, too.
SHORT_PAGES = ("README.md", "docs/tutorial.md")
SCHEMA = "record Base slots {\n    id: u64;\n}\n"
MORE = SCHEMA + "\nrecord Child : Base slots {\n    name: str;\n}\n"


def run(command, folder, **variables):
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        shell=isinstance(command, str),
    )
    return done.returncode, done.stdout


def blocks(language, page=PAGE):
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def strings(node):
    """All texts in a tree of YAML."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from strings(item)
    elif isinstance(node, str):
        yield node


def commands_of_page(trees):
    table = re.findall(r"^\| `(slotc .*?)`", PAGE, re.MULTILINE)
    texts = [line for tree in trees for text in strings(tree) for line in text.splitlines()]
    for name in SHORT_PAGES:
        page = (TOP / name).read_text(encoding="utf-8")
        texts += [line for block in blocks("sh", page) for line in block.splitlines()]
    return table + [text for text in texts if text.startswith("slotc ")]


def hook_commands(hooks):
    """As pre-commit runs each, with the files that it is about."""
    for hook in hooks:
        names = [] if hook.get("pass_filenames") is False else ["schemas/a.slots"]
        yield " ".join([hook["entry"], *hook.get("args", []), *names])


def make_repository(slotc, folder):
    """A repository whose main has an older schema than the folder."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    (folder / "schemas").mkdir()
    (folder / "schemas/a.slots").write_text(SCHEMA, encoding="utf-8")
    attributes = blocks("gitattributes")[0]
    (folder / ".gitattributes").write_text(attributes, encoding="utf-8")
    for command in (
        [*git, "init", "-q"],
        [*git, "add", "."],
        [*git, "commit", "-q", "-m", "First"],
        [*git, "update-ref", "refs/remotes/origin/main", "HEAD"],
    ):
        status, said = run(command, folder)
        if status != 0:
            return said
    (folder / "schemas/a.slots").write_text(MORE, encoding="utf-8")
    status, said = run([slotc, "gen", "schemas", "-o", "generated"], folder)
    return said if status != 0 else ""


def check_command(tally, slotc, folder, text):
    """Its subcommand, its options, and that it succeeds."""
    words = shlex.split(text.split(">>")[0])
    subcommand = words[1]
    status, said = run([slotc, "help", subcommand], folder)
    known = re.findall(r"^  (-\S+)", said, re.MULTILINE)
    wrong = [word for word in words[2:] if word.startswith("-") and word not in known]
    tally.quiet(f"{text}: known", said if status != 0 else ", ".join(wrong))
    command = text.replace("REASON", "old")
    variables = {
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": "summary.md",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
        "PATH": f"{pathlib.Path(slotc).parent}:{os.environ['PATH']}",
    }
    status, said = run(command, folder, **variables)
    tally.quiet(text, said or f"status {status}" if status != 0 else "")


def check_attributes(tally, folder):
    """git reads each line as it is meant."""
    _, said = run(["git", "check-attr", "-a", "generated/a.slots.h", "slots.lock"], folder)
    for path in ("generated/a.slots.h", "slots.lock"):
        for attribute in ("merge: unset", "linguist-generated: set"):
            wanted = f"{path}: {attribute}"
            tally.quiet(f"attributes: {wanted}", "" if wanted in said.splitlines() else said)


def main():
    """Checks all that is written."""
    if len(sys.argv) != 2:
        sys.exit("usage: ci.py PATH/TO/slotc")
    slotc = str(pathlib.Path(sys.argv[1]).resolve())
    tally = c_program.Tally()
    hooks, trees = [], []
    if yaml is None:
        tally.skip("the YAML of hooks and examples: there is no module yaml for this Python")
    else:
        try:
            hooks = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
            trees = [yaml.safe_load(block) for block in blocks("yaml")]
        except yaml.YAMLError as problem:
            tally.quiet("YAML", str(problem))
    keys = {"id", "name", "description", "language", "entry", "files"}
    for hook in hooks:
        tally.quiet(f"hook {hook['id']}", ", ".join(keys - set(hook)))
        tally.quiet(f"hook {hook['id']} is in the page", "" if hook["id"] in PAGE else "no")
    named = {text for tree in trees for text in strings(tree) if text.startswith("slotc-")}
    tally.quiet("hooks of the page", ", ".join(named - {hook["id"] for hook in hooks}))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tally.quiet("a repository", make_repository(slotc, folder))
        check_attributes(tally, folder)
        for text in [*commands_of_page(trees), *hook_commands(hooks)]:
            check_command(tally, slotc, folder, text)
    sys.exit(tally.finish())


if __name__ == "__main__":
    main()
