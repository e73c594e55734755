#!/usr/bin/env python3
"""What an editor shows of generated code, by clangd: hover at each use of a field, an accessor, a
record and an enumerator has the documentation, and where the schema has it.

    python3 tests/clangd.py PATH/TO/slotc

Of a field and of its accessors also the type, the offset and the size.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import c_program

SCHEMA = """
package plant;

/// What is measured.
enum Unit : u8 {
    /// Degrees.
    celsius,
    kelvin,
}

record Point slots {
    /// To the right.
    x: f32;
    y: f32;
}

/// One reading.
record Reading slots {
    /// Since 1970.
    time:  i64;
    value: f64?;
    unit:  Unit;
    /// From 0 to 7.
    level: bits[3];
    /// In order.
    many: u16[4];
    code: char[8];
    at:   Point;
}

/// Something
/// is wrong.
record Alarm : Reading slots + dict {
    /// What is wrong.
    message: str;
    next:    ref Alarm;
}
"""


class Clangd:
    """Speaks the language server's protocol with clangd."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["clangd", "--log=error", "--background-index=0", "--clang-tidy=0"], cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.number = 0

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                raise AssertionError("clangd has ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, params):
        self.number += 1
        self.send(method, params, self.number)
        while (answer := self.receive()).get("id") != self.number or "method" in answer:
            pass
        return answer.get("result")

    def open(self, path):
        self.ask("initialize", {"processId": None, "rootUri": path.parent.as_uri(),
                                "capabilities": {}})
        self.send("initialized", {})
        self.send("textDocument/didOpen", {"textDocument": {
            "uri": path.as_uri(), "languageId": "c", "version": 1,
            "text": path.read_text(encoding="utf-8")}})

    def hover(self, path, line, column):
        answer = self.ask("textDocument/hover", {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": line, "character": column}})
        return "" if not answer else answer["contents"]["value"]

    def close(self):
        self.ask("shutdown", None)
        self.send("exit", None)
        self.process.wait(timeout=60)


def told_of_field(field, owner):
    """What hover tells of a field: a pattern for each thing."""
    offset = field["offset"]["lp64"]
    size = f"{field['size']['lp64']} byte"
    yield re.escape(field["type"].partition(" ")[0])
    yield rf"offset {offset}\b"
    yield rf"\b{size}"
    yield rf"plant\.slots: {owner}\.{field['name']}\b"
    yield from (re.escape(line) for line in field["doc_lines"])


def uses(records, enums, header):
    """Lines of C, the word in each that is pointed at, and what is told of it."""
    for record in records:
        name = record["c_name"]
        docs = [re.escape(line) for line in record["doc_lines"]]
        yield (f"{name} *r_{name};", name,
               [*docs, rf"plant\.slots: {record['name']}\b", rf"\b{record['size']['lp64']} bytes"])
        for field in record["fields"]:
            told = list(told_of_field(field, field["owner"]))
            if not field["is_bits"]:
                yield f"(void)r_{name}->{field['c_path']};", field["c_name"], told
            pattern = rf"\b{name}_[a-z_]+_{field['c_name']}\b(?=\()"
            for accessor in sorted(set(re.findall(pattern, header))):
                yield f"(void){accessor};", accessor, told
    for enum in enums:
        docs = [re.escape(line) for line in enum["doc_lines"]]
        yield (f"{enum['c_name']} e_{enum['name']};", enum["c_name"],
               [*docs, rf"plant\.slots: {enum['name']}\b"])
        for item in enum["enumerators"]:
            yield (f"(void){item['c_name']};", item["c_name"],
                   [*map(re.escape, item["doc_lines"]),
                    rf"plant\.slots: {enum['name']}\.{item['name']}\b"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    path = parser.parse_args().slotc
    tally = c_program.Tally()
    if not shutil.which("clangd"):
        tally.check("clangd is there", ["it is not: run tests/setup.sh"])
        return tally.finish()
    with tempfile.TemporaryDirectory() as folder:
        slotc = c_program.Slotc(path, folder)
        paths = slotc.write({"plant": SCHEMA})
        tally.check("slotc gen", c_program.complaints(slotc.gen(paths)))
        schema = slotc.model(paths)["plant"]
        header = (slotc.out / "plant.slots.h").read_text(encoding="utf-8")
        found = list(uses(schema["records"], schema["enums"], header))
        lines = ['#include "out/plant.slots.h"', "void use(void);", "void use(void) {"]
        main_c = slotc.folder / "main.c"
        main_c.write_text("\n".join([*lines, *(use[0] for use in found), "}", ""]),
                          encoding="utf-8")
        clangd = Clangd(slotc.folder)
        clangd.open(main_c)
        for number, (line, word, told) in enumerate(found):
            hover = clangd.hover(main_c, len(lines) + number, line.index(word))
            hover = hover.replace("\\", "").replace("\n", " ")
            missing = [part for part in told if not re.search(part, hover)]
            tally.check(f"hover of `{line}`", missing and [*missing, f"in: {hover}"])
        clangd.close()
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
