"""The settings that docs/lsp.md and docs/editors.md tell: each block is what its editor,
or its language, can read, and starts `slotc lsp`."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib

DOCS = pathlib.Path(__file__).resolve().parents[1] / "docs"
PAGES = {"lsp.md": 7, "editors.md": 1}  # and how many settings each has
BLOCK = re.compile(r"^<!-- tested by tests/lsp_settings.py -->\n```(\w+)\n(.*?)^```", re.M | re.S)

# What an emacs in which the block has been read says of a schema: its mode, and its server.
EMACS = """(progn
  (setq eglot-server-programs nil)
  (provide 'eglot)
  (fset 'eglot-ensure #'ignore)
  (load "SETTINGS")
  (find-file "a.slots")
  (princ (list major-mode (cdr (assoc 'slots-mode eglot-server-programs)))))"""

# How a program checks a block, by its language; what it has to print, if that matters.
CHECKS = {
    "js": (["node", "--check", "SETTINGS.js"], None),
    "lua": (["luac", "-p", "SETTINGS"], None),
    "elisp": (["emacs", "--batch", "--eval", EMACS], "(slots-mode (slotc lsp))"),
    "vim": (["vim", "-Nu", "NONE", "-es", "+source SETTINGS", "+edit a.slots",
             "+verbose set filetype? | doautocmd User lsp_setup", "+qa!"], "filetype=slots"),
}


def run(language, text):
    """What is wrong with a block; None where there is no program to tell."""
    command, wanted = CHECKS[language]
    if shutil.which(command[0]) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name in "SETTINGS", "SETTINGS.js":
            (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
        command = [word.replace('"SETTINGS"', f'"{folder}/SETTINGS"') for word in command]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "HOME": folder, "TERM": "dumb"},
                              stdin=subprocess.DEVNULL)
    output = done.stdout + done.stderr
    if wanted is None:
        return [] if done.returncode == 0 else [output]
    return [] if wanted in output else [f"no {wanted!r} in {output!r}"]


def check(language, text):
    if language == "json":
        json.loads(text)
        return []
    if language == "toml":
        tomllib.loads(text)
        return []
    return run(language, text)


def blocks(tally, _):
    """The name and the problems of each block."""
    for page, count in PAGES.items():
        found = BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
        for number, (language, text) in enumerate(found, 1):
            name = f"docs/{page}: setting {number}, {language}"
            problems = check(language, text)
            if problems is None:
                tally.skip(f"{name}: there is no {CHECKS[language][0][0]}")
                continue
            words = re.sub("[^a-z]+", " ", text)
            if "slotc lsp" not in words and not ("slotc" in words and "args lsp" in words):
                problems.append("it does not start `slotc lsp`")
            yield name, problems
        problems = [] if len(found) == count else [f"{len(found)}"]
        yield f"docs/{page}: all settings are tested", problems
