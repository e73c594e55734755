#!/usr/bin/env python3
"""The pictures of `slotc layout` show what `slotc model` says.

    python3 tests/layout_pictures.py PATH/TO/slotc [--count COUNT]

For the schemas of the project, for random ones and for some that are awkward to draw: the picture
is XML that needs nothing else; in each grid pieces follow each other without a gap from 0 to the
size, in lines of 8 or 16 bytes; each field begins where the model has it; each name has its
place, in a piece or by its number below; nothing is drawn outside. The page has the same
pictures, and a row for each member.
"""

import argparse
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import c_program
import random_schema

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"
WIDTHS = ["lp64", "ilp32"]
GRID, LINE = 304, 26
LETTER = 6.7
SMALL_LETTER = 6.1
AWKWARD = f"""
record Nothing slots {{ }}
record One slots {{ only: u8; }}
record Large slots {{ name: ref One; data: u8[4096]; crc: u32; last: u8; }}
record Larger slots + dict {{ data: u64[100_000]; flag: bool?; share: bits[3]; more: bits[9]; }}
record Holder slots {{ one: One; many: Large[3]; last: u8; }}
record {"Long" * 32} : Holder slots {{ {"name" * 32}: u32; {"x" * 128}: u8; y: u8; }}
record Many slots {{ {" ".join(f"f{i}: {['u8', 'u16', 'str', 'char[5]'][i % 4]};"
                              for i in range(900))} }}
"""


def number(element, name):
    return int(element.get(name))


class Panel:
    """One grid: the bytes of each piece, and what it is called."""

    def __init__(self, element):
        self.pieces = []
        self.problems = []
        at, last_y = 0, None
        pieces = element.findall(f"{SVG}g")
        rects = [piece.find(f"{SVG}rect") for piece in pieces]
        left = min(number(rect, "x") for rect in rects)
        widest = max(number(rect, "x") + number(rect, "width") - left for rect in rects)
        offsets = [int(text.text) for text in element.findall(f"{SVG}text")
                   if "offset" in text.get("class")]
        self.per_line = offsets[1] - offsets[0] if len(offsets) > 1 else 8
        if self.per_line not in (8, 16):
            self.per_line = 16
        byte = GRID // self.per_line
        if widest > GRID:
            self.problems.append(f"{widest} pixels wide")
        lines = []
        for piece, rect in zip(pieces, rects):
            if number(rect, "y") != last_y:
                lines.append(at)
                if number(rect, "x") != left:
                    self.problems.append(f"a line begins at {number(rect, 'x')}")
                last_y = number(rect, "y")
            title = piece.find(f"{SVG}title").text
            labels = "".join("".join(text.itertext()) for text in piece.findall(f"{SVG}text"))
            left_out = re.fullmatch(r"⋮ (\d+) bytes more ⋮", labels)
            count = int(left_out[1]) if left_out else number(rect, "width") // byte
            if not left_out and number(rect, "x") - left != at % self.per_line * byte:
                self.problems.append(f"{title} is not at {at}")
            letter = SMALL_LETTER if labels.isdigit() else LETTER
            if not left_out and len(labels) * letter > number(rect, "width"):
                self.problems.append(f"{labels} is wider than its piece")
            self.pieces.append((title, at, count, "" if left_out else labels, rect.get("class")))
            at += count
        if lines != offsets:
            self.problems.append(f"lines at {lines[:9]}, marked {offsets[:9]}")
        rest = [int(match[1]) for text in element.findall(f"{SVG}text")
                for match in [re.match(r"and (\d+) bytes more", text.text)] if match]
        self.is_whole = not rest
        self.size = at + sum(rest)

    def starts(self):
        """Where each member begins, by its name as the title has it."""
        starts = {}
        for title, at, _, _, color in self.pieces:
            if color != "hole":
                starts.setdefault(title.split(":")[0].split(", of")[0], at)
        return starts


def check_panel(panel, width, record, keys):
    yield from panel.problems
    if panel.size != record["size"][width]:
        yield f"{width}: {panel.size} bytes, not {record['size'][width]}"
    starts = panel.starts()
    for field in record["fields"]:
        if panel.is_whole and not field["type"].startswith("bits"):
            if starts.get(field["name"]) != field["offset"][width]:
                yield f"{width}: {field['name']} begins at {starts.get(field['name'])}"
    shown = {labels for *_, labels, _ in panel.pieces}
    for field in record["fields"] if panel.is_whole else []:
        name = field["name"]
        found = any(name in re.split(r"[ :,]+", label) for label in shown)
        cut = any(key.endswith("…") and name.startswith(key[:-1]) for key in keys)
        if not found and not cut and not any(name in re.split(r"[ ,]+", key) for key in keys):
            if not any(key.endswith("…") for key in keys):
                yield f"{width}: {name} is not named"


def check_picture(picture, record):
    width, height = number(picture, "width"), number(picture, "height")
    texts = picture.findall(f"{SVG}text")
    keys = [texts[i + 1].text for i, text in enumerate(texts[:-1])
            if text.get("class") == "number right"]
    for element in picture.iter():
        x, y = element.get("x"), element.get("y")
        if x is not None and element is not picture:
            right = float(x) + float(element.get("width", 0))
            if element.tag == f"{SVG}text" and "right" not in (element.get("class") or ""):
                if "middle" not in (element.get("class") or ""):
                    letter = LETTER if "name" in (element.get("class") or "") else 6
                    right += len("".join(element.itertext())) * letter
            if float(x) < 0 or right > width or float(y) > height:
                yield f"{''.join(element.itertext())[:40]!r} is drawn outside"
    panels = [Panel(element) for element in picture.findall(f"{SVG}g[@class='panel']")]
    if len(panels) not in (4, 6):
        yield f"{len(panels)} grids"
    for panel, name in zip(panels, WIDTHS):
        yield from check_panel(panel, name, record, keys)
    for panel in panels[2:]:
        yield from panel.problems


def outside(text):
    """What a file that stands alone does not have."""
    text = re.sub(r'xmlns="[^"]*"', "", text)
    for pattern in ("<script", "href=", "src=", "@import", "://", "url\\((?!#hole\\))"):
        if re.search(pattern, text):
            yield f"has {pattern}"


def in_schema_order(pictures, records):
    """The records in the order of their pictures."""
    by_name = {record["name"]: record for record in records}
    names = [re.split(r"[ .]", picture.get("aria-label"))[-1] for picture in pictures]
    return [by_name[name] for name in names]


def check_svg(text, records):
    yield from outside(text)
    root = ElementTree.fromstring(text)
    pictures = root.findall(f"{SVG}svg[@class='picture']")
    if len(pictures) != len(records):
        yield f"{len(pictures)} pictures of {len(records)} records"
    end = 0
    for picture, record in zip(pictures, in_schema_order(pictures, records)):
        if number(picture, "y") < end:
            yield f"{record['name']} is drawn over the picture before"
        end = number(picture, "y") + number(picture, "height")
        for problem in check_picture(picture, record):
            yield f"{record['name']}: {problem}"
    if end != number(root, "height"):
        yield f"{number(root, 'height')} pixels high, not {end}"


def check_html(text, svg, records):
    yield from outside(text)
    root = ElementTree.fromstring(text)
    pictures = [element for element in root.iter(f"{SVG}svg") if element.get("class") == "picture"]
    drawn = ElementTree.fromstring(svg).findall(f"{SVG}svg[@class='picture']")
    records = in_schema_order(pictures, records)
    for picture, alone, record in zip(pictures, drawn, records):
        alone.set("y", "0")
        if ElementTree.tostring(picture).strip() != ElementTree.tostring(alone).strip():
            yield f"{record['name']}: another picture than by itself"
    sections = root.findall(f".//{HTML}section")
    if len(sections) != len(records):
        yield f"{len(sections)} sections of {len(records)} records"
    for section, record in zip(sections, records):
        members = section.findall(f".//{HTML}table")[0]
        names = [row.findall(f"{HTML}td[@class='word']")[0].text.strip()
                 for row in members.find(f"{HTML}tbody")]
        missing = {field["name"] for field in record["fields"]} - set(names)
        if missing:
            yield f"{record['name']}: no row for {sorted(missing)[:5]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    tally = c_program.Tally()
    top = pathlib.Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        paths = [path for path in sorted((top / "schemas").glob("*.slots"))]
        awkward = pathlib.Path(folder, "awkward.slots")
        awkward.write_text(AWKWARD, encoding="utf-8")
        paths.append(awkward)
        for i in range(options.count):
            schema = random_schema.Schema(i)
            path = pathlib.Path(folder, f"{schema.name}.slots")
            path.write_text(schema.text(), encoding="utf-8")
            paths.append(path)
        for path in paths:
            outputs = {}
            for name in ("json", "svg", "html"):
                done = c_program.run([options.slotc, "layout", path, "--format", name])
                tally.check(f"{path.name}: {name}", c_program.complaints(done))
                outputs[name] = done
            records = c_program.records_of(outputs["json"])
            tally.check(f"{path.name}: pictures", check_svg(outputs["svg"].stdout, records))
            tally.check(f"{path.name}: page",
                        check_html(outputs["html"].stdout, outputs["svg"].stdout, records))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
