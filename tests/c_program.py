"""What the tests that compile and run generated C have in common."""

import json
import pathlib
import shutil
import subprocess

# The flags under which slotc's output must compile without a warning.
WARNINGS = (
    "-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-align -Wcast-qual "
    "-Wundef -Wstrict-prototypes -Wmissing-prototypes -Wdouble-promotion -Wredundant-decls "
    "-Wwrite-strings -Wpadded -Werror"
).split()
SANITIZERS = "-g -fsanitize=address,undefined -fno-sanitize-recover=all".split()
HELPERS = pathlib.Path(__file__).resolve().parent / "compile"


class Tally:
    """Counts the checks, and says which failed."""

    MOST_PROBLEMS = 12

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def check(self, name, problems):
        """One check: it passed when there are no problems."""
        problems = list(problems)
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {name}")
        for problem in problems[: self.MOST_PROBLEMS]:
            print(f"    {problem}")
        if len(problems) > self.MOST_PROBLEMS:
            print(f"    and {len(problems) - self.MOST_PROBLEMS} more")

    def quiet(self, name, wrong):
        """One check, whose problem is in words: there are none where it passed."""
        self.check(name, [wrong] if wrong else [])

    def skip(self, what):
        self.skipped += 1
        print(f"skip {what}")

    def finish(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{skipped}")
        return 0 if self.failed == 0 and self.passed > 0 else 1


def compilers(tally):
    """gcc and clang, both of which setup.sh sees to; what lacks is a failure."""
    found = []
    for compiler in ("gcc", "clang"):
        if shutil.which(compiler):
            found.append(compiler)
        else:
            tally.check(f"{compiler} is there", ["it is not: run tests/setup.sh"])
    return found


def run(command, **options):
    """Runs a command: its status, and what it wrote."""
    command = [str(word) for word in command]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def complaints(done):
    """The problems of a command that should have succeeded without a word."""
    if done.returncode == 0 and done.stderr == "":
        return []
    return [f"status {done.returncode}", *done.stderr.splitlines()]


def records_of(done):
    """All records of what `slotc model` has printed."""
    return [record for schema in json.loads(done.stdout)["schemas"] for record in schema["records"]]


class Slotc:
    """slotc at work in a folder of its own: schemas in it, headers in its folder `out`."""

    def __init__(self, path, folder):
        self.path = pathlib.Path(path).resolve()
        self.folder = pathlib.Path(folder)
        self.out = self.folder / "out"
        self.folder.mkdir(parents=True, exist_ok=True)

    def write(self, schemas):
        """Writes schemas, a dict of their texts by name; their paths."""
        paths = []
        for name, text in schemas.items():
            paths.append(self.folder / f"{name}.slots")
            paths[-1].write_text(text, encoding="utf-8")
        return paths

    def gen(self, paths, *options):
        return run([self.path, "gen", *paths, "-o", self.out, *options])

    def model(self, paths):
        """The schemas of the paths, by their names without `.slots`."""
        return self.schemas("model", paths)

    def layout(self, paths, *options):
        return self.schemas("layout", [*paths, "--format", "json", *options])

    def schemas(self, command, arguments):
        done = run([self.path, command, *arguments])
        if done.returncode != 0:
            raise AssertionError(f"{command}: status {done.returncode}: {done.stderr}")
        schemas = json.loads(done.stdout)["schemas"]
        return {pathlib.Path(schema["schema"]).stem: schema for schema in schemas}
