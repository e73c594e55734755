#!/usr/bin/env python3
"""slotc in the build systems: who runs again after which change, and paths that are hard to write.

    python3 tests/builds.py PATH/TO/slotc [--full]

The examples build-generate and build-committed are built with a slotc that was installed, moved to
another folder, and is uninstalled in the end; and it and the compiler write down what they are run
for. Where a build system has no way to
write a name, it gets an easier one: FOLDERS. Without --full the slower build systems show no more
than the first changes.
"""

import collections
import dataclasses
import os
import pathlib
import re
import shutil
import stat
import sys
import tempfile
import time

import c_program

TOP = pathlib.Path(__file__).resolve().parent.parent
GREETING = "too hot: 93.5 celsius\n"

# What each can write of `a b#c$d é`: to CMake a `#` in the folder of the build is an error, and in
# Makefiles it writes it wrongly in that of the sources, too.
HARD = "a b#c$d é"
FOLDERS = {
    "ninja": (HARD, None),
    "make": (HARD, None),
    "meson": (HARD, None),
    "cmake-ninja": (HARD, "build b$d é"),
    "cmake-make": ("a b$d é", "build b$d é"),
}
QUICK = ("ninja", "make")
EVERYTHING = {"slotc": 1, "main": 1, "reading": 1, "bodies": 1}


def write_script(path, text):
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class Workshop:
    """A slotc that is installed, and the log of it and of the compiler."""

    def __init__(self, folder):
        self.folder = folder
        self.prefix = folder / "moved b é"
        self.log = folder / "log"
        tools = folder / "tools"
        tools.mkdir()
        write_script(
            tools / "cc",
            f"for word; do case $word in *.c) echo \"$word\" >>'{self.log}' ;; esac; done\n"
            f"exec {shutil.which('cc')} \"$@\" -O0\n",
        )
        self.environment = {
            **{name: value for name, value in os.environ.items()
               if name not in ("CC", "CFLAGS", "LDFLAGS", "DESTDIR", "MAKEFLAGS")},
            "PATH": f"{tools}:{self.prefix}/bin:{os.environ['PATH']}",
            "PKG_CONFIG_PATH": str(self.prefix / "share/pkgconfig"),
            "CMAKE_PREFIX_PATH": str(self.prefix),
            "LC_ALL": "C.UTF-8",
        }
        self.install("install", folder / "first")
        (folder / "first").rename(self.prefix)
        slotc = self.prefix / "bin/slotc"
        slotc.rename(tools / "slotc-itself")
        write_script(slotc, "case \" $* \" in *' --print-outputs '*) ;; "
                     f"*) echo slotc >>'{self.log}' ;; esac\n"
                     f"exec '{tools}/slotc-itself' \"$@\"\n")

    def install(self, action, prefix):
        self.environment["PREFIX"] = str(prefix)
        done = self.run(TOP, "sh", "install/install.sh", action)
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def run(self, folder, *command):
        return c_program.run(command, cwd=folder, env=self.environment)

    def ran(self):
        """What has run since the last time, by the name of its source."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        self.log.write_text("", encoding="utf-8")
        names = [pathlib.PurePath(line).stem for line in text.splitlines()]
        # CMake names the file of the bodies after the target.
        names = ["bodies" if name == "plant_slotc" else name for name in names]
        return dict(collections.Counter(name for name in names if name in EVERYTHING))


@dataclasses.dataclass
class System:
    name: str
    script: str  # the file that says what is built
    setup: list
    build: list
    test: list


def systems(build):
    """The build systems, with a folder for what they build."""
    cmake = ["cmake", "--build", build, "-j8"]
    ctest = ["ctest", "--test-dir", build, "--output-on-failure"]
    return [
        System("ninja", "build.ninja", [], ["ninja"], ["ninja", "check"]),
        System("make", "Makefile", [], ["make", "-j8"], ["make", "check"]),
        System("meson", "meson.build", ["meson", "setup", build], ["ninja", "-C", build],
               ["meson", "test", "-C", build, "--print-errorlogs"]),
        System("cmake-ninja", "CMakeLists.txt", ["cmake", "-G", "Ninja", "-B", build], cmake,
               ctest),
        System("cmake-make", "CMakeLists.txt", ["cmake", "-G", "Unix Makefiles", "-B", build],
               cmake, ctest),
    ]


class Project:
    """A copy of an example, and a build system at work on it."""

    def __init__(self, workshop, example, name):
        source, build = FOLDERS[name]
        top = workshop.folder / example / name
        top.mkdir(parents=True)
        self.workshop = workshop
        self.folder = top / source
        shutil.copytree(TOP / "examples" / example, self.folder)
        self.built = top / build if build else self.folder / "build"
        self.system = next(one for one in systems(str(self.built)) if one.name == name)
        self.said = ""
        workshop.ran()

    def run(self, command):
        done = self.workshop.run(self.folder, *command) if command else None
        self.said = done.stdout + done.stderr if done else ""
        return done.returncode if done else 0

    def edit(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise AssertionError(f"{name}: no `{old}`")
        time.sleep(0.02)  # the clock of the file system may tick that slowly
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, wanted, again=True):
        """Builds: what runs is what is wanted, and again, when nothing runs."""
        problems = []
        for runs in (wanted, {}) if again else (wanted,):
            status = self.run(self.system.build)
            ran = self.workshop.ran()
            if status != 0 or ran != runs:
                problems += [f"status {status}, ran {ran}, not {runs}", *self.said.splitlines()]
                break
        return problems or self.greets()

    def greets(self):
        done = self.workshop.run(self.folder, str(self.built / "plant"))
        return [] if done.stdout == GREETING else [f"it printed `{done.stdout}`"]

    def headers(self):
        """Those that are generated, by their text and time."""
        return {path: (path.read_bytes(), path.stat().st_mtime_ns)
                for path in sorted(self.folder.parent.rglob("*.slots.h"))}

    def stops(self, words):
        """The build fails with these words, compiles nothing, and leaves the headers alone."""
        before = self.headers()
        status = self.run(self.system.build)
        ran = self.workshop.ran()
        problems = []
        if status == 0 or set(ran) - {"slotc"} or words not in self.said:
            problems += [f"status {status}, ran {ran}", *self.said.splitlines()]
        if len(before) != 2 or self.headers() != before:
            problems.append("the headers have changed")
        return problems


def check_generate(tally, workshop, name):
    """The first build, then a change that changes no header, then one that does."""
    project = Project(workshop, "build-generate", name)
    status = project.run(project.system.setup)
    tally.check(f"{name}: it is set up", project.said.splitlines() if status else [])
    workshop.ran()
    tally.check(f"{name}: the first build", project.build(EVERYTHING, again=False))
    project.edit("schemas/reading.slots", "record", "// A plain comment.\nrecord")
    tally.check(f"{name}: a comment in an imported schema", project.build({"slotc": 1}))
    project.edit("schemas/alarm.slots", "str;", "char[16];")
    tally.check(f"{name}: a field", project.build({"slotc": 1, "main": 1, "bodies": 1}))
    return project


def check_changes(tally, name, project):
    """More changes, each with exactly what has to run for it."""
    project.edit("schemas/reading.slots", "f64;", "f32;")
    tally.check(f"{name}: a field of an imported schema", project.build(EVERYTHING))
    project.edit("schemas/alarm.slots", "char[16];", "char16;")
    tally.check(f"{name}: a broken schema", project.stops("unknown type `char16`"))
    project.edit("schemas/alarm.slots", "char16;", "char[16];")
    tally.check(f"{name}: it is mended", project.build({"slotc": 1}))
    os.utime(project.workshop.prefix / "bin/slotc")
    tally.check(f"{name}: slotc itself is newer",
                project.build({} if name == "ninja" else {"slotc": 1}))
    alarm = project.folder / "schemas/alarm.slots"
    alarm.rename(alarm.with_name("alert.slots"))
    tally.check(f"{name}: a schema is gone", project.stops("alarm.slots"))
    for script in (project.system.script, "src/main.c"):
        project.edit(script, "alarm.slots", "alert.slots")
    tally.check(f"{name}: it has another name",
                project.build({"slotc": 1, "main": 1, "bodies": 1}))


# Where the build file names slotc's own headers, there is one more when a record has a dict.
NAMES_DICT = {
    "ninja": ("$dir/slots_trace.h:", "$dir/slots_trace.h $dir/slots_dict.h:"),
    "meson": ("'slots_trace.h'", "'slots_trace.h', 'slots_dict.h'"),
}


def check_support(tally, name, project, full):
    """slotc's own headers are outputs, too: made again, and compiled again by the same build."""
    compiled = {"slotc": 1, "main": 1, "bodies": 1}
    project.edit("schemas/alarm.slots", "slots {", "slots + dict {")
    if name in NAMES_DICT:
        project.edit(project.system.script, *NAMES_DICT[name])
    tally.check(f"{name}: a dict", project.build(compiled, again=False))
    # CMake learns only now that there is one more.
    status = project.run(project.system.build)
    tally.check(f"{name}: a dict, again", project.said.splitlines() if status else [])
    dict_header = next(project.folder.parent.rglob("slots_dict.h"))
    text = dict_header.read_text(encoding="utf-8")
    time.sleep(0.02)
    dict_header.write_text(f"{text}/* of an older slotc */\n", encoding="utf-8")
    project.run(project.system.build)
    project.workshop.ran()
    project.edit("schemas/alarm.slots", "record", "// Another comment.\nrecord")
    problems = project.build(compiled)
    if dict_header.read_text(encoding="utf-8") != text:
        problems.append("it is not written")
    tally.check(f"{name}: slots_dict.h of another slotc", problems)
    # In Makefiles CMake has no way to say that one run makes several files.
    if name == "cmake-make":
        return
    headers = ("slots_dict.h", "slots_trace.h", "slots_snapshot.h")
    for header in headers if full else headers[:1]:
        dict_header.with_name(header).unlink()
        project.run(project.system.build)
        tally.check(f"{name}: {header} is gone",
                    [] if dict_header.with_name(header).exists() else ["it still is"])
    project.workshop.ran()
    tally.check(f"{name}: all are back", project.build({}))


def check_committed(tally, workshop, name):
    project = Project(workshop, "build-committed", name)
    status = project.run(project.system.setup)
    tally.check(f"{name}: set up with committed headers",
                project.said.splitlines() if status else [])
    workshop.ran()
    tally.check(f"{name}: committed headers, without slotc",
                project.build({"main": 1, "reading": 1, "bodies": 1}))
    status = project.run(project.system.test)
    ran = workshop.ran()
    tally.check(f"{name}: they are what the schemas say",
                project.said.splitlines() if status or ran != {"slotc": 1} else [])
    project.edit("schemas/alarm.slots", "str;", "char[16];")
    status = project.run(project.system.test)
    stale = re.search(r"generated/alarm\.slots\.h` is older than its schema", project.said)
    refresh = re.search(r"^.*slotc: refresh with: (slotc gen .*)$", project.said, re.MULTILINE)
    problems = [] if status and stale and refresh else [f"status {status}: {project.said}"]
    tally.check(f"{name}: a header is older than its schema", problems)
    if refresh:
        status = project.run(["sh", "-c", refresh.group(1)]) or project.run(project.system.test)
        tally.check(f"{name}: refreshed as it says", project.said.splitlines() if status else [])


def check_cmake(tally, workshop, generator):
    """All that the functions of the CMake package can be asked for."""
    top = workshop.folder / f"all by {generator}"
    shutil.copytree(TOP / "tests/builds", top)
    (top / "schemas").rename(top / "linked")
    (top / "schemas").symlink_to("linked")
    build = ["cmake", "--build", "build", "-j8"]
    for command in (["cmake", "-G", generator, "-B", "build"], build,
                    ["ctest", "--test-dir", "build"]):
        done = workshop.run(top, *command)
        tally.check(f"{generator}: {command[0]} {command[1]}",
                    (done.stdout + done.stderr).splitlines() if done.returncode else [])
    workshop.log.write_text("", encoding="utf-8")
    done = workshop.run(top, *build)
    ran = workshop.log.read_text(encoding="utf-8").splitlines()
    tally.check(f"{generator}: nothing to do", [*ran, done.stdout] if ran else [])


MADE_BY_MAKE = ["base.slots.h", "base.slots.h", "child.slots.h", "slots_core.h", "slots_core.h",
                "slots_dict.h", "slots_pool.h", "slots_snapshot.h", "slots_trace.h"]


def check_make(tally, workshop):
    """What slotc_generate of slotc.mk can be asked for."""
    top = workshop.folder / "all by make"
    shutil.copytree(TOP / "tests/builds", top)
    done = workshop.run(top, "make", "-j8", "child", "headers")
    problems = (done.stdout + done.stderr).splitlines() if done.returncode else []
    wanted = {"all": {"base.slots.h", "deep/child.slots.h", "slots_pool.h", "bodies.c"},
              "base": {"base.slots.h", "slots_trace.h", "bodies.c"}}
    for folder, names in wanted.items():
        problems += [f"no out/{folder}/{name}" for name in sorted(names)
                     if not (top / "out" / folder / name).exists()]
    again = workshop.run(top, "make", "child", "headers")
    if (top / "out/all/slots_trace.h").exists() or "slotc gen" in again.stdout:
        problems += ["slots_trace.h is there, or slotc ran again", again.stdout]
    tally.check("make: all options", problems)
    names = workshop.run(top, "make", "names").stdout.split()
    tally.check("make: the headers, slotc's own among them",
                [] if sorted(names) == MADE_BY_MAKE else names)
    options = top / "options.mk"
    time.sleep(0.02)
    options.write_text("all_options = --with pool\n", encoding="utf-8")
    done = workshop.run(top, "make", "child")
    tally.check("make: other options in a file that is included",
                [] if (top / "out/all/slots_trace.h").exists() else [done.stdout + done.stderr])


REFUSED = {
    "slotc_generate(TARGET none SCHEMAS a.slots)": "TARGET `none` is no target",
    "slotc_generate(TARGET t)": "SCHEMAS is missing",
    "slotc_generate(TARGET t SCHEMAS a.slots b)\nslotc_generate(TARGET t a.slots SCHEMAS b.slots)":
        "what is `a.slots`",
    "slotc_generate(TARGET t SCHEMAS schemas)": "is a folder",
    "slotc_generate(TARGET t SCHEMAS a.slots IMPL)": "compiles nothing",
    "slotc_check(SCHEMAS a.slots OUT_DIR generated)": "NAME and OUT_DIR are needed",
    "add_library(c STATIC a.cc)\nslotc_generate(TARGET c SCHEMAS a.slots IMPL)":
        "has no C: name C among the languages",
    "slotc_generate(TARGET t SCHEMAS a.slots OUT_DIR o)\nadd_library(u INTERFACE)\n"
    "slotc_generate(TARGET u SCHEMAS a.slots OUT_DIR s/../o)":
        "is the folder of headers for `t` already",
}
VERSIONS = {"": True, "0.1": True, "0.1.0 EXACT": True, "0.1...<0.2": True, "0.1.99": False,
            "0.2": False, "1": False, "0.2...1": False, "0.0.1": False}


def check_refused(tally, workshop):
    """What is asked for wrongly is refused in words."""
    top = workshop.folder / "refused"
    (top / "schemas").mkdir(parents=True)
    head = "cmake_minimum_required(VERSION 3.20)\nproject(p NONE)\n"
    script = top / "CMakeLists.txt"
    calls = {f"{head}find_package(slotc REQUIRED)\nadd_library(t INTERFACE)\n{call}\n": words
             for call, words in REFUSED.items()}
    (top / "below").mkdir()
    (top / "below/CMakeLists.txt").write_text("find_package(slotc REQUIRED)\n", encoding="utf-8")
    calls[f"{head}add_subdirectory(below)\nadd_library(t INTERFACE)\n"
          "slotc_generate(TARGET t SCHEMAS a.slots)\n"] = "call find_package(slotc) here"
    calls[f"{head.replace('NONE', 'C')}find_package(slotc REQUIRED)\nadd_library(c STATIC a.c)\n"
          "slotc_generate(TARGET c SCHEMAS a.slots IMPL)\n"
          "slotc_generate(TARGET c SCHEMAS b.slots IMPL)\n"] = "`c` has IMPL already"
    for call, words in calls.items():
        script.write_text(call, encoding="utf-8")
        done = workshop.run(top, "cmake", "-B", "build")
        said = " ".join(done.stderr.split())
        tally.check(f"refused: {words}",
                    [said] if done.returncode == 0 or words not in said else [])
    tries = [f"find_package(slotc {version} QUIET)\nmessage(\"{version}: ${{slotc_FOUND}}\")\n"
             "unset(slotc_DIR CACHE)\n" for version in VERSIONS]
    script.write_text(head + "".join(tries), encoding="utf-8")
    done = workshop.run(top, "cmake", "-B", "build")
    for version, found in VERSIONS.items():
        wanted = f"{version}: {int(found)}"
        tally.check(f"version `{version}`",
                    [] if f"\n{wanted}\n" in f"\n{done.stderr}" else [wanted, done.stderr])
    script.write_text(f"{head}find_package(slotc REQUIRED)\n", encoding="utf-8")
    done = workshop.run(top, "cmake", "-B", "build", "-DSLOTC_EXECUTABLE=/nowhere/slotc")
    tally.check("SLOTC_EXECUTABLE is not there",
                [] if "there is no `/nowhere/slotc`" in done.stderr else [done.stderr])
    script.write_text(f"{head}find_package(slotc REQUIRED)\n"
                      "message(\"is ${SLOTC_EXECUTABLE}\")\n", encoding="utf-8")
    done = workshop.run(top, "cmake", "-B", "build", "-DSLOTC_EXECUTABLE=slotc-itself")
    tally.check("SLOTC_EXECUTABLE is a name in the PATH",
                [] if f"is {workshop.folder}/tools/slotc-itself\n" in done.stderr
                else [done.stderr])


def check_cross(tally, workshop):
    """slotc of this machine, headers and program for another; and committed headers checked."""
    if not shutil.which("aarch64-linux-gnu-gcc") or not shutil.which("qemu-aarch64"):
        tally.skip("cross-compiling: no aarch64-linux-gnu-gcc or no qemu-aarch64")
        return
    top = workshop.folder / "cross"
    shutil.copytree(TOP / "examples/build-generate", top)
    problems = []
    for command in (["cmake", "-B", "build", "--toolchain", "aarch64.cmake"],
                    ["cmake", "--build", "build"]):
        done = workshop.run(top, *command)
        problems += done.stderr.splitlines() if done.returncode else []
    done = workshop.run(top, "qemu-aarch64", "-L", "/usr/aarch64-linux-gnu", "build/plant")
    machine = (top / "build/plant").read_bytes()[18:20] if not problems else b""
    if machine != b"\xb7\0" or done.stdout != GREETING:
        problems += [f"ELF machine {machine}", done.stdout, done.stderr]
    tally.check("cross-compiling", problems)
    committed = workshop.folder / "cross-committed"
    shutil.copytree(TOP / "examples/build-committed", committed)
    toolchain = str(top / "aarch64.cmake")
    for command in (["cmake", "-B", "build", "--toolchain", toolchain],
                    ["ctest", "--test-dir", "build"]):
        done = workshop.run(committed, *command)
    tally.check("cross-compiling: committed headers",
                done.stdout.splitlines() if done.returncode else [])


def check_copies(tally):
    """Both examples are the same program, and their rules for ninja those that are installed."""
    examples = TOP / "examples"
    pairs = [(TOP / "install/slotc.ninja", examples / name / "slotc.ninja")
             for name in ("build-generate", "build-committed")]
    for folder in ("schemas", "src"):
        pairs += [(path, examples / "build-committed" / folder / path.name)
                  for path in (examples / "build-generate" / folder).iterdir()]
    page = (TOP / "docs/ci.md").read_text(encoding="utf-8")
    rules = re.search(r"```gitattributes\n(.*?)```", page, re.DOTALL)
    attributes = (examples / "build-committed/.gitattributes").read_text(encoding="utf-8")
    tally.check("git is told what docs/ci.md says",
                [] if attributes.endswith(rules.group(1)) else [attributes])
    tally.check("copies are the same", [f"{one} and {other} differ" for one, other in pairs
                                        if one.read_bytes() != other.read_bytes()])


def check_page(tally):
    """What docs/build.md shows of build files stands in an example."""
    page = (TOP / "docs/build.md").read_text(encoding="utf-8")
    files = [path.read_text(encoding="utf-8") for path in (TOP / "examples").glob("build-*/*")
             if path.is_file()]
    blocks = re.findall(r"^<!-- tested by \S* -->\n```\w+\n(.*?)^```$", page,
                        re.MULTILINE | re.DOTALL)
    for block in blocks:
        indented = "\n" + "".join(f"  {line}\n" for line in block.splitlines())
        known = any(f"\n{block}" in text or indented in text for text in files)
        tally.check(f"docs/build.md: {block.splitlines()[0]}",
                    [] if known else block.splitlines())
    tally.check("docs/build.md shows build files", [] if len(blocks) > 9 else [str(len(blocks))])


def main():
    full = "--full" in sys.argv
    tally = c_program.Tally()
    for tool in ("ninja", "make", "meson", "cmake", "ctest", "pkg-config"):
        tally.check(f"{tool} is there",
                    [] if shutil.which(tool) else ["it is not: run tests/setup.sh"])
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(pathlib.Path(folder))
        for name in FOLDERS:
            project = check_generate(tally, workshop, name)
            if full or name in (*QUICK, "cmake-ninja"):
                check_support(tally, name, project, full)
            if full or name in QUICK:
                check_changes(tally, name, project)
                check_committed(tally, workshop, name)
        check_copies(tally)
        check_page(tally)
        check_make(tally, workshop)
        check_refused(tally, workshop)
        if full:
            check_cmake(tally, workshop, "Ninja")
            check_cmake(tally, workshop, "Unix Makefiles")
            check_cross(tally, workshop)
        workshop.install("uninstall", workshop.prefix)
        tally.check("nothing is left of the installation",
                    [str(path) for path in workshop.prefix.rglob("*")])
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
