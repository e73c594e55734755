#!/usr/bin/env python3
"""Each format of findings is what its readers take, with none, one and many of them, and carries
every message whole.

    python3 tests/formats.py PATH/TO/slotc PATH/TO/findings

`findings` (tests/formats/findings.c) prints made-up findings whose words and paths are hard to
carry. SARIF is held against OASIS's schema, XML against xmllint, and text against vim's list of
errors."""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

import c_program

DEBIAN_PYTHON = "/usr/bin/python3"
SARIF_SCHEMA = pathlib.Path(__file__).resolve().parent / "sarif" / "sarif-schema-2.1.0.json"

# What tests/formats/findings.c says and calls its files; LOST is what no text can hold.
LOST = "\ufffd"
HARD = f"100% <of> & \"it\", 'so': a\nb\r\tc \x01{LOST}\uffff 字ü ]]> --> ::end"
HARD_XML = HARD.replace("\x01", LOST).replace("\uffff", LOST)
PATHS = ("here/hä, <a&b>%25 \"q':.slots", f"b{LOST}\n/c.slots")
LEVELS = ("error", "warning", "note")

CLEAN = "record Clean slots { a: u32; }\n"
ONE = "record Base slots { a: u32; }\nrecord Kid : Base { b: u32; }\n"
MANY = ONE + "record Third : Base slots { a: u32; }\n/// dangling\n"


def printed(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, check=False)
    return done.stdout.decode("utf-8"), done


def differences(what, found, expected):
    return [] if found == expected else [f"{what}: {found!r} is not {expected!r}"]


def both_files(count):
    """What is expected of so many made-up findings: sorted by file, the first has every other."""
    order = [*range(0, count, 2), *range(1, count, 2)]
    return [(PATHS[i % 2], LEVELS[i % 3]) for i in order]


# One function for each format: (level, path, message) of each finding, read as its readers do, and
# what is wrong with the whole.

def read_json(text):
    return [(item["severity"], item["file"], item["message"]) for item in json.loads(text)], []


def read_jsonl(text):
    lines = text.split("\n")
    problems = differences("the last line", lines.pop(), "")
    return read_json("[" + ",".join(lines) + "]")[0], problems


def sarif_problems(log):
    import jsonschema
    schema = json.loads(SARIF_SCHEMA.read_text())
    problems = [f"{list(error.path)}: {error.message}"
                for error in jsonschema.Draft4Validator(schema).iter_errors(log)]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        problems += differences("ruleIndex", rules[result["ruleIndex"]]["id"], result["ruleId"])
    return problems


def read_sarif(text):
    log = json.loads(text)
    findings = []
    for result in log["runs"][0]["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        path = urllib.parse.unquote(uri, errors="replace")
        findings.append((result["level"], path, result["message"]["text"]))
    return findings, sarif_problems(log)


def github_text(escaped):
    for code, text in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        escaped = escaped.replace(code, text)
    return escaped


def read_github(text):
    """As the runner reads a log: by lines, then `::`, then the properties."""
    findings, problems = [], []
    for line in text.split("\n")[:-1]:
        found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line, re.DOTALL)
        if found is None:
            problems.append(f"no command: {line!r}")
            continue
        properties = dict(one.split("=", 1) for one in found[2].split(","))
        problems += differences("properties", list(properties),
                                ["file", "line", "col", "endLine", "endColumn", "title"])
        level = "note" if found[1] == "notice" else found[1]
        findings.append((level, github_text(properties["file"]), github_text(found[3])))
    return findings, problems


def read_gitlab(text):
    items = json.loads(text)
    levels = {"major": "error", "minor": "warning", "info": "note"}
    fingerprints = {item["fingerprint"] for item in items}
    problems = differences("fingerprints", len(fingerprints), len(items))
    for item in items:
        problems += differences("line", item["location"]["lines"]["begin"] > 0, True)
        problems += differences("check", item["check_name"].replace("-", "").isalpha(), True)
    return [(levels[item["severity"]], item["location"]["path"], item["description"])
            for item in items], problems


def xml_problems(text):
    done = subprocess.run(["xmllint", "--noout", "-"], input=text.encode(), capture_output=True,
                          check=False)
    return done.stderr.decode("utf-8", "replace").splitlines()


def read_junit(text):
    root = xml.etree.ElementTree.fromstring(text.encode())
    problems = xml_problems(text)
    findings = []
    for suite in [root, *root]:
        cases = list(suite.iter("testcase"))
        failures = list(suite.iter("failure"))
        problems += differences("tests", suite.get("tests"), str(len(cases)))
        problems += differences("failures", suite.get("failures"), str(len(failures)))
        problems += differences("tests at all", len(cases) > 0, True)
    for case in root.iter("testcase"):
        for failure in case:
            findings.append((failure.get("type"), case.get("classname"), failure.get("message")))
            words = failure.get("message").replace("\r", "\n")
            problems += differences("body", words in failure.text.replace("\r", "\n"), True)
    return findings, problems


def read_checkstyle(text):
    root = xml.etree.ElementTree.fromstring(text.encode())
    levels = {"error": "error", "warning": "warning", "info": "note"}
    return [(levels[error.get("severity")], file.get("name"), error.get("message"))
            for file in root for error in file], xml_problems(text)


READERS = {
    "json": read_json, "jsonl": read_jsonl, "sarif": read_sarif, "github": read_github,
    "gitlab": read_gitlab, "junit": read_junit, "checkstyle": read_checkstyle,
}


def check_hard(tally, findings, name, count):
    """The made-up findings arrive: their level, path and message, and no other ones."""
    text, done = printed(findings, name, str(count))
    problems = c_program.complaints(done) if done.returncode else []
    found, wrong = READERS[name](text)
    problems += wrong + differences("count", len(found), count)
    message = HARD_XML if name in ("junit", "checkstyle") else HARD
    for (level, path, words), (wanted_path, wanted_level) in zip(found, both_files(count)):
        problems += differences("level", level, wanted_level)
        problems += differences("message", words[:len(message)], message)
        if name not in ("json", "jsonl"): # they have paths as they were given
            problems += differences("path", path, wanted_path)
    tally.check(f"{name}: {count} findings that are hard to carry", problems)


def check_lint(tally, slotc, folder, name):
    """What slotc prints and what it writes are the same, and as many findings as as JSON."""
    for schema in ("clean", "one", "many"):
        path = f"{schema}.slots"
        printed_text = c_program.run([slotc, "lint", path, "--format", name], cwd=folder)
        to_file = c_program.run([slotc, "lint", path, "--format", "json",
                                 "--format", f"{name}=out"], cwd=folder)
        problems = differences("file", (folder / "out").read_text(), printed_text.stdout)
        found, wrong = READERS[name](printed_text.stdout)
        expected = [(item["severity"], item["file"]) for item in json.loads(to_file.stdout)]
        problems += wrong + differences("findings", [one[:2] for one in found], expected)
        problems += differences("status", printed_text.returncode, 1 if expected else 0)
        problems += differences("none", bool(expected), schema != "clean")
        tally.check(f"{name}: lint of {schema}", problems)


def check_sarif_shape(tally, findings):
    """What the schema leaves open: ends, fixes, notes, and what is said of every rule."""
    run = json.loads(printed(findings, "sarif", "1")[0])["runs"][0]
    result = run["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    problems = differences("region", region,
                           {"startLine": 1, "startColumn": 17, "endLine": 2, "endColumn": 3})
    changes = result["fixes"][0]["artifactChanges"]
    problems += differences("files changed", len(changes), 2)
    problems += differences("edits", [len(one["replacements"]) for one in changes], [2, 1])
    problems += differences("notes", len(result["relatedLocations"]), 2)
    base = result["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"]
    problems += differences("base", base in run["originalUriBaseIds"], True)
    for rule in run["tool"]["driver"]["rules"]:
        texts = [rule["shortDescription"], rule["fullDescription"], rule["help"]]
        problems += differences(rule["id"], all(one["text"] for one in texts), True)
        problems += differences(rule["id"], len(rule["properties"]["tags"]), 1)
    tally.check("sarif: one finding has its fix, notes and rule", problems)


def check_diff(tally, slotc, folder):
    """`slotc diff` prints changes by these formats, too: with rules of its own, and places on both
    sides."""
    (folder / "odd.slots").write_text(CLEAN.replace("a: u32;", "b: u8; a: u64;"))
    for old, new in (("clean", "clean"), ("clean", "odd"), ("odd", "clean")):
        command = ["diff", f"{old}.slots", f"{new}.slots"]
        for name, read in READERS.items():
            if name in ("text", "json", "jsonl"):  # those are its own
                continue
            done = subprocess.run([slotc, *command, "--format", name], capture_output=True,
                                  check=False, cwd=folder)
            problems = differences("status", done.returncode, 0)
            found, more = read(done.stdout.decode("utf-8"))
            problems += more
            if (old != new) != bool(found):
                problems.append(f"{len(found)} findings")
            tally.check(f"diff of {old} and {new} as {name}", problems)


def fingerprints_of(slotc, folder, schema):
    (folder / "moved.slots").write_text(schema)
    done = c_program.run([slotc, "lint", "moved.slots", "--format", "gitlab",
                          "--format", "sarif=moved.sarif"], cwd=folder)
    gitlab = [item["fingerprint"] for item in json.loads(done.stdout)]
    results = json.loads((folder / "moved.sarif").read_text())["runs"][0]["results"]
    sarif = [one["partialFingerprints"]["slotcFinding/v1"] for one in results]
    return gitlab, differences("sarif", sarif, gitlab)


def check_fingerprints(tally, slotc, folder):
    first, problems = fingerprints_of(slotc, folder, MANY)
    moved, more = fingerprints_of(slotc, folder, "// a line\n\n" + CLEAN + MANY)
    problems += more + differences("moved", moved, first)
    grown, more = fingerprints_of(slotc, folder, MANY.replace("a: u32; }", "a: u32; z: u64; }", 1))
    problems += more + differences("other figures", grown, first)
    renamed, more = fingerprints_of(slotc, folder, MANY.replace("Third", "Fourth"))
    problems += more + differences("renamed", len(set(renamed) & set(first)), len(first) - 1)
    more_schema = MANY.replace("record Third", "record Q : Base { c: u32; }\nrecord Third")
    added, more = fingerprints_of(slotc, folder, more_schema)
    problems += more + differences("added", len(added), len(first) + 1)
    problems += differences("lost", set(first) - set(added), set())
    tally.check("fingerprints stay while findings move", problems)


VIM_SCRIPT = """
let found = map(filter(getqflist(), 'v:val.valid'),
    \\ {_, one -> [bufname(one.bufnr), one.lnum, one.col, one.text]})
call writefile([json_encode(found)], 'vim.json')
qall!
"""


def check_vim(tally, slotc, folder):
    """Vim's own idea of an error's shape, `errorformat` as it comes, fits each finding and note."""
    if shutil.which("vim") is None:
        tally.skip("vim's list of errors: there is no vim")
        return
    name = "zwei wörter.slots"
    (folder / name).write_text(MANY)
    done = c_program.run([slotc, "lint", name, "--format", "json", "--format", "text=text"],
                         cwd=folder)
    (folder / "list.vim").write_text(VIM_SCRIPT)
    subprocess.run(["vim", "-Nu", "NONE", "-i", "NONE", "-n", "-es", "-c", "set encoding=utf-8",
                    "-c", "cgetfile text", "-S", "list.vim"], cwd=folder, check=False,
                   stdin=subprocess.DEVNULL, timeout=60)
    found = json.loads((folder / "vim.json").read_text())
    expected = []
    for item in json.loads(done.stdout):
        expected.append((item, f" {item['severity']}: {item['message']} [{item['rule']}]"))
        expected += [(note, f" note: {note['message']}") for note in item["notes"]]
    wanted = [[item["file"], item["line"], item["column"], text] for item, text in expected]
    tally.check("text: fills vim's list of errors", differences("list", found, wanted))


def check_nothing_half_written(tally, slotc, folder):
    """A file that cannot be written is status 2; the other files and standard output stay."""
    (folder / "kept").write_text("as it was\n")
    done = c_program.run([slotc, "lint", "many.slots", "--format", "text", "--format", "json=kept",
                          "--format", "junit=one.slots/no/folder"], cwd=folder)
    problems = differences("status", done.returncode, 2)
    problems += differences("output", done.stdout, "")
    problems += differences("kept", (folder / "kept").read_text(), "as it was\n")
    problems += differences("error", "one.slots/no/folder" in done.stderr, True)
    tally.check("a file that cannot be written leaves all as it was", problems)
    left = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    tally.check("nothing temporary is left", differences("files", left, set()))


def check_repository(tally, slotc, folder):
    """Wherever slotc is started, paths for code hosts begin at the repository's top."""
    inner = folder / "repository" / "sub" / "deep"
    inner.mkdir(parents=True)
    (folder / "repository" / ".git").mkdir()
    (inner / "one.slots").write_text(ONE)
    problems = []
    for cwd, path in ((inner, "one.slots"), (inner, "../deep/./one.slots"), (inner.parent, "."),
                      (inner, inner / "one.slots"), (inner.parent.parent, "sub")):
        for name in ("sarif", "github", "gitlab", "junit", "checkstyle"):
            done = c_program.run([slotc, "lint", path, "--format", name], cwd=cwd)
            paths = {one[1] for one in READERS[name](done.stdout)[0]}
            problems += differences(f"{name} of {path}", paths, {"sub/deep/one.slots"})
    tally.check("paths begin at the top of the repository", problems)


def check_multitool(tally, findings, multitool, folder):
    """Microsoft's validator with the rules of GitHub; only the tool's missing address is known."""
    for count in (0, 1, 10):
        log = folder / f"{count}.sarif"
        log.write_text(printed(findings, "sarif", str(count))[0])
        done = c_program.run([multitool, "validate", log, "--rule-kind", "Sarif;Ghas", "--output",
                              folder / "report", "--log", "ForceOverwrite"])
        wrong = [line for line in done.stdout.splitlines()
                 if re.search(r"(warning|error) [A-Z]+\d+:", line) and "SARIF2005" not in line]
        problems = wrong + differences("status", done.returncode, 0)
        problems += differences("it ran", "Analysis completed" in done.stdout, True)
        tally.check(f"sarif: {count} findings pass the multitool", problems)


def main():
    slotc, findings = (str(pathlib.Path(word).resolve()) for word in sys.argv[1:3])
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        for name, schema in (("clean", CLEAN), ("one", ONE), ("many", MANY)):
            (folder / f"{name}.slots").write_text(schema)
        for name in READERS:
            for count in (0, 1, 6):
                check_hard(tally, findings, name, count)
            check_lint(tally, slotc, folder, name)
        check_sarif_shape(tally, findings)
        check_fingerprints(tally, slotc, folder)
        check_diff(tally, slotc, folder)
        check_vim(tally, slotc, folder)
        check_nothing_half_written(tally, slotc, folder)
        check_repository(tally, slotc, folder)
        if os.environ.get("SARIF_MULTITOOL"):
            check_multitool(tally, findings, os.environ["SARIF_MULTITOOL"], folder)
    return tally.finish()


if __name__ == "__main__":
    # Debian's module belongs to Debian's Python, which need not be the first one.
    if importlib.util.find_spec("jsonschema") is None and sys.executable != DEBIAN_PYTHON:
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
    sys.exit(main())
