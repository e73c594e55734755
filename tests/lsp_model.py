"""Texts as an editor has them: positions in UTF-16 or UTF-8, edits, and the findings of lint."""

import json
import re
import subprocess

SEVERITIES = {"error": 1, "warning": 2, "note": 3}
BOM = "\ufeff".encode()


class Text:
    """A document's text, and places in it."""

    def __init__(self, text, encoding):
        self.text = text
        self.encoding = encoding
        self.lines = [0] + [match.end() for match in re.finditer("\r\n|\n|\r", text)]

    def units(self, text):
        return len(text.encode(self.encoding.replace("-16", "-16-le"))) // (
            2 if self.encoding == "utf-16" else 1)

    def position(self, index):
        line = max(n for n, start in enumerate(self.lines) if start <= index)
        return {"line": line, "character": self.units(self.text[self.lines[line]:index])}

    def line_end(self, line):
        rest = self.text[self.lines[line]:]
        return self.lines[line] + len(re.split("[\r\n]", rest, maxsplit=1)[0])

    def index(self, position):
        """Beyond a line is its end, within a character its start: brute force."""
        line = position["line"]
        if line >= len(self.lines):
            return len(self.text)
        index = self.lines[line]
        end = self.line_end(line)
        while index < end and self.units(self.text[self.lines[line]:index + 1]) <= (
                position["character"]):
            index += 1
        return index

    def slice(self, bounds):
        return self.text[self.index(bounds["start"]):self.index(bounds["end"])]

    def edited(self, edits):
        """The text with edits that do not overlap in it."""
        spans = sorted(((self.index(edit["range"]["start"]), self.index(edit["range"]["end"]),
                         edit["newText"]) for edit in edits), key=lambda span: span[:2])
        pieces, at = [], 0
        for start, end, text in spans:
            assert at <= start <= end, f"edits overlap: {edits}"
            pieces += [self.text[at:start], text]
            at = end
        return "".join(pieces) + self.text[at:]


def lint(slotc, folder, name, timeout=60):
    """What lint finds in a file; None where it fails otherwise."""
    done = subprocess.run([slotc, "lint", "--format", "json", name], cwd=folder,
                          capture_output=True, timeout=timeout, check=False)
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return json.loads(done.stdout)


def place(text, data, line, column):
    """A line and column in bytes, as a position."""
    skipped = len(BOM) if data.startswith(BOM) else 0
    starts = [skipped] + [match.end() for match in re.finditer(b"\n", data)]
    offset = starts[line - 1] + column - 1
    return text.position(len(data[:offset].decode()))


def expected(text, findings):
    """Findings of a file as they should be published, without what depends on the client."""
    data = text.text.encode()
    rows = []
    for item in findings:
        rows.append((SEVERITIES[item["severity"]], item["rule"], item["message"],
                     str(place(text, data, item["line"], item["column"])),
                     str(place(text, data, item["end_line"], item["end_column"])),
                     item["help"] or "", len(item["notes"])))
    return sorted(set(rows))


def published(diagnostics):
    rows = []
    for item in diagnostics:
        message, _, words = item["message"].partition("\nhelp: ")
        rows.append((item["severity"], item["code"], message, str(item["range"]["start"]),
                     str(item["range"]["end"]), words, len(item.get("relatedInformation", []))))
    return sorted(rows)
