#!/usr/bin/env python3
"""`slotc init`: what it writes is checked, builds and runs, and what is there stays.

    python3 tests/init.py PATH/TO/slotc

For each build system: in an empty folder the next command that is printed builds a program that
runs; beside a build file of the user's own, the lines that are printed, put into it, do. A second
build does nothing, and a second `slotc init` writes nothing.
"""

import argparse
import os
import pathlib
import re
import shutil
import sys
import tempfile

import c_program

OUTPUT = "too hot: 93.5 celsius, in 32 bytes\n"

# Of each build system: its file, one of a user's before and after the lines are added ({} is where
# they go), where the program is, and what an idle build prints.
OWN = {
    "cmake": ("CMakeLists.txt",
              "cmake_minimum_required(VERSION 3.20)\nproject(own C)\n"
              "add_executable(own src/main.c)\n{}",
              "build/own", ("cmake", "--build", "build")),
    "meson": ("meson.build",
              "project('own', 'c', default_options: ['c_std=c11'])\n{}\n"
              "executable('own', 'src/main.c', dependencies: slots)\n",
              "build/own", ("meson", "compile", "-C", "build")),
    "make": ("GNUmakefile",
             "all: own\n{}\n"
             "own: src/main.o generated/slots.o\n\t$(CC) $^ -o $@\n",
             "own", ("make",)),
    "ninja": ("build.ninja",
              "rule cc\n  command = cc -std=c11 -I generated $in -o $out\n{}\n"
              "build own: cc src/main.c generated/slots.c\ndefault own\n",
              "own", ("ninja",)),
}
IDLE = {"cmake": "Built target", "meson": "no work to do", "ninja": "no work to do",
        "make": "up to date|Nothing to be done"}


class Project:
    """A folder of its own; commands run in it, with slotc in the PATH."""

    def __init__(self, slotc, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.slotc = slotc
        self.problems = []

    def run(self, *command, shell=None):
        path = f"{self.slotc.parent}{os.pathsep}{os.environ['PATH']}"
        command = ["sh", "-c", shell] if shell else command
        done = c_program.run(command, cwd=self.folder, env={**os.environ, "PATH": path})
        if done.returncode != 0:
            self.problems += [f"{' '.join(command)}: status {done.returncode}",
                              *done.stdout.splitlines()[-5:], *done.stderr.splitlines()[-5:]]
        return done.stdout

    def expect(self, found, wanted, what):
        if found != wanted:
            self.problems.append(f"{what}: {found!r}, not {wanted!r}")

    def files(self):
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in self.folder.rglob("*") if path.is_file()}

    def check_schemas(self):
        self.run("slotc", "lint", "--set", "strict", "-Werror", "schemas")
        self.run("slotc", "fmt", "--check", "schemas")
        self.run("slotc", "gen", "schemas", "-o", "headers")
        self.run("slotc", "gen", "--check", "schemas", "-o", "headers")
        shutil.rmtree(self.folder / "headers", ignore_errors=True)

    def check_program(self, build, program):
        self.expect(self.run(f"./{program}"), OUTPUT, "the program")
        command = OWN[build][3]
        self.expect_idle(build, command, "a second build")
        linked = (self.folder / program).stat().st_mtime_ns
        schema = next(self.folder.glob("schemas/*.slots"))
        with schema.open("a", encoding="utf-8") as file:
            file.write("// A comment.\n")
        self.run(*command)
        now = (self.folder / program).stat().st_mtime_ns
        self.expect(now, linked, "the time of the program after a comment")
        self.expect_idle(build, command, "a build after one for a comment")

    def expect_idle(self, build, command, what):
        said = self.run(*command)
        if not re.search(IDLE[build], said) or re.search("slotc gen|slots.h|Generating", said):
            self.problems.append(f"{what} does something: {said}")


def next_command(said):
    return said.rpartition("Then: ")[2].strip()


def check_new(slotc, folder, build):
    """An empty folder: all is written, and the next command builds a program."""
    project = Project(slotc, folder / "new-app")
    said = project.run("slotc", "init", "--build", build)
    written = project.files()
    again = project.run("slotc", "init", "--build", build)
    project.expect("wrote" in again, False, "a second init writes")
    project.expect(project.files(), written, "the files after a second init")
    project.check_schemas()
    project.run(shell=next_command(said))
    if build != "none":
        program = "build/new_app" if build != "make" else "new_app"
        project.check_program(build, program)
    return project.problems


def check_own(slotc, folder, build):
    """A build file of the user's: it stays, and the lines that are printed do what they say."""
    file, text, program, _ = OWN[build]
    project = Project(slotc, folder / "own")
    (project.folder / "src").mkdir()
    (project.folder / file).write_text(text.format(""), encoding="utf-8")
    said = project.run("slotc", "init")
    project.expect((project.folder / file).read_text(encoding="utf-8"), text.format(""), file)
    project.expect((project.folder / "src/main.c").exists(), False, "src/main.c is written")
    added = re.search(rf"To {re.escape(file)} add\n\n((?:    .*\n)+)", said)
    if added is None:
        return [*project.problems, f"no lines to add: {said}"]
    lines = re.sub("(?m)^    ", "", added[1])
    lines = lines.replace("YOUR_TARGET", "own").replace("YOUR_OBJECTS", "src/main.o")
    (project.folder / file).write_text(text.format(lines), encoding="utf-8")
    main = Project(slotc, folder / "other" / "own")
    main.run("slotc", "init", "--build", "make")
    shutil.copy(main.folder / "src/main.c", project.folder / "src/main.c")
    project.run(shell=next_command(said))
    project.check_program(build, program)
    return project.problems + main.problems


def check_failure(slotc, folder):
    """All files or none."""
    project = Project(slotc, folder / "app")
    (project.folder / "src").write_text("in the way", encoding="utf-8")
    done = c_program.run([slotc, "init", "--build", "ninja", project.folder])
    project.expect(done.returncode, 2, "status")
    project.expect(list(project.files()), ["src"], "files")
    return project.problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    slotc = pathlib.Path(parser.parse_args().slotc).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for build in [*OWN, "none"]:
            if build != "none" and not shutil.which(build):
                tally.check(f"{build} is there", ["it is not: run tests/setup.sh"])
                continue
            tally.check(f"{build}: a new project", check_new(slotc, folder / build / "a b", build))
            if build != "none":
                tally.check(f"{build}: a project that is there",
                            check_own(slotc, folder / build / "there", build))
        tally.check("all files or none", check_failure(slotc, folder / "failure"))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
