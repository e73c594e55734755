#!/usr/bin/env python3
"""The man pages and completions are those that slotc writes, and what they show is so.

    python3 tests/manual.py PATH/TO/slotc

docs/man holds the pages of all commands, install/completions a script for each shell; UPDATE=1
writes them, and the output in templates/man too where a page shows another one. mandoc finds
nothing to complain about. In a page, the literal block behind the line `.\\" file NAME` is written
to NAME in an empty folder, and one behind `.\\" console` is run there: lines that begin with `$ `
are commands, the lines behind them what they have to print.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import c_program

TOP = pathlib.Path(__file__).resolve().parent.parent
PAGES = TOP / "docs" / "man"
PROSE = TOP / "templates" / "man"
COMPLETIONS = TOP / "install" / "completions"
SCRIPTS = {"bash": "slotc.bash", "zsh": "_slotc", "fish": "slotc.fish"}
BY_HAND = {"slots.5", "slotc.ini.5"}
PARTIALS = {"command", "options", "slotc", "status"}
BLOCK = re.compile(
    r'^\.\\" (console|file (\S+))\n\.Bd -literal -offset indent\n(.*?)^\.Ed$', re.M | re.S
)
UPDATE = os.environ.get("UPDATE", "0") != "0"


def printed(slotc, *arguments):
    done = c_program.run([slotc, *arguments], cwd=TOP)
    return done.stdout if done.returncode == 0 else f"status {done.returncode}: {done.stderr}"


def commands_of(slotc):
    listed = printed(slotc, "--help").partition("\ncommands:\n")[2].partition("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()]


def differs(path, text):
    """What the file should be; it is written where that is asked for."""
    if path.exists() and path.read_text() == text:
        return ""
    if UPDATE:
        path.write_text(text)
        return ""
    return "it is not what slotc prints; UPDATE=1 writes it"


def check_files(slotc, tally):
    pages = {"slotc.1": ["help", "--format", "mdoc"]}
    for command in commands_of(slotc):
        pages[f"slotc-{command}.1"] = ["help", "--format", "mdoc", command]
        has_prose = (PROSE / f"{command}.mdoc").exists()
        tally.quiet(f"{command}: prose", "" if has_prose else "write templates/man/NAME.mdoc")
    for name, arguments in pages.items():
        tally.quiet(f"docs/man/{name}", differs(PAGES / name, printed(slotc, *arguments)))
    for shell, name in SCRIPTS.items():
        text = printed(slotc, "help", "--format", shell)
        tally.quiet(f"install/completions/{name}", differs(COMPLETIONS / name, text))
    left = {path.name for path in PAGES.iterdir()} - set(pages) - BY_HAND
    tally.quiet("docs/man", f"{sorted(left)} are of no command" if left else "")


def check_grammar(tally):
    """The grammar stands in two pages, broken otherwise."""
    page = (TOP / "docs" / "language.md").read_text().partition("## Grammar\n\n```text\n")[2]
    manual = (PAGES / "slots.5").read_text().partition(".Ss Grammar\n.Bd -literal\n")[2]
    known = page.partition("```")[0].split()
    shown = plain(manual.partition(".Ed")[0]).split()
    wrong = [f"{a}, not {b}" for a, b in zip(shown, known) if a != b][:3]
    same = len(shown) == len(known) > 0
    tally.check("slots.5: grammar", wrong or ([] if same else ["it ends early"]))


def check_lint(tally, folder):
    """References are looked for where pages are installed."""
    manuals = folder / "man"
    for path in PAGES.iterdir():
        section = manuals / f"man{path.suffix[1:]}"
        section.mkdir(parents=True, exist_ok=True)
        (section / path.name).write_bytes(path.read_bytes())
    environment = dict(os.environ, MANPATH=str(manuals))
    subprocess.run(["makewhatis", manuals], capture_output=True, check=False)
    ours = {path.stem for path in PAGES.iterdir()}
    for path in sorted(PAGES.iterdir()):
        done = c_program.run(["mandoc", "-T", "lint", "-W", "style", path], env=environment)
        said = [line for line in done.stdout.splitlines() if not is_elsewhere(line, ours)]
        tally.check(f"{path.name} is clean", said + done.stderr.splitlines())


def is_elsewhere(line, ours):
    """A page of another program that is not installed here; of ours each has to be there."""
    missing = re.search(r"STYLE: referenced manual not found: Xr (\S+)", line)
    return missing is not None and missing[1] not in ours


def plain(text):
    """Lines of a literal block as they are shown."""
    return text.replace("\\&", "").replace("\\(dq", '"').replace("\\e", "\\")


def escaped(line):
    line = line.replace("\\", "\\e")
    return f"\\&{line}" if line[:1] in (".", "'") else line


def replay(block, folder, environment):
    """A block as it should stand."""
    lines = []
    for line in block.splitlines():
        if line.startswith("$ "):
            command = ["sh", "-c", f"exec 2>&1\n{plain(line[2:])}"]
            done = c_program.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL)
            lines += [line, *map(escaped, done.stdout.splitlines())]
    return "".join(f"{line}\n" for line in lines)


def source_of(path):
    """Where the prose of a page stands, by its name."""
    if path.name in BY_HAND:
        return path
    return PROSE / f"{path.stem.removeprefix('slotc-')}.mdoc"


def check_examples(tally, path, environment):
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, block in BLOCK.findall(path.read_text()):
            if name:
                pathlib.Path(folder, name).write_text(plain(block))
                continue
            real = replay(block, folder, environment)
            if UPDATE and real != block:
                source = source_of(path)
                source.write_text(source.read_text().replace(block, real))
            first = block.split("\n", 1)[0]
            tally.check(f"{path.name}: {first}", [] if real == block else ["it prints:", real])
        for name in pathlib.Path(folder).glob("*.slots"):
            laid_out = c_program.run([environment["SLOTC"], "fmt", "--diff", name])
            tally.quiet(f"{path.name}: {name.name} is laid out", laid_out.stdout)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    slotc = pathlib.Path(arguments[1]).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "bin").mkdir()
        (folder / "bin" / "slotc").symlink_to(slotc)
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        environment = dict(os.environ, PATH=path, LC_ALL="C", SLOTC=str(slotc))
        check_files(slotc, tally)
        for page in sorted(PAGES.iterdir()):
            check_examples(tally, page, environment)
        check_grammar(tally)
        check_lint(tally, folder)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
