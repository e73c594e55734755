#!/usr/bin/env python3
"""Reads by `slotc render`'s Python what a C program has in memory; tests/render.py runs it.

    python3 tests/render_read.py ctypes|numpy MODULE LIBRARY EXPECTED

The library has a function at_NAME for each record, which gives an instance; EXPECTED is JSON: by
the record's name in C its size, the offsets of its fields, and their values. Prints each thing that
is otherwise, and last how many values were compared.
"""

import ctypes
import importlib.util
import json
import re
import sys


def load(path):
    spec = importlib.util.spec_from_file_location("rendered", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(value):
    """What a char[N] or a str holds, however it is given."""
    if isinstance(value, int):
        value = ctypes.string_at(value) if value else None
    if hasattr(value, "value"):
        value = value.value
    return value if value is None else value.split(b"\0")[0].decode()


def pointer(value):
    number = value if isinstance(value, int) else ctypes.cast(value, ctypes.c_void_p).value
    return number or 0


def plain(value, about):
    """A value as JSON has it: of ctypes, or what NumPy gives as a list."""
    item = {"text": text, "pointer": pointer}.get(about["kind"], lambda number: number)
    return [item(one) for one in value] if about["array"] else item(value)


def own(name):
    """The field in a structure: ctypes keeps names as `_fields_` to itself."""
    return f"{name}_" if re.fullmatch("_[^_](.*[^_])?_", name) else name


class Ctypes:
    def __init__(self, module):
        self.module = module

    def read(self, name, address):
        return ctypes.cast(address, ctypes.POINTER(getattr(self.module, name))).contents

    def size(self, name):
        return ctypes.sizeof(getattr(self.module, name))

    def offset(self, name, field):
        return getattr(getattr(self.module, name), own(field)).offset

    def get(self, record, name, about):
        value = getattr(record, own(name))
        return value if about["kind"] == "record" else plain(value, about)

    def items(self, record, name):
        return list(getattr(record, own(name)))

    def is_present(self, record, name):
        return self.module.is_present(record, name)


class Numpy:
    """Pointers are numbers there."""

    def __init__(self, module):
        self.module = module
        self.numpy = importlib.import_module("numpy")

    def read(self, name, address):
        dtype = getattr(self.module, name)
        data = ctypes.string_at(address, dtype.itemsize)
        return self.numpy.frombuffer(data, dtype=dtype)

    def joined(self, array):
        """The same twice; that costs the dtype its metadata, and NumPy moves its fields."""
        return self.numpy.concatenate([array, array])

    def size(self, name):
        return getattr(self.module, name).itemsize

    def offset(self, name, field):
        return getattr(self.module, name).fields[field][1]

    def get(self, record, name, about):
        if about["kind"] == "record":
            return record[name]
        bits = about["kind"] == "bits"
        value = self.module.get_bits(record, name) if bits else record[name]
        if bits and (self.module.get_bits(self.joined(record), name) != value).any():
            return "another value after NumPy has lost the record's name"
        return plain(value.tolist()[0], about)

    def items(self, record, name):
        return [record[name][:, i] for i in range(record[name].shape[1])]

    def is_present(self, record, name):
        there = self.module.is_present(record, name)
        again = self.module.is_present(self.joined(record), name)
        return bool(there[0]) if (there == again).all() else "another answer"


def compare(reader, expected, name, record, values):
    """Yields what differs, and True for each value that was compared."""
    for field, about in expected[name]["fields"].items():
        wanted = values[field]
        if about["optional"]:
            there = reader.is_present(record, field)
            yield there == (wanted is not None) or f"{name}.{field}: is there: {there}"
            if wanted is None:
                continue
        if about["kind"] == "record":
            held = reader.items(record, field) if about["array"] else [
                reader.get(record, field, about)]
            for item, inner in zip(held, wanted if about["array"] else [wanted]):
                yield from compare(reader, expected, about["target"], item, inner)
            continue
        value = reader.get(record, field, about)
        yield value == wanted or f"{name}.{field}: {value!r}, not {wanted!r}"


def main():
    kind, module, library, path = sys.argv[1:]
    reader = {"ctypes": Ctypes, "numpy": Numpy}[kind](load(module))
    library = ctypes.CDLL(library)
    with open(path, encoding="utf-8") as file:
        expected = json.load(file)
    count = 0
    for name, about in expected.items():
        results = [reader.size(name) == about["size"] or f"{name}: {reader.size(name)} bytes"]
        for field, of in about["fields"].items():
            if of["kind"] != "bits":
                offset = reader.offset(name, field)
                results.append(offset == of["offset"] or f"{name}.{field}: at {offset}")
        instance = getattr(library, f"at_{name}")
        instance.restype = ctypes.c_void_p
        results += compare(reader, expected, name, reader.read(name, instance()), about["values"])
        for result in results:
            if result is not True:
                print(result)
        count += len(results)
    print(f"{count} values")


if __name__ == "__main__":
    main()
