#!/usr/bin/env python3
"""What `slotc trace` prints is what CPython's tracemalloc says of the same blocks.

    python3 tests/trace.py PATH/TO/slotc [--count COUNT] [--mutations COUNT]

Random snapshots are written as files and built as tracemalloc's own: order, sums, differences,
filters and texts are compared, and each format with the others. The page is well-formed XML and
HTML, loads nothing, and its cells are as large as what they stand for; its colours have contrast.
Then snapshots are damaged: each is refused with a place and help, or read.
"""

import argparse
import collections
import fnmatch
import itertools
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import tracemalloc
import xml.etree.ElementTree

import c_program
from report import XHTML, Page

FORMATS = ("text", "json", "folded", "dhat", "html")
GROUPS = {"line": "lineno", "file": "filename"}
Row = collections.namedtuple("Row", "size count total_size total_count line type file")
CONTRAST = 4.5  # of text, as WCAG has it for level AA


# Snapshots


def random_rows(chance, most):
    files = ["main.c", "src/shop.c", "src/über.c", "src/a b;c.c", "<unknown>", "x" * 300,
             "/home/me/src/list.c", "/home/me/src/list_of.c", "&lt;\"'{{path}}.c", "日本語.c"]
    types = ["-", "shop_Item", "Order", "A", "a_very_long_package_Name" * 5]
    rows = {}
    for _ in range(chance.randrange(most)):
        file, line, kind = chance.choice(files), chance.randrange(4), chance.choice(types)
        count = chance.choice((0, 1, 1, 2, 3))
        size = sum(chance.choice((0, 1, 24, 1000, 10239, 10240, 3 << 20)) for _ in range(count))
        rows[file, line, kind] = Row(size, count, size + 64, count + 1, line, kind, file)
    return list(rows.values())


def write(path, rows, peak=None):
    current = sum(row.size for row in rows)
    head = f"slotc-trace 1\ncurrent\t{current}\npeak\t{peak or current}\nlost\t0\n"
    lines = ["\t".join(map(str, row)) + "\n" for row in rows]
    path.write_text(f"{head}rows\t{len(rows)}\n{''.join(lines)}", encoding="utf-8")


def sizes_of(row):
    """The sizes of its blocks: only their number and their sum are known."""
    return [row.size - row.count + 1] + [1] * (row.count - 1) if row.count else []


def python_snapshot(rows, name_of=lambda row: (row.file, row.line)):
    traces = [(0, size, (name_of(row),), 1) for row in rows for size in sizes_of(row)]
    return tracemalloc.Snapshot(traces, 1)


def by_type(row):
    """Classes in the place of files: tracemalloc knows none. Without a class comes first."""
    return ("" if row.type == "-" else row.type, 0)


# What has to be printed


class Expected:
    def __init__(self, rows, old_rows, by):
        name_of = by_type if by == "class" else lambda row: (row.file, row.line)
        snapshot = python_snapshot(rows, name_of)
        group = GROUPS.get(by, "filename")
        self.by, self.compares = by, old_rows is not None
        if self.compares:
            self.items = snapshot.compare_to(python_snapshot(old_rows, name_of), group)
            self.changed = [item for item in self.items if item.size_diff]
            assert self.items[: len(self.changed)] == self.changed
        else:
            self.items = self.changed = snapshot.statistics(group)

    def text_of(self, item):
        text = str(item)
        if self.by != "class":
            return text
        name, line, rest = re.fullmatch(r"(.*?)(:0)(: size=.*)", text).groups()
        return (name or "<no class>") + rest

    def name_of(self, item):
        file, line = item.traceback[0].filename, item.traceback[0].lineno
        return {"line": f"{file}:{line}", "file": file, "class": file or "<no class>"}[self.by]

    def sums(self, items):
        keys = ("size", "count") + (("size_diff", "count_diff") if self.compares else ())
        return {key: sum(getattr(item, key) for item in items) for key in keys}


def sized(number, sign=False):
    return tracemalloc._format_size(number, sign)


def check_text(text, expected, top):
    shown = expected.changed[:top]
    lines = [f"#{i}: {expected.text_of(item)}" for i, item in enumerate(shown, 1)]
    real = text.splitlines()
    if real[1:len(lines) + 1] != lines:
        yield f"{real[1:len(lines) + 1]}, not {lines}"
    others = expected.sums(expected.items[len(shown):])
    rest = real[len(lines) + 1:]
    if len(expected.items) > len(shown):
        line = rest.pop(0)
        if not line.startswith(f"{len(expected.items) - len(shown)} other: "
                               f"size={sized(others['size'])}"):
            yield f"{line}, not {others}"
    if len(rest) != 1 or not rest[0].startswith("total: size="):
        yield f"at the end {rest}"
    total = expected.sums(expected.items)
    if expected.compares:
        old = total["size"] - total["size_diff"]
        sums = f"{sized(old)} -> {sized(total['size'])} ({sized(total['size_diff'], True)})"
    else:
        sums = sized(total["size"])
    if not rest[0].startswith(f"total: size={sums}, count="):
        yield f"{rest[0]}, not {sums}"


def json_key(statistic, by):
    if by == "class":
        return statistic["class"] or "<no class>"
    return statistic["file"] + (f":{statistic['line']}" if by == "line" else "")


def check_json(text, expected):
    root = json.loads(text)
    keys = ("size", "count", "size_diff", "count_diff")
    real = [(json_key(one, expected.by), *(one[key] for key in keys)) for one in root["statistics"]]
    wanted = [(expected.name_of(item), *(getattr(item, key, None) for key in keys))
              for item in expected.items]
    if real != wanted:
        yield f"{real}, not {wanted}"
    sums = {key: root["total"][key] for key in expected.sums([])}
    if sums != expected.sums(expected.items) or root["total"]["groups"] != len(expected.items):
        yield f"total {root['total']}"
    if root["others"]["groups"] != 0 or (root["old"] is None) == expected.compares:
        yield "others, or old"


def frame(name):
    return name.replace(";", "\\x3b")


def check_folded(text, rows, old_rows):
    wanted = {}
    for which, some in enumerate((old_rows or [], rows)):
        for row in some:
            kind = "<no class>" if row.type == "-" else row.type
            base = row.file.rsplit("/", 1)[-1]
            stack = f"{frame(row.file)};{kind};{frame(base)}:{row.line}"
            wanted.setdefault(stack, [0, 0])[which] = row.size
    first = 0 if old_rows is not None else 1
    wanted = {stack: pair[first:] for stack, pair in wanted.items() if any(pair[first:])}
    pattern = r"(.*;.*;.*:\d+)" + r" (\d+)" * (2 - first)
    real = {}
    for line in text.splitlines():
        stack, *numbers = re.fullmatch(pattern, line).groups()
        real[stack] = [int(number) for number in numbers]
    if real != wanted:
        yield f"{real}, not {wanted}"


def check_dhat(text, rows):
    """Keys are those that DHAT's viewer asks for."""
    root = json.loads(text)
    missing = set("dhatFileVersion mode verb bklt bkacc tu Mtu tuth cmd pid te tg pps ftbl".split())
    missing -= root.keys()
    if missing or root["dhatFileVersion"] != 2 or root["bkacc"] or root["ftbl"][0] != "[root]":
        yield f"missing {missing}"
    points = {}
    for point in root["pps"]:
        if {"tb", "tbk", "tl", "mb", "mbk", "gb", "gbk", "eb", "ebk", "fs"} - point.keys():
            yield f"{point}"
        kind, place = (root["ftbl"][i] for i in point["fs"])
        points[kind.replace("<no class>", "-"), place] = \
            [point[key] for key in ("eb", "ebk", "tb", "tbk")]
    wanted = {(row.type, f"{row.file}:{row.line}"): list(row[:4]) for row in rows}
    if points != wanted or len(root["pps"]) != len(rows):
        yield f"{points}, not {wanted}"


def page_rows(root):
    for row in root.find(f".//{XHTML}tbody").iter(f"{XHTML}tr"):
        yield ["".join(cell.itertext()).strip() for cell in row]


def expected_row(expected, item):
    cells = [expected.name_of(item), "", sized(item.size), str(item.count)]
    if expected.compares:
        cells[2:] = [sized(item.size_diff, True), sized(item.size), f"{item.count_diff:+d}",
                     str(item.count)]
    return cells + [sized(item.size / item.count) if item.count else ""]


def place_of(element):
    numbers = re.fullmatch(r"left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%",
                           element.get("style"))
    return [float(number) for number in numbers.groups()]


def check_places(elements):
    places = [place_of(element) for element in elements]
    for left, top, width, height in places:
        if left + width > 100.02 or top + height > 100.02:
            yield f"outside: {left} {top} {width} {height}"
    for (a, b, c, d), (e, f, g, h) in itertools.combinations(places, 2):
        if min(a + c, e + g) - max(a, e) > 0.02 and min(b + d, f + h) - max(b, f) > 0.02:
            yield f"cells overlap at {a} {b} and {e} {f}"
    area = sum(width * height for _, _, width, height in places)
    if places and abs(area - 10000) > 5 * len(places):
        yield f"cells fill {area / 100} %"


def cells_of(section):
    return [one for one in section.iter(f"{XHTML}div") if one.get("class").startswith("cell ")]


def check_map(root, expected):
    """The cells fill their areas, and these the map; without areas for files each cell is as large
    as its share."""
    sections = list(root.iter(f"{XHTML}section"))
    yield from check_places(sections)
    for section in sections:
        yield from check_places(cells_of(section))
    if expected.by == "line" or not sections:
        return
    values = [abs(item.size_diff) if expected.compares else item.size for item in expected.items]
    large = sorted((value for value in values if value * 400 >= sum(values)), reverse=True)
    places = [place_of(cell) for cell in cells_of(sections[0])
              if "gathered" not in cell.get("class")]
    areas = sorted((width * height for _, _, width, height in places), reverse=True)
    for value, area in itertools.zip_longest(large, areas, fillvalue=0):
        if abs(value / sum(values) * 10000 - area) > 3:
            yield f"a cell of {area / 100} % for {value} of {sum(values)}"


def check_page(text, expected):
    page = Page()
    page.feed(text)
    yield from page.problems
    yield from (f"<{tag}> is open" for tag in page.open)
    root = xml.etree.ElementTree.fromstring(text)
    if not expected.items:
        return
    rows = [row[1:] for row in page_rows(root) if row[0]]
    wanted = [expected_row(expected, item) for item in expected.changed[:100]]
    if rows != wanted:
        yield f"{rows}, not {wanted}"
    yield from check_map(root, expected)


# Runs


def fits(row, files, without, types):
    def any_fits(name, patterns):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)

    return ((not files or any_fits(row.file, files)) and not any_fits(row.file, without) and
            (not types or (row.type != "-" and any_fits(row.type, types))))


def random_filters(chance):
    pattern = ("*", "main.?", "src/*", "*list*.c", "/home/*", "nothing", "*.c", "??????")
    some = [chance.sample(pattern, chance.choice((0, 0, 1, 2))) for _ in range(2)]
    some.append(chance.sample(("*", "Order", "shop_*", "?"), chance.choice((0, 0, 1, 2))))
    options = [word for option, patterns in zip(("--include", "--exclude", "--class"), some)
               for one in patterns for word in (option, one)]
    return some, options


def check_formats(tally, slotc, what, snapshots, by, top, filters):
    (rows, path), (old_rows, old_path) = snapshots
    patterns, options = filters
    rows = [row for row in rows if fits(row, *patterns)]
    compare = []
    if old_rows is not None:
        old_rows = [row for row in old_rows if fits(row, *patterns)]
        compare = ["--compare", old_path]
    expected = Expected(rows, old_rows, by)
    checks = {
        "text": lambda text: check_text(text, expected, top),
        "json": lambda text: check_json(text, expected),
        "folded": lambda text: check_folded(text, rows, old_rows),
        "dhat": lambda text: check_dhat(text, rows),
        "html": lambda text: check_page(text, expected),
    }
    extra = {"text": ["--by", by, "--top", top], "json": ["--by", by], "html": ["--by", by]}
    for name, check in checks.items():
        if name == "dhat" and compare:
            continue
        done = c_program.run([slotc, "trace", path, "--format", name, *compare, *options,
                              *extra.get(name, [])])
        problems = list(c_program.complaints(done))
        tally.check(f"{what}, {name}", problems or check(done.stdout))


def check_random(tally, slotc, folder, number):
    chance = random.Random(number)
    rows, old_rows = (random_rows(chance, 40) for _ in range(2))
    path, old_path = folder / "new.trace", folder / "old.trace"
    write(path, rows)
    write(old_path, old_rows)
    if chance.random() < 0.5:
        old_rows = None
    by = chance.choice(("line", "line", "file", "class"))
    filters = random_filters(chance) if chance.random() < 0.4 else (([], [], []), [])
    check_formats(tally, slotc, f"snapshot {number}", ((rows, path), (old_rows, old_path)), by,
                  chance.choice((1, 3, 10, 100)), filters)


def check_large_numbers(tally, slotc, folder):
    """Texts of sizes that no blocks of a test could have."""
    chance = random.Random(1)
    rows = []
    for line in range(1, 200):
        size = chance.choice((2**62, 10**chance.randrange(1, 16), chance.randrange(2**50)))
        count = chance.choice((1, 7, 2**40, chance.randrange(1, 2**30)))
        rows.append(Row(size, count, size, count, line, "-", "a.c"))
    rows = [row for row in rows if row.size < 2**55]
    write(folder / "large.trace", rows)
    done = c_program.run([slotc, "trace", folder / "large.trace", "--top", 0])
    frames = [tracemalloc.Traceback([(row.file, row.line)]) for row in rows]
    items = [tracemalloc.Statistic(frame, row.size, row.count) for frame, row in zip(frames, rows)]
    items.sort(reverse=True, key=tracemalloc.Statistic._sort_key)
    lines = [f"#{i}: {item}" for i, item in enumerate(items, 1)]
    real = done.stdout.splitlines()[1:-1]
    tally.check("large numbers", [f"{a}, not {b}" for a, b in zip(real, lines) if a != b])
    tally.check("large numbers: all", [] if len(real) == len(lines) else [len(real)])


def check_thousands(tally, slotc, folder):
    """Of thousands of lines the page stays small, and is complete in its sums."""
    rows = [Row(64 + i % 97, 1, 500, 9, i % 1000 + 1, f"T{i % 7}", f"src/file{i % 211}.c")
            for i in range(20_000)]
    rows = list({(row.line, row.type, row.file): row for row in rows}.values())
    write(folder / "many.trace", rows)
    done = c_program.run([slotc, "trace", folder / "many.trace", "--format", "html"])
    tally.check("thousands of lines", c_program.complaints(done))
    tally.check("thousands of lines: small", [len(done.stdout)] * (len(done.stdout) > 200_000))
    tally.check("thousands of lines: page", check_page(done.stdout, Expected(rows, None, "line")))


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def check_contrast(text):
    """Text on what it stands on, in light and in dark."""
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    block = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
    schemes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))
               for css in (block.sub("", style), "".join(block.findall(style)))]
    ground = re.compile(r"m\d|gathered|grew|shrank|page|track")
    for name, colors in zip(("light", "dark"), schemes):
        grounds = [key for key in colors if ground.fullmatch(key)]
        if len(grounds) < 11:
            yield f"{name}: only {grounds}"
        for ink, below in [("ink", key) for key in grounds] + [("faint", "page")]:
            if contrast(colors[ink], colors[below]) < CONTRAST:
                yield f"{name}: {ink} on {below}"


# Damage


def damaged(chance, good):
    for length in (0, 1, 13, 14, *(chance.randrange(len(good)) for _ in range(20))):
        yield f"cut to {length}", good[:length]
    yield "random bytes", chance.randbytes(4096)
    yield "zeros", bytes(4096)
    yield "one long line", b"slotc-trace 1\n" + b"a" * 1_000_000
    yield "many lines", good + b"\n" * 200_000
    for number in itertools.count():
        bad = bytearray(good)
        for _ in range(chance.choice((1, 1, 2, 5))):
            place = chance.randrange(len(bad))
            kind = chance.randrange(4)
            if kind == 0:
                bad[place] = chance.randrange(256)
            elif kind == 1:
                more = (b"\t", b"\n", b"\\", b"9" * 20, b"-", b"\0", b"\r")
                bad[place:place] = chance.choice(more)
            elif kind == 2:
                del bad[place:place + chance.choice((1, 3, 30))]
            else:
                bad[place] ^= 1 << chance.randrange(8)
        yield f"damage {number}", bytes(bad)


def check_damaged(slotc, path, arguments):
    done = subprocess.run([slotc, "trace", path, *arguments], capture_output=True, check=False,
                          timeout=60, stdin=subprocess.DEVNULL)
    error = done.stderr.decode(errors="replace")
    if done.returncode == 0:
        if error:
            yield f"status 0, and {error}"
        return
    if done.returncode != 1 or done.stdout:
        yield f"status {done.returncode}, printed {done.stdout[:80]}: {error[-2000:]}"
    first = error.splitlines()[0] if error else ""
    if not re.match(re.escape(str(path)) + r":\d+:1: error: .* \[syntax\]$", first):
        yield f"said {first}"
    if "\n  help: " not in error:
        yield "no help"


def check_damage(tally, slotc, folder, count):
    chance = random.Random(7)
    write(folder / "good.trace", random_rows(chance, 30))
    good = (folder / "good.trace").read_bytes()
    path = folder / "damaged.trace"
    for number, (name, data) in enumerate(itertools.islice(damaged(chance, good), count)):
        path.write_bytes(data)
        arguments = ["--format", FORMATS[number % len(FORMATS)]]
        if number % 3 == 0 and arguments[1] != "dhat":
            arguments += ["--compare", folder / "good.trace"]
        tally.check(name, check_damaged(slotc, path, arguments))
    with path.open("wb") as huge:
        huge.truncate((64 << 20) + 1)
    done = c_program.run([slotc, "trace", path])
    tally.check("too large", [] if done.returncode == 1 and "64 MiB" in done.stderr else [done])
    os.remove(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--mutations", type=int, default=300)
    options = parser.parse_args()
    slotc = pathlib.Path(options.slotc).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number in range(options.count):
            check_random(tally, slotc, folder, number)
        check_large_numbers(tally, slotc, folder)
        check_thousands(tally, slotc, folder)
        done = c_program.run([slotc, "trace", folder / "large.trace", "--format", "html"])
        tally.check("contrast", check_contrast(done.stdout))
        check_damage(tally, slotc, folder, options.mutations)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
