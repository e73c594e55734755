#!/usr/bin/env python3
"""What each command takes is in its help, in its man page and in the completions, and no more.

    python3 tests/options.py PATH/TO/slotc

What help lists is held against the parser: an option is a command's own where slotc complains of
what stands behind it. The completions of install/completions are asked in bash, zsh and fish
themselves, for options, their values, and operands; a shell that is not there is skipped.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import c_program

TOP = pathlib.Path(__file__).resolve().parent.parent
PAGES = TOP / "docs" / "man"
COMPLETIONS = TOP / "install" / "completions"
NAME = re.compile(r'"(--?[A-Za-z][A-Za-z-]*)"')
BEHIND = "--no-such-option"


class Table:
    """Options and closed values, as slotc itself takes and tells them."""

    SAMPLE = 8  # of the options of other commands, one in so many is tried

    def __init__(self, slotc, tally):
        self.slotc = slotc
        self.said = {}
        self.commands = [words[0] for words in self.listed("--help", "\ncommands:\n")]
        self.rows = {name: self.listed("help", "\noptions:\n", name) for name in self.commands}
        self.taken = {name: [row[0] for row in rows] for name, rows in self.rows.items()}
        names = set(NAME.findall((TOP / "generator" / "options.c").read_text()))
        for at, command in enumerate(self.commands):
            tally.check(f"{command} takes its options", self.refused(command))
            others = sorted(names - set(self.taken[command]))[at % self.SAMPLE :: self.SAMPLE]
            tally.check(f"{command} takes no others", self.accepted(command, others))

    def listed(self, option, heading, *more):
        """What is listed below a heading of help, by words."""
        text = c_program.run([self.slotc, option, *more]).stdout
        lines = text.partition(heading)[2].partition("\n\n")[0].splitlines()
        return [re.match(r"  (\S+) (\S*) *(.*)", line).groups() for line in lines]

    def run(self, *words):
        return c_program.run([self.slotc, *words], stdin=subprocess.DEVNULL).stderr

    def refused(self, command):
        """All options at once: what is wrong has to be what stands behind them."""
        words = []
        for row in self.rows[command]:
            words += [row[0], (self.words(command, row) or ["text"])[0]] if row[1] else [row[0]]
        said = self.run(command, *words, BEHIND)
        return [] if BEHIND in said else [said]

    def accepted(self, command, names):
        for name in names:
            said = self.run(command, name, "text", BEHIND)
            if not re.search(r"has no option|unknown option `(?!" + BEHIND + ")", said):
                yield f"{name}: {said}"

    def words(self, command, row):
        """The values of an option that takes no others; none where it is open."""
        if not row[1]:
            return []
        if row not in self.said:
            said = self.run(command, row[0], "\x01", BEHIND)
            found = re.search(r"takes (.*), not `\x01`", said)
            self.said[row] = re.split(r", | or ", found[1]) if found else []
        return self.said[row]


def differences(what, found, expected):
    found, expected = set(found), set(expected)
    if expected - found:
        yield f"{what} lacks {sorted(expected - found)}"
    if found - expected:
        yield f"{what} has {sorted(found - expected)}, which the command does not take"


def in_page(command):
    text = (PAGES / f"slotc-{command}.1").read_text()
    options = text.partition("\nThe options are:\n")[2].partition("\n.Sh ")[0]
    return [f"-{flag}" for flag in re.findall(r"^\.It Fl (\S+)", options, re.M)]


class Shell:
    """A shell that is asked what completes lines; many at once, for it starts slowly."""

    def __init__(self, name, folder, script, program):
        self.name = name
        self.folder = folder
        self.script = script
        self.program = program

    def complete(self, lines):
        """For each line, the words that complete it."""
        source = self.program.replace("SCRIPT", str(COMPLETIONS / self.script))
        (self.folder / "lines").write_text("".join(f"{line}\n" for line in lines))
        arguments = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[self.name]
        environment = dict(os.environ, HOME=str(self.folder), TERM="dumb", LC_ALL="C.UTF-8")
        done = c_program.run(
            [self.name, *arguments, "-c", source], cwd=self.folder, env=environment
        )
        said = done.stdout.replace("\r", "").split("\x1e\n")[1:]
        if done.returncode != 0 or len(said) != len(lines):
            raise AssertionError(f"{self.name}: {done.stdout[-2000:]}{done.stderr}")
        return [self.words(part) for part in said]

    def words(self, part):
        """What a shell shows beside a word is no part of it."""
        shown = [line.split("\t")[0].strip() for line in part.splitlines()]
        return [word.rstrip("/") for word in shown if word]


BASH = r"""
source SCRIPT
compopt() { :; }
while IFS= read -r line; do
    read -ra COMP_WORDS <<<"${line//=/ = }"
    [[ $line != *[\ =] ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _slotc 2>/dev/null
    printf '\x1e\n'
    [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
done <lines
"""

FISH = r"""
source SCRIPT
cat lines | while read -l line
    printf '\x1e\n'
    complete -C "$line"
end
"""

# A terminal of its own, in which each line is typed and completed; compadd tells what it is given.
ZSH = r"""
zmodload zsh/zpty zsh/zselect
zpty inner zsh -f -i || exit
zpty -w inner "PROMPT= RPS1= PS2=; setopt no_beep; stty -echo -onlcr"
zpty -w inner "fpath=(${${:-SCRIPT}:h} \$fpath)"
zpty -w inner 'autoload -Uz compinit && compinit -u -D'
zpty -w inner 'compadd() {
    [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] && { builtin compadd "$@"; return; }
    typeset -a __hits; typeset -i count
    builtin compadd -A __hits "$@"
    [[ $#__hits -eq 0 ]] || print -rl -- $__hits >>found
    builtin compadd "$@"
}'
zpty -w inner 'tell() {
    zle complete-word 2>/dev/null; print -n >>done
    zle kill-buffer; zle send-break
}'
zpty -w inner 'zle -N tell; bindkey "^T" tell'
zpty -w inner 'zstyle ":completion:*" menu no; unsetopt list_ambiguous auto_menu; : >ready'
integer waited=0
until [[ -e ready ]] || (( ++waited > 6000 )); do zselect -t 1; done
while IFS= read -r line; do
    rm -f done found
    zpty -w -n inner "$line"$'\x14'
    integer tries=0
    until [[ -e done ]] || (( ++tries > 500 )); do zselect -t 1; zpty -r -t inner ignored; done
    printf '\x1e\n'
    [[ ! -e found ]] || cat found
done <lines
zpty -d inner
"""


def has_terminals():
    """Whether this machine makes terminals for programs."""
    try:
        for end in os.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def shells(tally, folder):
    programs = {
        "bash": ("slotc.bash", BASH),
        "zsh": ("_slotc", ZSH),
        "fish": ("slotc.fish", FISH),
    }
    for name, (script, program) in programs.items():
        if not shutil.which(name):
            tally.skip(f"completions of {name}: it is not installed")
            continue
        done = c_program.run([name, "-n", COMPLETIONS / script])
        tally.check(f"{script} is {name}", c_program.complaints(done))
        if name == "zsh" and not has_terminals():
            tally.skip("completions of zsh: there are no terminals, as in some containers")
            continue
        yield Shell(name, folder, script, program)


def operands(table, shell):
    """Lines that end in an operand, and what has to be among their completions."""
    yield "slotc ", table.commands
    yield "slotc help ", table.commands
    yield "slotc gen ", ["plant.slots", "sub"]
    yield "slotc gen -o ", ["sub"]
    yield "slotc lint --off storage-impl", ["storage-implicit"]
    yield "slotc explain enum-emp", ["enum-empty"]
    yield "slotc gen --with measure,po", ["measure,pool", "pool"]
    if shell != "fish":
        yield "slotc lint --format sarif=plant.s", ["plant.slots", "sarif=plant.slots"]
    yield "slotc lint --target wasm", ["wasm32-unknown-unknown"]


def complaints_of(shell, table):
    lines = [f"slotc {command} {dashes}" for command in table.commands for dashes in ("-", "--")]
    values = [
        (f"slotc {command} {row[0]}{between}", words)
        for command in table.commands
        for row in table.rows[command]
        for words in [table.words(command, row)]
        for between in (" ", "=")
        if words and (row[0] != "--color" or command == "gen")
    ]
    lines += [line for line, _ in values]
    lines += [line for line, _ in operands(table, shell.name)]
    answers = dict(zip(lines, shell.complete(lines)))
    for command in table.commands:
        found = {word.split("=")[0] for word in answers[f"slotc {command} -"]}
        found |= {word.split("=")[0] for word in answers[f"slotc {command} --"]}
        yield from differences(f"{command} in {shell.name}", found, table.taken[command])
    for line, words in values:
        found = [word.rpartition("=")[2] for word in answers[line]]
        yield from differences(f"{line!r} in {shell.name}", found, words)
    for line, words in operands(table, shell.name):
        found = set(answers[line])
        is_good = found & set(words) if "," in words[0] or "=" in words[-1] else found >= set(words)
        if not is_good:
            yield f"{line!r} in {shell.name} gives {sorted(found)[:8]}, not {words}"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tally = c_program.Tally()
    table = Table(pathlib.Path(arguments[1]).resolve(), tally)
    for command in table.commands:
        taken = table.taken[command]
        tally.check(f"{command}: man page", differences("the page", in_page(command), taken))
        doubles = len(set(taken)) != len(taken)
        tally.quiet(f"{command}: once", "an option is listed twice" if doubles else "")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "plant.slots").write_text("record Plant slots { }\n")
        (folder / "sub").mkdir()
        for shell in shells(tally, folder):
            tally.check(f"completions of {shell.name}", complaints_of(shell, table))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
