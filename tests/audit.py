#!/usr/bin/env python3
"""Audits the corpus in tests/audit: each line that says `finds RULE` in a comment is found, with
that rule and so often, and no other line is: those are the near misses. The corpus is real code:
gcc and clang compile it.

  audit.py PATH/TO/slotc
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "audit")


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def expected(path):
    """(line, rule) → how often."""
    marks = collections.Counter()
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            # The allow comment is part of the line, not of the mark.
            for mark in re.findall(r"finds ((?:audit-[a-z]+ ?)+)", line):
                for rule in mark.split():
                    marks[number, rule] += 1
    return marks


def found(slotc, path, flags):
    result = run([slotc, "audit", path, "--format", "json", "--", *flags])
    if result.returncode > 1 or result.stderr:
        return None, result.stderr
    return collections.Counter((f["line"], f["rule"]) for f in json.loads(result.stdout)), ""


def compiles(path, flags):
    """The compilers that refuse it."""
    refused = []
    compilers = ("g++", "clang++") if path.endswith(".cpp") else ("gcc", "clang")
    # Of the many warnings one tells of a call that younger compilers refuse.
    standard = (["-std=c++17"] if path.endswith(".cpp")
                else ["-std=c11", "-Werror=implicit-function-declaration"])
    for compiler in compilers:
        result = run([compiler, *standard, "-D_GNU_SOURCE", "-fsyntax-only", "-w", *flags, path])
        if result.returncode != 0:
            refused.append(f"{compiler}: {result.stderr}")
    return refused


def check(slotc, path, flags):
    """What is wrong, in lines."""
    problems = compiles(path, flags)
    got, error = found(slotc, path, flags)
    if got is None:
        return problems + [f"audit fails: {error}"]
    want = expected(path)
    for line, rule in sorted(want.keys() | got.keys()):
        if want[line, rule] != got[line, rule]:
            problems.append(f"line {line}: {rule}: {got[line, rule]} times, not {want[line, rule]}")
    return problems


def main():
    slotc = os.path.abspath(sys.argv[1])
    if not json.loads(run([slotc, "doctor", "--format", "json"]).stdout)["libclang"]["found"]:
        print("skip audit: there is no libclang; `slotc doctor` says how to get it")
        print("0 passed, 0 failed")
        return 0
    passed = failed = 0
    with tempfile.TemporaryDirectory() as work:
        generated = run([slotc, "gen", os.path.join(CORPUS, "zoo.slots"), "-o", work])
        assert generated.returncode == 0, generated.stderr
        for name in sorted(os.listdir(CORPUS)):
            if not name.endswith((".c", ".cpp")):
                continue
            problems = check(slotc, os.path.join(CORPUS, name), ["-I", work])
            passed += not problems
            failed += bool(problems)
            for problem in problems:
                print(f"{name}: {problem}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
