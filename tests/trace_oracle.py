"""Holds statistics of snapshots against Python's tracemalloc: random blocks are given to both, and
groups, their order and their texts must be equal to the byte.

    trace_oracle.py PROGRAM [ROUNDS]      PROGRAM is made of tests/compile/trace_print.c
"""

import os
import random
import subprocess
import sys
import tempfile
import tracemalloc

FILES = ["a.c", "b.c", "src/a.c", "Z.c", "\u00e4.c", "<unknown>"]


def random_size(rng):
    """All magnitudes alike, and often what lies beside a border of units."""
    if rng.random() < 0.3:
        border = rng.choice([10 * 1024, 100 * 1024, 1024]) * 1024 ** rng.randrange(4)
        return max(0, border + rng.randrange(-2, 3))
    return rng.randrange(2 ** rng.randrange(1, 52))


def random_blocks(rng):
    """(size, file, line) of each live block."""
    few = [random_size(rng) for _ in range(3)]
    sizes = [rng.choice(few) if rng.random() < 0.5 else random_size(rng) for _ in range(60)]
    return [(size, rng.choice(FILES), rng.randrange(1, 5)) for size in sizes]


def of_python(blocks):
    return tracemalloc.Snapshot([(0, size, ((file, line),), 1) for size, file, line in blocks], 1)


def write(path, blocks):
    """Each block is a row: equal ones are added up where they are read."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(f"slotc-trace 1\ncurrent\t0\npeak\t0\nlost\t0\nrows\t{len(blocks)}\n")
        for size, file, line in blocks:
            out.write(f"{size}\t1\t{size}\t1\t{line}\t-\t{file}\n")


def expected(old, new):
    lines = []
    for key in ("lineno", "filename"):
        for statistics in (new.statistics(key), new.compare_to(old, key)):
            lines += [str(statistic) for statistic in statistics] + [""]
    return "\n".join(lines) + "\n"


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as work:
        paths = [os.path.join(work, name) for name in ("old", "new")]
        for seed in range(rounds):
            rng = random.Random(seed)
            blocks = [random_blocks(rng), random_blocks(rng)]
            blocks[1] += rng.sample(blocks[0], 20)
            for path, some in zip(paths, blocks):
                write(path, some)
            wanted = expected(*map(of_python, blocks))
            run = subprocess.run([program, *paths], capture_output=True, check=True)
            if run.stdout.decode() != wanted:
                for ours, theirs in zip(run.stdout.decode().split("\n"), wanted.split("\n")):
                    if ours != theirs:
                        sys.exit(f"seed {seed}: `{ours}`, Python has `{theirs}`")
                sys.exit(f"seed {seed}: one has more lines")
    print(f"{rounds} snapshots as Python has them")


main()
