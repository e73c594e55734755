"""Runs in gdb, behind slots_gdb.py, in a program that stands at stop(): damages objects at random
and shows them. Whatever comes of it, gdb must say it soon and without an exception.

The last line is `survived`.
"""

import random
import time

import gdb

OBJECTS = ("hatches[1]", "hatches[2]", "hatches[3]", "hatches[4]", "hatches[5]", "opens[3]")
OTHERS = ("opens[4]", "scalars", "arrays", "optionals", "below_open", "vector", "pool", "values")
ROUNDS = 12
SLOWEST = 20  # seconds for one object


def spans(value):
    """Addresses and sizes of what an object is made of: itself, and its dict."""
    yield int(value.address), value.type.sizeof
    names = [field.name for field in value.type.strip_typedefs().fields()]
    word = int(value["ext"]) if "ext" in names else 1
    if word & 1 == 0:
        head = gdb.Value(word).cast(gdb.lookup_type("struct slots_dict").pointer())
        yield word, 96
        if int(head["form"]) == 2:
            table = head.cast(gdb.lookup_type("struct slots_dict_table").pointer())
            yield int(table["entries"]), 40 * int(table["used"])


def damage(inferior, dice, place, size):
    """Changes a few bytes; gives what undoes it."""
    old = bytes(inferior.read_memory(place, size))
    new = bytearray(old)
    for _ in range(dice.choice((1, 2, 8))):
        new[dice.randrange(size)] = dice.choice((0, 1, 0x7F, 0xFF, dice.randrange(256)))
    inferior.write_memory(place, bytes(new))
    return old


def look(expression):
    start = time.monotonic()
    for command in ("print", "slots-format"):
        try:
            text = gdb.execute(f"{command} {expression}", to_string=True)
        except gdb.error as error:
            text = str(error)
        if "Exception" in text or "Traceback" in text or "Python" in text:
            print(f"{command} {expression}: {text}")
            return False
    if time.monotonic() - start > SLOWEST:
        print(f"{expression}: took {time.monotonic() - start:.0f} s")
        return False
    return True


def main():
    dice = random.Random(1)
    inferior = gdb.selected_inferior()
    well = True
    for expression in OBJECTS + OTHERS:
        value = gdb.parse_and_eval(expression)
        for place, size in list(spans(value)):
            for _ in range(ROUNDS):
                old = damage(inferior, dice, place, size)
                well = look(expression) and well
                inferior.write_memory(place, old)
    if well:
        print("survived")


gdb.execute("set print elements 200")
main()
