"""Runs in gdb, behind slots_gdb.py: compares what it shows with what the program printed.

    gdb -ex "python shown = 'FILE'; only = 'PREFIX'" -x tests/gdb/check.py

FILE has a line for each object, "expression<TAB>text of R_format"; those whose expression begins
with PREFIX are looked at. For each, slots-format and the tree that the printer gives must say the
same. The last line is `N equal, N different`.
"""

import gdb


def decoded(raw):
    return raw.decode("utf-8", "backslashreplace")


def said(child):
    """One child of a printer as a line."""
    if isinstance(child, str):
        return child
    kind = child.type.strip_typedefs()
    if kind.code == gdb.TYPE_CODE_STRUCT:
        return walked(child)
    printer = gdb.default_visualizer(child)
    if printer is not None:
        return printer.to_string()
    if kind.code == gdb.TYPE_CODE_ARRAY:
        low, high = kind.range()
        return "[" + ", ".join(said(child[i]) for i in range(low, high + 1)) + "]"
    return str(int(child))


def walked(value):
    """What the tree of a record says."""
    printer = gdb.default_visualizer(value)
    if printer is None:
        return "no printer"
    parts = [f"{name}={said(child)}" for name, child in printer.children()]
    return f"{printer.to_string()}({', '.join(parts)})"


def lines_of(path):
    with open(path, "rb") as file:
        for line in file.read().splitlines():
            expression, text = line.split(b"\t", 1)
            yield expression.decode("ascii"), decoded(text)


def main(path, prefix):
    equal = different = 0
    for expression, text in lines_of(path):
        if not expression.startswith(prefix):
            continue
        line = gdb.execute(f"slots-format {expression}", to_string=True).rstrip("\n")
        tree = walked(gdb.parse_and_eval(expression))
        for what, found in (("line", line), ("tree", tree)):
            if found == text:
                equal += 1
            else:
                different += 1
                print(f"{what} of {expression}:\n  {found}\ninstead of\n  {text}")
    print(f"{equal} equal, {different} different")


gdb.execute("set print elements 0")
main(shown, only)  # noqa: F821 (set by who starts this)
