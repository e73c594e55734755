#!/usr/bin/env python3
"""What a program measures of records is what slotc computed of them.

    python3 tests/measure.py PATH/TO/slotc [--count COUNT]

For random schemas, report.c is compiled and asked: an instance that it makes, and the first dynamic
attribute of one, take the bytes that `slotc report` says; records, names and @count are the same.
The text has the figures of the JSON.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile

import c_program
import random_schema

# Prints the report of what was counted: nothing, or one instance of each record that is named.
PROGRAM = """#define SLOTS_IMPLEMENTATION
{includes}
int main(int argc, char **argv) {{
    slots_measure measure;
    slots_status status = SLOTS_OK;
    slots_measure_init(&measure);
    (void)argv;
{counted}
    status = status != SLOTS_OK ? status
             : argc > 1         ? slots_report_text(&measure, stdout)
                                : slots_report_json(&measure, stdout);
    slots_measure_fini(&measure);
    return status != SLOTS_OK || ferror(stdout);
}}
"""
COUNTED = """    {{
        {c_name} one;
        {c_name}_init(&one);
        for (int i = 0; i < 3 && status == SLOTS_OK; i++) {{
            status = {c_name}_measure(&measure, &one);
        }}
        {c_name}_fini(&one);
    }}"""


def check_record(measured, reported):
    """A record of the program's JSON beside the same of `slotc report --format json`."""
    real = "dict" if reported["has_dict"] else "slotted"
    keys = ("record", "name", "schema", "storage", "has_dict", "count")
    expected = {key: reported[key] for key in keys}
    for key, value in expected.items():
        if measured[key] != value:
            yield f"{key} {measured[key]}, not {value}"
    computed = {"slotted": reported["slotted"]["lp64"], "dict": reported["dict"]["lp64"],
                "dict_with_first": reported["dict_with_first"]}
    if measured["computed"] != computed:
        yield f"computed {measured['computed']}, not {computed}"
    one = measured["measured"]
    if one["one"] != computed[real]:
        yield f"one {one['one']}, not {computed[real]}"
    if one["with_first"] != (computed["dict_with_first"] if reported["has_dict"] else None):
        yield f"with_first {one['with_first']}"
    seen = {"instances": 3, "with_dict": 0, "records": 3 * computed[real], "texts": 0, "dicts": 0}
    if measured["seen"] != seen:
        yield f"seen {measured['seen']}, not {seen}"
    if any(texts["texts"] for texts in measured["texts"]):
        yield f"texts {measured['texts']}"


def text_rows(text):
    """The cells of the first table, behind its two lines of headings."""
    lines = text.split("\n\n")[1].splitlines()
    return [re.split(r"\s{2,}", line) for line in lines[2:]]


def expected_rows(records):
    rows = []
    for record in records:
        storage = record["storage"]
        storage += " (dict)" if record["has_dict"] and "dict" not in storage else ""
        known = [record["computed"]["dict_with_first"], record["measured"]["one"],
                 record["measured"]["with_first"], record["measured"]["malloc"]]
        cells = [record["computed"]["slotted"], record["computed"]["dict"], *known]
        cells = ["-" if cell is None else f"{cell:_}" for cell in cells]
        rows.append([record["name"], storage, *cells])
    return rows


def check_schemas(tally, what, slotc, paths):
    report = c_program.run([slotc.path, "report", "--format", "json", *paths])
    done = slotc.gen(paths, "--with", "measure", "--without", "names,value,heap,format,sizes")
    problems = [*c_program.complaints(report), *c_program.complaints(done)]
    tally.check(f"{what}: slotc", problems)
    if problems:
        return
    reported = json.loads(report.stdout)
    model = c_program.run([slotc.path, "model", *paths])
    c_names = [record["c_name"] for record in c_program.records_of(model)]
    program = slotc.folder / "measure.c"
    includes = "".join(f'#include "{path.name}.h"\n' for path in paths)
    counted = "\n".join(COUNTED.format(c_name=c_name) for c_name in c_names)
    program.write_text(PROGRAM.format(includes=includes, counted=counted), encoding="utf-8")
    binary = slotc.folder / "measure"
    done = c_program.run(["gcc", "-std=c11", "-w", *c_program.SANITIZERS, f"-I{slotc.out}", program,
                          slotc.out / "report.c", "-o", binary])
    tally.check(f"{what}: compiles", c_program.complaints(done))
    if done.returncode != 0:
        return
    done = c_program.run([binary])
    tally.check(f"{what}: runs", c_program.complaints(done))
    measured = json.loads(done.stdout)
    tally.check(f"{what}: records", [] if len(measured) == len(reported) else ["other records"])
    for one, other in zip(measured, reported):
        tally.check(f"{what}: {one['record']}", check_record(one, other))
    text = c_program.run([binary, "text"]).stdout
    rows = [row[:8] for row in text_rows(text)]
    tally.check(f"{what}: text", [] if rows == expected_rows(measured) else
                [f"{rows}, not {expected_rows(measured)}"])
    tally.check(f"{what}: nothing differs", re.findall(".*<- differs.*", text))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--count", type=int, default=6)
    options = parser.parse_args()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        shipped = c_program.Slotc(options.slotc, pathlib.Path(folder, "shipped"))
        paths = sorted(pathlib.Path("schemas").resolve().glob("*.slots"))
        check_schemas(tally, "shipped", shipped, paths)
        for number in range(options.count):
            schema = random_schema.Schema(number)
            slotc = c_program.Slotc(options.slotc, pathlib.Path(folder, schema.name))
            check_schemas(tally, schema.name, slotc, slotc.write({schema.name: schema.text()}))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
