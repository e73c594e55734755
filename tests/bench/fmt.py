"""What laying out a schema of 10,000 lines costs, beside clang-format on as many lines of C:
processor time of the whole program, and of slotc without a schema, in turns.

    fmt.py SLOTC [RUNS]
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = 10000
BOUND = 20.0


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def rows():
    """A schema of records of 8 fields, in 11 lines each."""
    script = os.path.join(HERE, "rows.awk")
    command = ["awk", "-v", f"count={LINES // 11 + 1}", "-f", script]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.splitlines()[:LINES - 10]


def in_c(line):
    """A line of the schema as C has it."""
    if line.startswith("record"):
        return f"struct {line.split()[1]} {{"
    if line.startswith("}"):
        return "};"
    name, colon, word = line.strip().rstrip(";").partition(": ")
    return f"    {word.partition('[')[0]} {name};" if colon else line


def write(path, lines):
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")


def main():
    slotc = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 21
    with tempfile.TemporaryDirectory() as work:
        schema, header = os.path.join(work, "rows.slots"), os.path.join(work, "rows.h")
        lines = rows()
        while not lines[-1].startswith("}"):
            lines.pop()
        write(schema, lines)
        write(header, [in_c(line) for line in lines])
        commands = {"fmt": ["sh", "-c", f'exec "$0" fmt - <"{schema}"', slotc],
                    "start": ["sh", "-c", 'exec "$0" --version', slotc]}
        if shutil.which("clang-format"):
            commands["peer"] = ["clang-format", "--style=LLVM", header]
        else:
            print("skip clang-format: it is not there (Debian's clang-format)")
        best = {name: processor_time(command) for name, command in commands.items()}
        for _ in range(runs - 1):
            for name, command in commands.items():
                if name != "peer":
                    best[name] = min(best[name], processor_time(command))
    ours = best["fmt"]
    missed = ": missed" if ours > BOUND else ""
    print(f"fmt of {len(lines)} lines: {ours:.1f} ms (at most {BOUND}{missed}), of which "
          f"{best['start']:.1f} to start")
    if "peer" in best:
        print(f"clang-format on as many lines of C: {best['peer'] / ours:.0f} times that")


main()
