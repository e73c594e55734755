#!/usr/bin/env python3
"""CPython's rows beside those of peers.c: objects of 3 floats, with a dict and with slots.

Bytes are tracemalloc's, with the floats that an object holds. Times are of this process, the best
of many, less what the same loop takes without the thing that is measured.
"""

import platform
import time
import tracemalloc

COUNT = 100_000
HOT = 1_000
RUNS = 200


class Dict:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


class Slots:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


def size(cls):
    objects = [None] * COUNT
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for i in range(COUNT):
        objects[i] = cls(i + 0.25, i + 0.5, i + 0.75)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / COUNT


def best(loop, argument, count, runs=RUNS):
    least = None
    for _ in range(runs):
        start = time.process_time_ns()
        loop(argument)
        took = time.process_time_ns() - start
        least = took if least is None else min(least, took)
    return least / count


def create(cls):
    kept = [None] * COUNT
    x, y, z = 0.25, 0.5, 0.75  # the floats are there: only the object is made
    for i in range(COUNT):
        kept[i] = cls(x, y, z)


def create_nothing(cls):
    kept = [None] * COUNT
    x, y, z = 0.25, 0.5, 0.75
    for i in range(COUNT):
        kept[i] = x


def get(objects):
    for each in objects:
        each.y


def get_nothing(objects):
    for each in objects:
        pass


def get_by_name(pairs):
    for each, name in pairs:
        getattr(each, name)


def get_by_name_nothing(pairs):
    for each, name in pairs:
        pass


def row(cls, title):
    objects = [cls(i + 0.25, i + 0.5, i + 0.75) for i in range(HOT)] * 4
    pairs = [(each, "xyz"[i % 3]) for i, each in enumerate(objects)]
    figures = (
        size(cls),
        best(create, cls, COUNT, 9) - best(create_nothing, cls, COUNT, 9),
        best(get, objects, len(objects)) - best(get_nothing, objects, len(objects)),
        best(get_by_name, pairs, len(pairs)) - best(get_by_name_nothing, pairs, len(pairs)),
    )
    print(f"CPython {platform.python_version()}, {title}", *(f"{f:.1f}" for f in figures), sep="\t")


row(Dict, "dict")
row(Slots, "slots")
