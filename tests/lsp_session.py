#!/usr/bin/env python3
"""A random session with `slotc lsp`: edits of two documents, one of which imports the other, and
requests between them.

    python3 tests/lsp_session.py PATH/TO/slotc [--steps N | --seconds N] [--first NUMBER]
                                 [--every N]

After each edit the server's text is the client's; after every Nth what it has published is what
`slotc lint` finds in the same texts, and what it formats is what `slotc fmt` makes of them. Edits
in an answer fit the text. It never crashes, it ends with status 0 and nothing on standard error
(where a sanitized build reports leaks), and its memory does not grow.
"""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import c_program
import lsp_client
import lsp_model
import random_schema
from lsp_editor import BASE, CAPABILITIES, CHILD

PIECES = [
    " ", "\t", "\n", "\r\n", "\r", ";", ":", "{", "}", "@", "(", ")", '"', "=", "?", ".", ",", "//",
    "/*", "*/", "/// ", "🌡", "é", "𝄞𝄞", "\ufeff", "\0", "record ", "enum ", "import ", "slots",
    "dict", "u8", "Unit", "Reading", "Base", "celsius", "ref ", "x: i32;\n", "y: Unit = kelvin;\n",
    "record New slots { a: u8; }\n", "enum E { a, b }\n", "// slotc:allow unused: why\n",
    '@allow("storage-implicit", "why")\n', "@hot ", "@offset(8) ", "@final\n", "@order(declared)\n",
    'import "base.slots";\n', 'import "child.slots";\n', "package other;\n", "[3]", "[3]?",
    "record A : A slots { }\n", "record B slots { b: B; }\n", "record C : Forgets slots { }\n",
    'extern "struct v" from "v.h" as V;\n', "bits[70]", "char", "-1", "0x10", "1e5", "\x01",
]
METHODS = [
    "textDocument/hover", "textDocument/completion", "textDocument/definition",
    "textDocument/references", "textDocument/documentHighlight", "textDocument/documentSymbol",
    "textDocument/foldingRange", "textDocument/codeAction", "textDocument/inlayHint",
    "textDocument/prepareRename", "textDocument/rename", "textDocument/formatting",
    "workspace/symbol",
]


class Session:
    def __init__(self, slotc, number, folder):
        self.slotc = str(pathlib.Path(slotc).resolve())
        self.chance = random.Random(f"lsp {number}")
        self.work = pathlib.Path(folder) / "work é #1"
        self.mirror = pathlib.Path(folder) / "mirror"
        self.work.mkdir()
        self.mirror.mkdir()
        capabilities = dict(CAPABILITIES)
        if number % 2:
            capabilities["general"] = {"positionEncodings": ["utf-8", "utf-16"]}
        if number % 3 == 0:
            capabilities["workspace"] = {"workspaceEdit": {"documentChanges": True}}
        self.client = lsp_client.Client([self.slotc, "lsp"])
        self.client.initialize(capabilities, [self.work])
        child = CHILD if number % 4 < 3 else CHILD + random_schema.Schema(number).text()
        self.texts = {}
        self.versions = {}
        for name, text in {"base.slots": BASE, "child.slots": child}.items():
            (self.work / name).write_text(text, encoding="utf-8")
            self.open(name, text)
        self.problems = []

    def uri(self, name):
        return lsp_client.uri_of(self.work / name)

    def open(self, name, text):
        self.texts[name] = lsp_model.Text(text, self.client.encoding)
        self.versions[name] = self.versions.get(name, 0) + 1
        self.client.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": "slots", "version": self.versions[name],
            "text": text}})

    def change_of(self, text):
        """A change, and the text with it."""
        chance = self.chance
        size = len(text.text)
        start = chance.randrange(size + 1)
        length = chance.choice([0, 0, 0, 1, 1, 2, chance.randrange(40)])
        end = min(size, start + length)
        piece = chance.choice(PIECES) if chance.random() < 0.8 else ""
        if chance.random() < 0.02:
            whole = chance.choice([BASE, CHILD, CHILD, "", piece])
            return {"text": whole}, whole
        bounds = {"start": text.position(start), "end": text.position(end)}
        if chance.random() < 0.1:
            bounds["end"]["character"] += chance.randrange(1, 500)
        if chance.random() < 0.02:
            bounds["end"]["line"] += chance.randrange(1, 500)
        if chance.random() < 0.05:
            bounds["start"]["character"] += 1  # perhaps within a character
        first, last = text.index(bounds["start"]), text.index(bounds["end"])
        first, last = min(first, last), max(first, last)
        return {"range": bounds, "text": piece}, text.text[:first] + piece + text.text[last:]

    def edit(self):
        name = self.chance.choice(list(self.texts))
        changes = []
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            change, text = self.change_of(self.texts[name])
            changes.append(change)
            self.texts[name] = lsp_model.Text(text, self.client.encoding)
        if len(self.texts[name].text) > 20000:
            changes.append({"text": CHILD})
            self.texts[name] = lsp_model.Text(CHILD, self.client.encoding)
        self.versions[name] += 1
        self.client.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(name), "version": self.versions[name]},
            "contentChanges": changes})
        own = self.client.request("slotc/text", {"textDocument": {"uri": self.uri(name)}})
        if own != self.texts[name].text:
            self.problems.append(f"{name}: the texts differ after {changes}")
        return name

    def reopen(self):
        name = self.chance.choice(list(self.texts))
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})
        self.open(name, self.texts[name].text)

    def ask(self):
        name = self.chance.choice(list(self.texts))
        text = self.texts[name]
        method = self.chance.choice(METHODS)
        index = self.chance.randrange(len(text.text) + 1)
        last = min(len(text.text), index + self.chance.randrange(200))
        only = self.chance.choice([None, ["quickfix"], ["source.fixAll"], ["source"], [""]])
        params = {
            "textDocument": {"uri": self.uri(name)}, "position": text.position(index),
            "range": {"start": text.position(index), "end": text.position(last)},
            "context": {"includeDeclaration": True, "diagnostics": []},
            "options": {}, "query": "re", "newName": self.chance.choice(["fresh", "Base", "x1"]),
        }
        if only:
            params["context"]["only"] = only
        try:
            result = self.client.request(method, params)
        except lsp_client.ServerError as error:
            if error.code != -32803:
                self.problems.append(f"{method}: {error}")
            return
        if method == "textDocument/rename" and result:
            self.check_edit(result)
        elif method == "textDocument/codeAction":
            for action in result or []:
                self.check_edit(action["edit"])
        elif method == "textDocument/completion":
            for item in result["items"]:
                bounds = item["textEdit"]["range"]
                start, end = text.index(bounds["start"]), text.index(bounds["end"])
                if not start <= index <= end or "\n" in text.slice(bounds):
                    self.problems.append(f"completion at {index}: {item}")

    def check_edit(self, edit):
        changes = edit.get("changes") or {
            item["textDocument"]["uri"]: item["edits"] for item in edit["documentChanges"]}
        for uri, edits in changes.items():
            names = [name for name in self.texts if self.uri(name) == uri]
            if not names:
                self.problems.append(f"an edit of {uri}")
                continue
            text = self.texts[names[0]]
            for item in edits:
                for end in item["range"].values():
                    if text.position(text.index(end)) != end:
                        self.problems.append(f"{end} is not in the text of {names[0]}")
            text.edited(edits)

    def check_findings(self):
        for name, text in self.texts.items():
            (self.mirror / name).write_bytes(text.text.encode())
        found = {name: [] for name in self.texts}
        for name in self.texts:
            for item in lsp_model.lint(self.slotc, self.mirror, name):
                found[item["file"]].append(item)
        for name, text in self.texts.items():
            wanted = lsp_model.expected(text, found[name])
            given = lsp_model.published(self.client.findings(self.uri(name), self.versions[name]))
            if wanted != given:
                extra = [row for row in given if row not in wanted]
                missing = [row for row in wanted if row not in given]
                self.problems.append(f"{name}: published {extra}\n  instead of {missing}\n"
                                     f"  in {text.text!r}")

    def check_format(self):
        for name, text in self.texts.items():
            edits = self.client.request("textDocument/formatting", {
                "textDocument": {"uri": self.uri(name)}, "options": {}})
            done = subprocess.run([self.slotc, "fmt", "-"], input=text.text.encode(),
                                  capture_output=True, check=False)
            if done.returncode == 0:
                wanted = done.stdout.decode()
                given = text.edited(edits)
                if given.removeprefix("\ufeff") != wanted:
                    self.problems.append(f"{name}: formatted {given!r}\n  instead of {wanted!r}")
            elif edits is not None:
                self.problems.append(f"{name}: a broken text was formatted")

    def memory(self):
        """Resident, in KiB."""
        status = pathlib.Path(f"/proc/{self.client.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])


def run(slotc, number, steps, deadline, every):
    """One session: its problems, and how many edits it had."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(slotc, number, folder)
        step = 0
        try:
            while step < steps and time.monotonic() < deadline and not session.problems:
                step += 1
                session.edit()
                if session.chance.random() < 0.6:
                    session.ask()
                if session.chance.random() < 0.02:
                    session.reopen()
                if step % every == 0:
                    session.check_findings()
                    session.check_format()
            status, errors = session.client.finish()
            if status != 0 or errors:
                session.problems.append(f"status {status}: {errors}")
        except (EOFError, BrokenPipeError, TimeoutError, AssertionError) as error:
            session.client.process.kill()
            session.problems.append(f"{type(error).__name__}: {error}")
            for name, text in session.texts.items():
                session.problems.append(f"{name}: {text.text!r}")
        return session.problems, step


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--sessions", type=int, default=2)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--every", type=int, default=5)
    options = parser.parse_args()
    deadline = time.monotonic() + (options.seconds or 3600)
    tally = c_program.Tally()
    number = options.first
    edits = 0
    while time.monotonic() < deadline and (options.seconds or
                                           number < options.first + options.sessions):
        problems, steps = run(options.slotc, number, options.steps, deadline, options.every)
        edits += steps
        tally.check(f"session {number}", problems)
        number += 1
    print(f"{edits} edits")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
