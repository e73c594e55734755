#!/usr/bin/env python3
"""Checks that the files of generator/ include no file of a higher layer; layers.txt has the table.

    python3 tests/layers.py [FOLDER]

FOLDER is another tree than generator/.
"""

import fnmatch
import pathlib
import re
import sys

import c_program

TABLE = pathlib.Path(__file__).with_name("layers.txt")
INCLUDE = re.compile(r'^ *# *include *"([^"]*)"', re.MULTILINE)
ENDINGS = {".c", ".h", ".def"}


class Layers:
    """The table: patterns of names with their layers, and the exceptions."""

    def __init__(self, text):
        self.patterns = []
        self.allowed = set()
        for line in text.splitlines():
            words = line.split()
            if words and words[0].isdigit():
                self.patterns += [(pattern, int(words[0])) for pattern in words[1:]]
            elif words and words[0] == "allow":
                self.allowed.add(tuple(words[1:]))

    def of(self, name):
        """The layer of a file, by the first pattern that fits; None where there is none."""
        stem = name.rsplit(".", 1)[0]
        fits = (layer for pattern, layer in self.patterns if fnmatch.fnmatchcase(stem, pattern))
        return next(fits, None)

    def complaints(self, path):
        own = self.of(path.name)
        if own is None:
            yield f"{path}: is in no layer of {TABLE.name}"
        for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if (path.name, include) in self.allowed:
                continue
            other = self.of(include)
            if other is None or not (path.parent / include).is_file():
                yield f'{path}: includes "{include}", which is in no layer of {TABLE.name}'
            elif own is not None and other > own:
                yield f'{path}: is in layer {own} and includes "{include}" of layer {other}'


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "generator")
    layers = Layers(TABLE.read_text(encoding="utf-8"))
    tally = c_program.Tally()
    for path in sorted(folder.iterdir()):
        if path.suffix in ENDINGS:
            tally.check(path, layers.complaints(path))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
