#!/usr/bin/env python3
"""What `slotc report` prints agrees with `slotc layout`, in each of its formats.

    python3 tests/report.py PATH/TO/slotc [--count COUNT]

For the schemas of the project and for random ones: the JSON has the records, sizes and counts of
the layout, and its sums are right; the text and the page show the same figures as the JSON; the
page is well-formed XML and HTML, and loads nothing. A child that forgets its slots really takes
what is said: it is added to a copy of the schema and laid out.
"""

import argparse
import html.parser
import json
import pathlib
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree

import c_program
import random_schema

XHTML = "{http://www.w3.org/1999/xhtml}"
VOID = {"meta", "br"}
UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]


def in_units(number):
    if number == 1:
        return "1 byte"
    unit = 0
    while number >= 1024 and unit + 1 < len(UNITS):
        number /= 1024
        unit += 1
    return f"{number:.{1 if unit else 0}f} {UNITS[unit]}"


def check_record(record, layout, first):
    """A record of the JSON beside the same of `slotc layout --format json`."""
    real = "dict" if layout["has_dict"] else "slotted"
    expected = {"name": layout["name"], "storage": layout["storage"], "line": layout["line"],
                "has_dict": layout["has_dict"], "count": layout["count"], real: layout["size"]}
    for key, value in expected.items():
        if record[key] != value:
            yield f"{key} {record[key]}, not {value}"
    if record["dict"]["lp64"] != layout["dict_size"]:
        yield f"dict {record['dict']}, not {layout['dict_size']}"
    if (record["dict_from"] or "").split(".")[-1] != (layout["dict_from"] or "").split(".")[-1]:
        yield f"dict_from {record['dict_from']}"
    if record["dict_with_first"] != record["dict"]["lp64"] + first:
        yield f"dict_with_first {record['dict_with_first']}"
    for width, saving in record["saving"].items():
        if saving != record["dict"][width] - record["slotted"][width]:
            yield f"saving {saving}, {width}"
    if (record["total"] is None) != (record["count"] is None):
        yield "a total without a count, or none with one"
    for key, total in (record["total"] or {}).items():
        if total != record["count"] * record[key]["lp64"]:
            yield f"total {key} {total}"
    yield from check_trap(record, first)


def check_trap(record, first):
    trap, count = record["trap"], record["count"]
    if trap is None:
        return
    if record["has_dict"]:
        yield "a trap below a record that has a dict"
    more = trap["dict"] - trap["slotted"]
    expected = {"more": more, "more_with_first": more + first,
                "total_more": count and count * more,
                "total_more_with_first": count and count * (more + first)}
    for key, value in expected.items():
        if trap[key] != value:
            yield f"trap: {key} {trap[key]}, not {value}"


def record_row(record, total):
    """The cells that a table has of a record."""
    storage = record["storage"]
    storage += " (dict)" if record["has_dict"] and "dict" not in storage else ""
    cells = [record["name"], storage, record["slotted"]["lp64"], record["dict"]["lp64"],
             record["dict_with_first"], record["slotted"]["ilp32"], record["dict"]["ilp32"]]
    if record["count"]:
        cells += [f"{record['count']:_}", *(in_units(record["total"][key]) for key in total)]
    return [str(cell) for cell in cells] + ([] if record["count"] else ["-"])


def trap_row(record):
    trap, count = record["trap"], record["count"]
    cells = [record["name"], trap["slotted"], trap["dict"], trap["more"], trap["more_with_first"]]
    cells += [f"{count:_}", in_units(trap["total_more"]), in_units(trap["total_more_with_first"])] \
        if count else ["-"]
    return [str(cell) for cell in cells]


def expected_tables(records):
    keys = ("slotted", "dict", "saving")
    rows = [record_row(record, keys) for record in records]
    counted = [record["total"] for record in records if record["count"]]
    if counted:
        rows.append(["total", *(in_units(sum(total[key] for total in counted)) for key in keys)])
    traps = [trap_row(record) for record in records if record["trap"]]
    return [rows, traps] if traps else [rows]


def text_tables(text):
    """The rows of each table of the text; behind two spaces a new cell begins."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return [[re.split(r"\s{2,}", line) for line in lines[2:]] for lines in blocks
            if len(lines) > 2 and lines[0].startswith("  ") and "bytes of one" in lines[0]]


def page_tables(root):
    rows = [[["".join(cell.itertext()) for cell in row] for row in table.iter(f"{XHTML}tr")]
            for table in root.iter(f"{XHTML}table")]
    return [[[cell for cell in row if cell] for row in table[1:]] for table in rows]


class Page(html.parser.HTMLParser):
    """Which elements are not closed, and what might load something."""

    def __init__(self):
        super().__init__()
        self.open, self.problems = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        names = {name for name, _ in attrs}
        if tag in {"script", "link", "img", "iframe"} or names & {"src", "href", "onload"}:
            self.problems.append(f"<{tag} {attrs}>")

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID:
            self.problems.append(f"<{tag} />")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}>")


def check_page(text, records):
    page = Page()
    page.feed(text)
    yield from page.problems
    yield from (f"<{tag}> is open" for tag in page.open)
    root = xml.etree.ElementTree.fromstring(text)
    if page_tables(root) != expected_tables(records):
        yield f"{page_tables(root)}, not {expected_tables(records)}"
    names = [next(head.itertext()).strip() for head in root.iter(f"{XHTML}h3")]
    if names != [record["name"] for record in records]:
        yield f"cards of {names}"
    advice = [item for item in root.iter(f"{XHTML}li")]
    said = ["".join(item.itertext()).strip() for item in advice]
    if said != [one["message"].replace("`", "") for record in records for one in record["advice"]]:
        yield f"advice {said}"
    for bar in root.iter(f"{XHTML}span"):
        width = re.fullmatch(r"width:([\d.]+)%", bar.get("style", "width:0%"))
        if not width or not 0 <= float(width.group(1)) <= 100:
            yield f"a bar of {bar.get('style')}"


def check_text(text, records):
    if text_tables(text) != expected_tables(records):
        yield f"{text_tables(text)}, not {expected_tables(records)}"
    words = " ".join(text.split())
    for record in records:
        for one in record["advice"]:
            if one["message"] not in words:
                yield f"not there: {one['message']}"


def check_paths(tally, slotc, what, path):
    layout = c_program.run([slotc, "layout", "--format", "json", path])
    done = {name: c_program.run([slotc, "report", "--format", name, path])
            for name in ("text", "json", "html")}
    problems = [*c_program.complaints(layout)]
    problems += [problem for one in done.values() for problem in c_program.complaints(one)]
    tally.check(f"{what}: report", problems)
    if problems:
        return []
    records = json.loads(done["json"].stdout)
    layouts = {record["name"]: record for record in c_program.records_of(layout)}
    text = c_program.run([slotc, "layout", path]).stdout
    first = int(re.search(r"(\d+) +-  more with the first dynamic attribute", text).group(1)) \
        if records else 0
    tally.check(f"{what}: records", layouts.keys() ^ {record["name"] for record in records})
    lines = [record["line"] for record in records]
    tally.check(f"{what}: as the schema has them", [] if lines == sorted(lines) else [lines])
    for record in records:
        problems = check_record(record, layouts[record["name"]], first)
        tally.check(f"{what}: {record['record']}", problems)
    tally.check(f"{what}: text", check_text(done["text"].stdout, records))
    tally.check(f"{what}: page", check_page(done["html"].stdout, records))
    return records


def check_children(tally, slotc, what, path, records):
    """Children that forget their slots, and such that don't, added to a copy of the schema."""
    allow = '@allow("chain-missing-slots", "a test")'
    trapped = [record for record in records if record["trap"]]
    lines = [f"{allow}\nrecord Forgot{number} : {record['name']} {{}}\n"
             f"record Kept{number} : {record['name']} slots {{}}\n"
             for number, record in enumerate(trapped)]
    with path.open("a", encoding="utf-8") as schema:
        schema.write("\n" + "".join(lines))
    done = c_program.run([slotc, "model", path])
    tally.check(f"{what}: children", c_program.complaints(done))
    if done.returncode != 0:
        return
    sizes = {record["name"]: record["size"]["lp64"] for record in c_program.records_of(done)}
    for number, record in enumerate(trapped):
        real = {"slotted": sizes[f"Kept{number}"], "dict": sizes[f"Forgot{number}"]}
        said = {key: record["trap"][key] for key in real}
        tally.check(f"{what}: a child of {record['name']}",
                    [] if real == said else [f"{said}, not {real}"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    slotc = pathlib.Path(options.slotc).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        copies = pathlib.Path(folder, "schemas")
        shutil.copytree("schemas", copies)
        reports = {path: check_paths(tally, slotc, path.name, path)
                   for path in sorted(copies.glob("*.slots"))}
        for path, records in reports.items():
            check_children(tally, slotc, path.name, path, records)
            shutil.copy(pathlib.Path("schemas", path.name), path)
        for number in range(options.count):
            schema = random_schema.Schema(number)
            path = pathlib.Path(folder, f"{schema.name}.slots")
            path.write_text(schema.text(), encoding="utf-8")
            records = check_paths(tally, slotc, schema.name, path)
            check_children(tally, slotc, schema.name, path, records)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
