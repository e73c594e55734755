#!/usr/bin/env python3
"""What is installed is what is listed, and can be uninstalled; the same of the Debian package.

    python3 tests/install.py PATH/TO/slotc [--full]

--full makes the package twice, which has to give the same.
"""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import c_program

TOP = pathlib.Path(__file__).resolve().parent.parent
ODD = "a b/it's $HOME #é"
MANIFEST = "share/slotc/installed"


def install(action, umask=0o022, **variables):
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("PREFIX", "DESTDIR")}
    environment.update({name: str(value) for name, value in variables.items()})
    return subprocess.run(["sh", "install/install.sh", action], cwd=TOP, env=environment,
                          capture_output=True, text=True, check=False, umask=umask)


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")
                  if not path.is_dir())


def listed():
    """What has to be there, with its mode."""
    rows = [line.split("\t") for line in install("list").stdout.splitlines()]
    return {path: mode for mode, _, path in rows} | {MANIFEST: "644"}


def check_installed(tally, name, prefix):
    """Just what is listed, with the modes that it is to have."""
    wanted = listed()
    problems = [f"{path} is not as it is listed"
                for path in wanted.keys() ^ set(files_below(prefix))]
    for path in prefix.rglob("*"):
        mode = f"{path.stat().st_mode & 0o777:o}"
        if mode != wanted.get(str(path.relative_to(prefix)), "755"):
            problems.append(f"{path} has mode {mode}")
        if path.is_file() and b"@VERSION@" in path.read_bytes():
            problems.append(f"{path} has no version put in")
    tally.check(name, problems)


def check_page(tally):
    """What docs/install.md has one type is what is tested here."""
    page = (TOP / "docs/install.md").read_text(encoding="utf-8")
    for target in ("install", "uninstall", "package"):
        script = "package.sh" if target == "package" else f"install.sh {target}"
        command = c_program.run(["ninja", "-t", "commands", target], cwd=TOP).stdout
        known = command.splitlines()[-1:] == [f"sh install/{script}"]
        tally.check(f"ninja {target}", [] if known and f"ninja {target}" in page else [command])


def check_prefix(tally, top):
    """A path that is hard to write, and an umask that lets nobody else read."""
    prefix = top / "new" / ODD
    done = install("install", umask=0o077, PREFIX=prefix)
    tally.check("install", c_program.complaints(done))
    check_installed(tally, "what is installed is what is listed", prefix)
    moved = top / "other" / "place"
    moved.parent.mkdir()
    prefix.rename(moved)
    done = c_program.run([moved / "bin/slotc", "--version"])
    version = done.stdout.split()[-1]
    tally.check("moved, it runs", c_program.complaints(done))
    found = c_program.run(["pkg-config", "--variable=slotc", "slotc"],
                          env={**os.environ, "PKG_CONFIG_PATH": str(moved / "share/pkgconfig")})
    again = c_program.run([found.stdout.strip(), "--version"])
    tally.check("pkg-config finds it", [] if again.stdout == done.stdout else [found.stdout])
    known = c_program.run(["pkg-config", "--modversion", "slotc"],
                          env={**os.environ, "PKG_CONFIG_PATH": str(moved / "share/pkgconfig")})
    tally.check("pkg-config knows its version",
                [] if known.stdout.strip() == version else [known.stdout, version])
    done = install("uninstall", PREFIX=moved)
    problems = c_program.complaints(done) + [str(path) for path in moved.parent.rglob("*")]
    if not moved.parent.is_dir():
        problems.append("it removed a folder that it did not make")
    tally.check("uninstall, where it was moved to", problems)


def check_folders(tally, top):
    """Folders that were there are not removed, nor what is in them."""
    prefix = top / "one" / "two"
    (prefix / "bin").mkdir(parents=True)
    install("install", PREFIX=prefix)
    (prefix / "share/slotc/mine").write_text("mine\n", encoding="utf-8")
    done = install("uninstall", PREFIX=prefix)
    problems = c_program.complaints(done)
    problems += [path for path in files_below(prefix) if path != "share/slotc/mine"]
    if not (prefix / "bin").is_dir() or not (prefix / "share/slotc/mine").exists():
        problems.append("what was not its own is gone")
    if (prefix / "share/pkgconfig").exists():
        problems.append("share/pkgconfig is left")
    tally.check("what is not its own is left", problems)


def check_again(tally, top):
    """Installed over an older one, which had other files; then folders above go, too."""
    prefix = top / "new" / "again"
    install("install", PREFIX=prefix)
    old = prefix / "share/slotc/old/part.py"
    old.parent.mkdir()
    old.write_text("old\n", encoding="utf-8")
    with open(prefix / MANIFEST, "a", encoding="utf-8") as manifest:
        manifest.write("file share/slotc/old/part.py\nfolder share/slotc/old\n")
    (prefix / "bin/slotc").write_text("broken", encoding="utf-8")
    done = install("install", PREFIX=prefix)
    check_installed(tally, "installed again, it is as new", prefix)
    tally.check("installed again, no folder is left",
                c_program.complaints(done) + (["old"] if old.parent.exists() else []))
    install("uninstall", PREFIX=prefix)
    tally.check("installed twice, uninstalled once", [str(path) for path in top.rglob("*")])


def check_staged(tally, top):
    staged = top / "staged"
    done = install("install", DESTDIR=staged)
    tally.check("DESTDIR", c_program.complaints(done))
    check_installed(tally, "DESTDIR holds /usr/local", staged / "usr/local")
    naming = [path for path in (staged / "usr/local/share").rglob("*")
              if path.is_file() and str(staged).encode() in path.read_bytes()
              and not path.match(MANIFEST)]
    tally.check("no file names DESTDIR", naming)
    manifest = staged / "usr/local" / MANIFEST
    victim = top / "victim"
    victim.write_text("mine\n", encoding="utf-8")
    whole = manifest.read_text(encoding="utf-8")
    empty = top / "empty"
    empty.mkdir()
    for row in ("file share/../../../../victim", f"file {victim}", "folder ../../../empty",
                f"folder {empty}"):
        manifest.write_text(f"{whole}{row}\n", encoding="utf-8")
        for action in ("install", "uninstall"):
            done = install(action, DESTDIR=staged)
            whole_still = (staged / "usr/local/bin/slotc").exists() and manifest.exists()
            tally.check(f"{action}: a damaged list leads nowhere, {row.split()[0]}",
                        [] if done.returncode == 2 and victim.exists() and empty.exists()
                        and whole_still else [done.stderr])
    manifest.write_text(whole, encoding="utf-8")
    install("uninstall", DESTDIR=staged, PREFIX="/usr/local/")
    tally.check("DESTDIR is empty again", [str(staged)] if staged.exists() else [])


def check_paths(tally, top):
    """A prefix with parts that say nothing, and two that make the same folders at a time."""
    done = install("install", PREFIX=f"{top}/./new//.//deep/./")
    tally.check("a prefix with dots", c_program.complaints(done))
    check_installed(tally, "it is where it is without them", top / "new/deep")
    done = install("uninstall", PREFIX=top / "new/deep")
    tally.check("uninstalled without dots",
                c_program.complaints(done) + [str(path) for path in top.rglob("*")])
    tools = top / "tools"
    tools.mkdir()
    mkdir = tools / "mkdir"
    mkdir.write_text(f"#!/bin/sh\ncase $1 in */race*) {shutil.which('mkdir')} -p \"$1\" ;; esac\n"
                     f"exec {shutil.which('mkdir')} \"$@\"\n", encoding="utf-8")
    mkdir.chmod(0o755)
    done = install("install", PREFIX=top / "race", PATH=f"{tools}:{os.environ['PATH']}")
    tally.check("another makes each folder first",
                [done.stderr] if done.returncode or done.stderr
                or not (top / "race/bin/slotc").exists() else [])


def check_refused(tally, top):
    done = install("install", PREFIX="here")
    tally.check("PREFIX is absolute", [] if done.returncode == 2 and "`here`" in done.stderr
                else [done.stderr])
    done = install("uninstall", PREFIX=top)
    tally.check("nothing to uninstall", [] if done.returncode == 2 and MANIFEST in done.stderr
                else [done.stderr])


def control_of(package):
    text = c_program.run(["dpkg-deb", "-f", package]).stdout
    return dict(re.findall(r"^(\S+): (.*)$", text, re.MULTILINE))


def check_package_files(tally, package, root):
    """The files of the package, unpacked: its own sums, and Debian's papers."""
    done = c_program.run(["dpkg-deb", "-R", package, root])
    sums = c_program.run(["md5sum", "--quiet", "-c", "DEBIAN/md5sums"], cwd=root)
    named = {line[34:] for line in (root / "DEBIAN/md5sums").read_text().splitlines()}
    there = {path for path in files_below(root) if not path.startswith("DEBIAN/")}
    tally.check("package: sums", c_program.complaints(done) + c_program.complaints(sums)
                + sorted(named ^ there))
    papers = root / "usr/share/doc/slotc"
    words = {"copyright": "Permission is hereby granted", "changelog.gz": "# Changelog",
             "changelog.Debian.gz": "slotc ("}
    problems = []
    for name, text in words.items():
        data = (papers / name).read_bytes()
        data = gzip.decompress(data) if name.endswith(".gz") else data
        if text not in data.decode():
            problems.append(f"{name} has no `{text}`")
    problems += [f"{path} is not compressed" for path in (root / "usr/share/man").rglob("*.[15]")]
    problems += ["the list of installed files is there"] if any(
        path.endswith(MANIFEST) for path in there) else []
    tally.check("package: Debian's papers", problems)
    control = control_of(package)
    wanted = [name for name in ("libc6", "libjansson4", "libinih1")
              if name not in control["Depends"]]
    if "libclang" in control["Depends"] or "libclang1" not in control["Recommends"]:
        wanted.append("libclang1 is recommended")
    tally.check("package: what it needs", wanted)


def check_package(tally, top):
    """It is installed into a system of its own, runs, and is purged."""
    author = r"A & B/C \1 #d"
    done = c_program.run(["sh", "install/package.sh"], cwd=TOP,
                         env={**os.environ, "DEBFULLNAME": author, "DEBEMAIL": "a@b.example"})
    tally.check("package", c_program.complaints(done))
    if done.returncode != 0:
        return
    package = TOP / done.stdout.splitlines()[-1]
    maintainer = control_of(package)["Maintainer"]
    tally.check("package: its maintainer",
                [] if maintainer == f"{author} <a@b.example>" else [maintainer])
    if "--full" in sys.argv:
        c_program.run(["sh", "install/package.sh"], cwd=TOP)
        first = package.read_bytes()
        c_program.run(["sh", "install/package.sh"], cwd=TOP)
        tally.check("package: the same each time", [] if package.read_bytes() == first else ["no"])
    check_package_files(tally, package, top / "unpacked")
    if os.geteuid() != 0:
        tally.skip("package: only root can install it")
        return
    root = top / "system"
    for folder in ("info", "updates", "triggers"):
        (root / "var/lib/dpkg" / folder).mkdir(parents=True)
    for name in ("status", "available"):
        (root / "var/lib/dpkg" / name).write_text("", encoding="utf-8")
    dpkg = ["dpkg", f"--root={root}", "--force-depends", "--log=/dev/null"]
    done = c_program.run([*dpkg, "-i", package])
    ran = c_program.run([root / "usr/bin/slotc", "--version"])
    tally.check("package: installed, it runs", ([done.stderr] if done.returncode else [])
                + c_program.complaints(ran))
    done = c_program.run([*dpkg, "-P", "slotc"])
    shutil.rmtree(root / "var")
    tally.check("package: purged, nothing is left", ([done.stderr] if done.returncode else [])
                + [str(path) for path in root.rglob("*")])


def main():
    tally = c_program.Tally()
    checks = (check_prefix, check_folders, check_again, check_staged, check_paths,
              check_refused, check_package)
    for check in checks:
        with tempfile.TemporaryDirectory() as folder:
            check(tally, pathlib.Path(folder))
    check_page(tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
