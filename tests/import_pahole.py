#!/usr/bin/env python3
"""What slotc imports has the offsets and holes that pahole finds in an object with the C structs.

    python3 tests/import_pahole.py PATH/TO/slotc
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile

import c_program
from import_proof import Header, declared_words, import_header, preprocessed, system_headers

DATA = pathlib.Path(__file__).resolve().parent / "data" / "import"
FIELD = re.compile(
    r"^\t\S.*?(\w+)(\[\d*\])*( __attribute__\(.*\))?;\s+/\* +(\d+) +(\d+) \*/", re.MULTILINE)


def pahole_structs(path, names):
    """Of structs in an object: the size, fields as offset and size, and bytes of padding."""
    structs = {}
    done = c_program.run(["pahole", "-C", ",".join(names), path])
    for text in re.split(r"\n(?=struct |typedef )", done.stdout):
        head = re.match(r"\n*(?:typedef )?struct (\w*) ?{.*?\n}[^;]*?(\w*);", text, re.DOTALL)
        size = re.search(r"/\* size: (\d+)", text)
        if head is None or size is None:
            continue
        fields = {match[1]: (int(match[4]), int(match[5])) for match in FIELD.finditer(text)}
        holes = re.search(r"sum holes: (\d+)", text)
        padding = re.search(r"/\* padding: (\d+)", text)
        lost = sum(int(match[1]) for match in (holes, padding) if match)
        is_flat = not re.search(r"\t(struct|union) {|:\d+;", text)
        structs[head[1] or head[2]] = (int(size[1]), fields, lost if is_flat else None)
    return structs


def known_as(text, word):
    """What pahole calls a struct: the tag, which stands in front of the braces before a typedef."""
    end = re.search(rf"}}[^;{{}}]*\b{word}\b\s*[,;]", text)
    if word.startswith("struct ") or end is None:
        return word.split()[-1]
    depth, at = 1, end.start()
    while depth > 0 and at > 0:
        at -= 1
        depth += (text[at] == "}") - (text[at] == "{")
    tag = re.search(r"\bstruct\s+(\w+)\s*$", text[:at])
    return tag[1] if tag else word


def differences(record, found):
    size, fields, lost = found
    if record["size"]["lp64"] != size:
        yield f"{record['name']}: {record['size']['lp64']} bytes, {size} by pahole"
    for field in record["fields"]:
        place = field["offset"]["lp64"], field["size"]["lp64"]
        known = fields.get(field["name"], place)
        if field["owner"] == record["name"] and not field["width"] and known != place:
            yield f"{record['name']}.{field['name']}: {place}, {known} by pahole"
    holes = sum(hole["size"] for hole in record["holes"])
    if lost is not None and record["base"] is None and holes != lost:
        yield f"{record['name']}: {holes} bytes of padding, {lost} by pahole"


def check_header(tally, slotc, header, name):
    schema = slotc.folder / f"{name}.slots"
    if import_header(slotc, header, schema).returncode != 0:
        tally.check(name, ["it is not imported"])
        return
    done = c_program.run([slotc.path, "layout", schema, "--format", "json"])
    records = json.loads(done.stdout)["schemas"][0]["records"]
    text = preprocessed(header)
    words = [declared_words(text, record["name"]) for record in records]
    source = slotc.folder / f"{name}.c"
    lines = ["#define _GNU_SOURCE 1", "#include <stddef.h>", f'#include "{header.include}"']
    lines += [f"{word} v{index};" for index, word in enumerate(words) if word]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    built = c_program.run(["gcc", "-w", "-g", "-c", source, "-o", source.with_suffix(".o")])
    tally.check(f"{name}: gcc", c_program.complaints(built))
    names = {record["name"]: known_as(text, word) for record, word in zip(records, words) if word}
    structs = pahole_structs(source.with_suffix(".o"), names.values())
    known = [record for record in records if names.get(record["name"]) in structs]
    problems = [line for record in known
                for line in differences(record, structs[names[record["name"]]])]
    if len(known) < len(names):
        problems.append(f"{len(known)} structs found of {len(names)}")
    tally.check(f"{name}: pahole agrees on {len(known)} structs", problems)


def main():
    tally = c_program.Tally()
    if shutil.which("pahole") is None:
        tally.skip("all: pahole is not installed")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        slotc = c_program.Slotc(sys.argv[1], folder)
        check_header(tally, slotc, Header(DATA / "hard.h"), "hard")
        for header, name, _ in system_headers(tally):
            check_header(tally, slotc, header, name)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
