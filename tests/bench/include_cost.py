"""What including a generated header costs a compiler, beside structs, assertions and inline
accessors by hand: processor time of `-fsyntax-only` above that of an empty file, in turns.

    include_cost.py SLOTC [RUNS]
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def written(script, count):
    command = ["awk", "-v", f"count={count}", "-f", os.path.join(HERE, script)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def make_sources(slotc, work, count):
    schema = os.path.join(work, "rows.slots")
    for path, text in (
        (schema, written("rows.awk", count)),
        (os.path.join(work, "by_hand.h"), written("by_hand.awk", count)),
        (os.path.join(work, "empty.c"), ""),
        (os.path.join(work, "by_hand.c"), '#include "by_hand.h"\n'),
        (os.path.join(work, "rows.c"), '#include "rows.slots.h"\n'),
    ):
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    subprocess.run([slotc, "gen", schema, "-o", work], check=True)


def measure(compiler, work, runs):
    times = {"empty": [], "by_hand": [], "rows": []}
    for _ in range(runs):
        for name, row in times.items():
            source = os.path.join(work, name + ".c")
            row.append(processor_time([compiler, "-std=c11", "-fsyntax-only", source]))
    empty, by_hand, rows = (statistics.median(row) for row in times.values())
    return by_hand - empty, rows - empty


def main():
    slotc = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 21
    for count in (100, 1000):
        with tempfile.TemporaryDirectory() as work:
            make_sources(slotc, work, count)
            for compiler in ("gcc", "clang"):
                by_hand, rows = measure(compiler, work, runs)
                print(
                    f"{compiler} on a header of {count} records: {rows:.1f} ms, "
                    f"{rows / by_hand:.2f} times {by_hand:.1f} ms by hand"
                )


main()
