#!/usr/bin/env python3
"""No record takes more than it must: each size beside those of every order of its cells.

    python3 tests/least.py PATH/TO/slotc [--full] [--first NUMBER] [--count COUNT]

Chains of up to 3 records with up to 6 fields each; the base is what slotc says of it. Without
`@open_tail` each record has the least size that any order gives it, with 64-bit and with 32-bit
pointers alike. Below an open tail there are all orders behind the base, and all that begin in its
tail, with no cell across its end: of those that take least with 64-bit pointers it has the least
with 32-bit ones. Nothing here is clever: orders are tried one by one.

A failing chain is run again by its number: `--first NUMBER --count 1`.
"""

import argparse
import collections
import itertools
import pathlib
import random
import sys
import tempfile

import c_program
from random_layout import round_up, tails_of

# Size and alignment with 64-bit and with 32-bit pointers; what no other has comes from a field `?`.
KINDS = {
    "bool": (1, 1, 1, 1), "u8": (1, 1, 1, 1), "i16": (2, 2, 2, 2), "u32": (4, 4, 4, 4),
    "f32": (4, 4, 4, 4), "f64": (8, 8, 8, 8), "u64": (8, 8, 8, 8), "str": (8, 8, 4, 4),
    "ref R": (8, 8, 4, 4), "char[2]": (2, 1, 2, 1), "char[3]": (3, 1, 3, 1),
    "char[5]": (5, 1, 5, 1), "u8[7]": (7, 1, 7, 1), "u16[3]": (6, 2, 6, 2),
    "f32[3]": (12, 4, 12, 4), "str[2]": (16, 8, 8, 4), "Held": (6, 2, 6, 2), "Wide": (24, 8, 12, 4),
    "bits[3]": (1, 1, 1, 1), "bits[12]": (2, 2, 2, 2),
}
HELD = "record Held slots { a: u16[2]; b: u8; }\nrecord Wide slots { a: ref Held[2]; b: u8; }\n"
CHAINS_A_FILE = 50

Record = collections.namedtuple("Record", "name text cells align open_tail")


def make_record(chance, name, base, has_dict):
    words = chance.choices(list(KINDS), k=chance.choice([0, 1, 1, 2, 3, 4, 5, 6, 6]))
    # Two of them might share a unit.
    words = [word for i, word in enumerate(words)
             if not word.startswith("bits") or not any("bits" in other for other in words[:i])]
    marks = ["?" if chance.random() < 0.2 else "" for _ in words]
    cells = [KINDS[word] for word in words]
    cells += [(8, 8, 4, 4)] if has_dict else []
    cells += [(1, 1, 1, 1)] if "?" in marks else []
    align = chance.choice([0] * 6 + [2, 16, 32])
    open_tail = chance.random() < 0.7
    fields = "".join(f" {name.lower()}_{i}: {word}{mark};"
                     for i, (word, mark) in enumerate(zip(words, marks)))
    text = f"@align({align}) " if align else ""
    text += "@open_tail " if open_tail else ""
    text += f"record {name}" + (f" : {base}" if base else "")
    text += f" {'slots + dict' if has_dict else 'slots'} {{{fields} }}\n"
    return Record(name, text, cells, align, open_tail)


def make_chain(number):
    chance = random.Random(number)
    count = chance.choice([1, 2, 2, 3, 3, 3])
    with_dict = chance.randrange(9)
    records = []
    for i in range(count):
        base = records[-1].name if records else None
        records.append(make_record(chance, f"R{number}_{i}", base, i == with_dict))
    return records


def sizes_of(cells, starts, bars, aligns):
    """What an order comes to: each cell behind the one before, aligned, and not across the bar."""
    sizes = []
    for width in (0, 1):
        end = starts[width]
        for cell in cells:
            size, align = cell[2 * width : 2 * width + 2]
            end = round_up(end, align)
            if end < bars[width] < end + size:
                end = round_up(bars[width], align)
            end += size
        sizes.append(round_up(max(end, bars[width]), aligns[width]))
    return tuple(sizes)


def check_record(record, said, base):
    embeds = base is not None and base["members"] != []
    starts = tuple(base["size"].values()) if embeds else (0, 0)
    aligns = tuple(base["align"].values()) if embeds else (1, 1)
    own = [[cell[2 * width + 1] for cell in record.cells] for width in (0, 1)]
    aligns = tuple(max([record.align, aligns[width], *own[width]]) for width in (0, 1))
    if not embeds and not record.cells:
        return
    tails = tails_of(base) if embeds else (0, 0)
    orders = set(itertools.permutations(record.cells))
    behind = {sizes_of(order, starts, starts, aligns) for order in orders}
    sizes = tuple(said["size"].values())
    if not any(tails):
        expected = tuple(min(size[width] for size in behind) for width in (0, 1))
    else:
        begin = tuple(start - tail for start, tail in zip(starts, tails))
        expected = min(behind | {sizes_of(order, begin, starts, aligns) for order in orders})
    if sizes != expected:
        yield f"{sizes} bytes, and {expected} are enough"


def is_empty(said, record, base):
    return not record.cells and (base is None or base["members"] == [])


def check_chain(tally, number, records, model):
    base = None
    problems = []
    for record in records:
        said = model[record.name]
        problems += [f"{record.name}: {problem}" for problem in check_record(record, said, base)]
        if is_empty(said, record, base):
            said["members"] = []
        base = said
    tally.check(f"chain {number}", problems)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int)
    options = parser.parse_args()
    count = options.count or (20000 if options.full else 400)
    tally = c_program.Tally()
    found = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        numbers = range(options.first, options.first + count)
        for first in numbers[::CHAINS_A_FILE]:
            chains = {number: make_chain(number)
                      for number in numbers if first <= number < first + CHAINS_A_FILE}
            text = HELD + "record R slots { }\n"
            text += "".join(record.text for records in chains.values() for record in records)
            path = pathlib.Path(folder, f"chains{first}.slots")
            path.write_text(text, encoding="utf-8")
            done = c_program.run([options.slotc, "model", path])
            problems = c_program.complaints(done)
            tally.check(f"the model of chains {first} and on", problems)
            if problems:
                continue
            model = {said["name"]: said for said in c_program.records_of(done)}
            for number, records in chains.items():
                check_chain(tally, number, records, model)
            for said in model.values():
                found["records"] += 1
                found["with cells in the tail of their base"] += said["in_tail"]
                found["of them as large as their base"] += (
                    said["in_tail"] and said["size"] == model[said["base"]]["size"])
    print(", ".join(f"{number} {what}" for what, number in found.items()))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
