#!/usr/bin/env python3
"""What editors/ holds: the words of the language are slotc's own, and each editor colours a sample.

    python3 tests/editors.py PATH/TO/slotc [--grammar]

tests/editors/sample.slots has lines with marks below what they are about, as vscode-tmgrammar-test
reads them; vim and emacs are asked at the same places. Both also find, format and indent in a
session each. Which words the language has is asked of slotc. --grammar fetches what npm needs for
the test of the grammar and of the extension's client, and runs that alone.
"""

import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

import c_program

TOP = pathlib.Path(__file__).resolve().parent.parent
HERE = TOP / "tests" / "editors"
EDITORS = TOP / "editors"
GRAMMAR = EDITORS / "vscode" / "syntaxes" / "slots.tmLanguage.json"
SYNTAX = EDITORS / "vim" / "syntax" / "slots.vim"
MODE = EDITORS / "emacs" / "slots-mode.el"
SAMPLE = HERE / "sample.slots"
PACKAGES = ["vscode-tmgrammar-test@0.1.3"]

# What a scope is called by vim and by emacs.
CALLED = {
    "comment.line.documentation": ("slotsDoc", "doc"),
    "comment.line.double-slash": ("slotsComment", "comment"),
    "comment.block": ("slotsComment", "comment"),
    "constant.character.escape": ("slotsEscape", "string"),
    "constant.language": ("slotsBoolean", "constant"),
    "constant.numeric.float": ("slotsFloat", "constant"),
    "constant.numeric": ("slotsNumber", "constant"),
    "entity.name.namespace": ("slotsPackageName", "constant"),
    "entity.name.tag.rule": ("slotsRule", "variable-name"),
    "entity.name.type.enum": ("slotsEnumHead", "type"),
    "entity.name.type.extern": ("slotsDeclared", "type"),
    "entity.name.type.record": ("slotsRecordName", "type"),
    "entity.name.type": ("slotsName", "type"),
    "entity.other.inherited-class": ("slotsBaseName", "type"),
    "invalid.deprecated.missing-storage": ("slotsTrap", "warning"),
    "invalid.illegal.annotation": ("slotsBadAnnotation", "warning"),
    "keyword.control.directive": ("slotsDirectiveWord", "preprocessor"),
    "keyword.control.import": ("slotsImport", "keyword"),
    "keyword.other.package": ("slotsPackage", "keyword"),
    "keyword.other": ("slotsExtern", "keyword"),
    "meta.annotation": ("slotsAnnotation", "preprocessor"),
    "storage.modifier.ref": ("slotsRef", "keyword"),
    "storage.modifier": ("slotsStorage", "keyword"),
    "storage.type.builtin": ("slotsType", "builtin"),
    "storage.type": ("slotsStructure", "keyword"),
    "string.quoted.double": ("slotsString", "string"),
    "variable.other.enummember": ("slotsEnumerator", "constant"),
    "variable.other.member": ("slotsField", "variable-name"),
}


def expectations():
    """Line, first and last column, and scope of every mark of the sample; all count from 1."""
    line = 0
    for number, text in enumerate(SAMPLE.read_text().splitlines(), 1):
        mark = re.fullmatch(r"//(?: (<-+)|( *)(\^+)) (\S+)\.slots", text)
        if mark is None:
            line = number
            continue
        start = 1 if mark[1] else 3 + len(mark[2])
        length = len(mark[1] or mark[3]) - (1 if mark[1] else 0)
        yield line, start, start + length - 1, mark[4]


def called(scope, editor):
    return next(names[editor] for begin, names in CALLED.items() if scope.startswith(begin))


def places():
    return [
        (line, column, scope)
        for line, first, last, scope in expectations()
        for column in sorted({first, last})
    ]


def wrong_colours(found, editor):
    lines = SAMPLE.read_text().splitlines()
    all_places = places()
    if len(found) != len(all_places):
        yield f"{len(found)} answers at {len(all_places)} places"
    for (line, column, scope), colour in zip(all_places, found):
        if colour != called(scope, editor):
            shown = lines[line - 1][column - 1 :][:20]
            yield f"{line}:{column} `{shown}`: {colour}, not {called(scope, editor)} ({scope})"


def findings(slotc, folder, text, rule):
    """The second words of the lines in which a rule finds something."""
    path = folder / "words.slots"
    path.write_text(text)
    found = json.loads(c_program.run([slotc, "lint", path, "--format", "json"]).stdout)
    lines = text.splitlines()
    return {lines[one["line"] - 1].split()[1] for one in found if one["rule"] == rule}


def language(slotc, folder):
    """The words of the language: a word that slotc's sources have is one where slotc takes it."""
    read = (TOP / "generator" / "types.c").read_text()
    candidates = sorted(set(re.findall(r'"([a-z][a-z0-9]*)"', read)) | set(listed()["types"][MODE]))
    fields = "".join(f"x{i}: {word} [2];\n" for i, word in enumerate(candidates))
    text = f"record R slots {{\n{fields}}}\n"
    types = set(candidates) - findings(slotc, folder, text, "type-unknown") - {"ref"}
    read = (TOP / "generator" / "annotations.c").read_text()
    candidates = re.findall(r'\.name = "(\w+)"', read) + list(listed()["annotations"][MODE])
    text = "".join(f"@ {word}\nrecord R{i} slots {{ }}\n" for i, word in enumerate(candidates))
    annotations = set(candidates) - findings(slotc, folder, text, "annotation-unknown")
    words = set()
    for path in (TOP / "generator").glob("parse*.c"):
        words |= set(re.findall(r'(?:parser_at|expect)_word\(parser, "(\w+)"', path.read_text()))
    return {"types": types, "annotations": annotations, "words": words | {"dict"}}


def alternatives(pattern):
    return {word for group in re.findall(r"\(\??:?((?:\w+\|)+\w+)\)", pattern)
            for word in group.split("|")}


def of_grammar():
    rules = json.loads(GRAMMAR.read_text())["repository"]
    types = [rule for rule in rules["type"]["patterns"] if "builtin" in rule.get("name", "")]
    annotations = rules["annotation"]["patterns"]
    first = alternatives(annotations[0]["begin"])
    assert first == alternatives(annotations[1]["match"]), "two lists of annotations"
    text = json.dumps({name: rule for name, rule in rules.items() if name != "annotation"})
    words = set(re.findall(r"\\\\b\(?(?:\?:)?(\w+)\)?\\\\b", text)) | alternatives(
        rules["storage"]["patterns"][0]["match"] + rules["value"]["patterns"][3]["match"])
    return {"types": alternatives(types[0]["match"]), "annotations": first, "words": words}


def of_syntax():
    text = SYNTAX.read_text()
    words = {}
    for group, line in re.findall(r"^syntax keyword slots(\w+) contained (.*?)(?: nextgroup.*)?$",
                                  text, re.M):
        words[group] = set(line.split())
    annotation = re.search(r"^syntax match slotsAnnotation '@.*\\%\((.*?)\\\)", text, re.M)
    plain = set(re.findall(r"(?:start=|')(?:\^\\s\*\\zs)?(?:\\<)?([a-z]+)\\>", text))
    return {
        "types": words["Type"],
        "annotations": set(annotation[1].split("\\|")),
        "words": words["Storage"] | words["Ref"] | words["Boolean"] | plain,
    }


def of_mode():
    text = MODE.read_text()

    def words(name):
        quoted = re.search(rf"\(defconst slots-{name}\s+'\((.*?)\)", text, re.S)
        return set(re.findall(r'"(\w+)"', quoted[1]))

    known = words("keywords") | words("storage-words") | words("constants")
    return {
        "types": words("types"),
        "annotations": words("annotations"),
        "words": known | set(re.findall(r"\[ \\t\]\*\\\\\((ref)\\\\\)", text)),
    }


def listed():
    """The words that each editor has, by their kind."""
    all_words = {GRAMMAR: of_grammar(), SYNTAX: of_syntax(), MODE: of_mode()}
    return {kind: {path: words[kind] for path, words in all_words.items()}
            for kind in ("types", "annotations", "words")}


def check_words(slotc, folder, tally):
    ours = listed()
    for kind, words in language(slotc, folder).items():
        for path, known in ours[kind].items():
            wrong = [f"lacks {word}" for word in sorted(words - known)]
            wrong += [f"has {word}" for word in sorted(known - words)]
            tally.check(f"{path.name}: {kind}", wrong)
    page = (TOP / "docs" / "man" / "slots.5").read_text()
    known = set(re.findall(r"^\.It Cm @(\w+)", page, re.M))
    words = language(slotc, folder)
    tally.check("slots.5: annotations", known ^ words["annotations"])
    listed_types = page.partition(".Ss Types\n")[2].partition(".Ss ")[0]
    known = set(re.findall(r"\w+", " ".join(re.findall(r"^\.It Cm (.*)", listed_types, re.M))))
    tally.check("slots.5: types", words["types"] - known)


def check_snippets(slotc, folder, tally):
    """What a snippet writes, its holes filled as they come, parses."""
    snippets = json.loads((EDITORS / "vscode" / "snippets" / "slots.json").read_text())
    for name, snippet in snippets.items():
        text = re.sub(r"\$\{\d+:(.*?)\}|\$\d", r"\1", "\n".join(snippet["body"]))
        path = folder / "snippet.slots"
        path.write_text(text + "\nrecord Last slots { }\n")
        done = c_program.run([slotc, "fmt", path])
        tally.check(f"snippet: {name}", c_program.complaints(done))


def check_files(tally):
    for path in sorted((EDITORS / "vscode").rglob("*.json")):
        if "node_modules" not in path.parts:
            tally.quiet(f"{path.name} is JSON", "" if json.loads(path.read_text()) else "empty")
    package = json.loads((EDITORS / "vscode" / "package.json").read_text())
    version = re.search(r'"(.*)"', (TOP / "generator" / "version.h").read_text())[1]
    tally.quiet("the extension's version", "" if package["version"] == version else version)
    pattern = package["contributes"]["problemMatchers"][0]["pattern"]["regexp"]
    line = "a b.slots:5:8: error: `A` has none [storage-implicit]"
    tally.quiet("problem matcher", "" if re.fullmatch(pattern, line) else pattern)


TRAP = """record Base slots {
    name: str;
}

record Child : Base { }
"""
INDENTED = "record A slots {|    id: u64;|    /* {|   } */|    name: str; // }|}|enum B {|    x|}"


def block_of(language, *paths):
    """A block of docs/editors.md, with paths of this tree for those of an installation."""
    page = (TOP / "docs" / "editors.md").read_text()
    text = re.search(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)[1]
    for installed, path in paths:
        assert installed in text, f"no {installed} in docs/editors.md"
        text = text.replace(installed, str(path))
    return text


def vim(folder, program, file, script, environment):
    settings = block_of("vim", ("/usr/local/share/vim/vimfiles", EDITORS / "vim"))
    (folder / "vimrc").write_text(f"set nocompatible noswapfile\n{settings}")
    command = [program, "-es", "-u", "vimrc", "-i", "NONE", file, "-S", script]
    return c_program.run(command, cwd=folder, env=environment, timeout=60)


def check_vim(program, folder, environment, tally):
    done = vim(folder, program, "sample.slots", HERE / "colours.vim", environment)
    found = (folder / "colours").read_text().splitlines()
    tally.check(f"{program} colours", [*wrong_colours(found, 0), *done.stderr.splitlines()])
    (folder / "trap.slots").write_text(TRAP)
    vim(folder, program, "trap.slots", HERE / "session.vim", environment)
    expected = [
        "trap.slots 5 8 e chain-missing-slots",
        "trap.slots 5 8 n ",
        "trap.slots 1 8 n ",
        "// %s",
        "record Base slots {|    name: str;",
        "record   Base slots",
        "record   Base slots|    name: str;|}",
        "record   Base slots|    name: str;|}",
        "record Base slots {|    name: str;|}",
        INDENTED,
        "record C slots {|    id: u8;|}",
        "// a comment that is|// long|record A slots { }",
    ]
    said = (folder / "said").read_text().splitlines()
    tally.check(f"{program} at work", complaints(said, expected))


def complaints(said, expected):
    if said != expected:
        yield from (f"{a!r}, not {b!r}" for a, b in zip(said, expected) if a != b)
        yield f"{len(said)} lines, of {len(expected)}: {said}"


def check_emacs(folder, environment, tally):
    def emacs(*arguments):
        command = ["emacs", "-Q", "--batch", *arguments]
        return c_program.run(command, cwd=folder, env=environment, timeout=120)

    shutil.copy(MODE, folder)
    strict = "(setq byte-compile-error-on-warn t)"
    compiled = emacs("--eval", strict, "-f", "batch-byte-compile", "slots-mode.el")
    tally.check("emacs compiles it", c_program.complaints(compiled))
    settings = block_of("lisp", ("/usr/local/share/emacs/site-lisp", folder))
    (folder / "init.el").write_text(settings)
    done = emacs("-l", "init.el", "-l", HERE / "colours.el")
    faces = [re.sub(r"font-lock-|-face|[()]|-delimiter", "", line).split()[0]
             for line in done.stdout.splitlines()]
    tally.check("emacs colours", wrong_colours(faces, 1))
    (folder / "trap.slots").write_text(TRAP)
    done = emacs("-l", "init.el", "-l", HERE / "session.el")
    expected = ["slots-mode", "Base Child", "5 2", "5 0", "1 0", "5 :error"]
    expected += ["enum Unit { a }", "t", "Trap", INDENTED]
    tally.check("emacs at work", complaints(done.stdout.splitlines(), expected))


def check_grammar(folder, tally):
    done = c_program.run(["npm", "install", "--no-save", "--no-audit", *PACKAGES], cwd=folder)
    tally.quiet("npm installs it", "" if done.returncode == 0 else done.stdout + done.stderr)
    test = ["npx", "--no-install", "vscode-tmgrammar-test", "-g", GRAMMAR]
    done = c_program.run([*test, SAMPLE], cwd=folder)
    tally.quiet("the grammar", "" if done.returncode == 0 else done.stdout + done.stderr)
    wrong = folder / "wrong.slots"
    wrong.write_text(SAMPLE.read_text().replace("storage.type.record", "storage.type.enum"))
    done = c_program.run([*test, wrong], cwd=folder)
    tally.quiet("a wrong mark is found", "" if done.returncode != 0 else done.stdout)
    snapshot = ["npx", "--no-install", "vscode-tmgrammar-snap", "-g", GRAMMAR]
    for path in sorted((TOP / "schemas").glob("*.slots")):
        shutil.copy(path, folder)
        c_program.run([*snapshot, "-u", "-s", "source.slots", folder / path.name], cwd=folder)
        text = (folder / f"{path.name}.snap").read_text()
        bad = re.findall(r"^#.*(?:invalid\S+).*$", text, re.M)
        tally.check(f"{path.name} has nothing invalid", bad)
    check_extension(folder, tally)


def check_extension(folder, tally):
    extension = folder / "extension"
    shutil.copytree(EDITORS / "vscode", extension, ignore=shutil.ignore_patterns("node_modules"))
    (folder / "code").write_text('#!/bin/sh\necho "$@" >"$(dirname "$0")/installed"\n')
    (folder / "code").chmod(0o755)
    environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}", npm_config_yes="true")
    done = c_program.run(["sh", "-ec", block_of("sh")], cwd=extension, env=environment, timeout=300)
    version = json.loads((extension / "package.json").read_text())["version"]
    package = f"slotc-{version}.vsix"
    there = (extension / package).exists() and (folder / "installed").read_text()
    installed = there == f"--install-extension {package}\n"
    tally.quiet("it is installed", "" if done.returncode == 0 and installed else done.stderr)
    shutil.copy(HERE / "extension.js", extension / "test.js")
    done = c_program.run(["node", "test.js"], cwd=extension)
    tally.quiet("the extension starts slotc lsp", "" if done.stdout == "fine\n" else done.stderr)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    slotc = pathlib.Path(arguments[1]).resolve()
    tally = c_program.Tally()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if "--grammar" in arguments:
            check_grammar(folder, tally)
            return tally.finish()
        (folder / "bin").mkdir()
        (folder / "bin" / "slotc").symlink_to(slotc)
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        environment = dict(os.environ, PATH=path, HOME=str(folder))
        shutil.copy(SAMPLE, folder)
        marked = "".join(f"{line} {column}\n" for line, column, _ in places())
        (folder / "places").write_text(marked)
        check_words(slotc, folder, tally)
        check_files(tally)
        check_snippets(slotc, folder, tally)
        for program in ("vim", "nvim"):
            if shutil.which(program):
                check_vim(program, folder, environment, tally)
            else:
                tally.skip(f"{program}: it is not installed")
        if shutil.which("emacs"):
            check_emacs(folder, environment, tally)
        else:
            tally.skip("emacs: it is not installed")
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
