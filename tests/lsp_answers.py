"""What `slotc lsp` answers, told as an editor would see it: scripts of tests/lsp.py."""

import json
import pathlib
import subprocess

from lsp_editor import (BASE, CAPABILITIES, CHILD, CURSOR, Editor, Wrong, holds, lacks, refused,
                        same)


def start(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("base.slots", BASE)
    editor.put("child.slots", CHILD.replace("record Forgets : Reading {",
                                            "record Forgets : Reading slots {"))
    return editor


def hover_tells_of_whatever_has_a_name(slotc, folder):
    editor = start(slotc, folder)
    name = "child.slots"
    layout = subprocess.run([slotc, "layout", name, "Reading"], cwd=folder, check=False,
                            capture_output=True, text=True, encoding="utf-8")
    editor.write(name, editor.texts[name].text)
    layout = subprocess.run([slotc, "layout", name, "Reading"], cwd=folder, check=True,
                            capture_output=True, text=True, encoding="utf-8").stdout
    for number in 1, 2, 3:  # where it is declared, behind `ref` and as a base
        holds(editor.hover(name, "Reading", number - 1), "```text\n" + layout.strip("\n"),
              "One reading of one sensor: °C, 🌡.")
    holds(editor.hover(name, "value:"), "value: f64 = 0.0", "slot of `telemetry.Reading`",
          "offset ", ", 8 bytes", "`telemetry_Reading_get_value`")
    holds(editor.hover(name, "next:"), "(32-bit: offset ")
    holds(editor.hover(name, "flags:"), "bits 0 to 2")
    holds(editor.hover(name, "kelvin"), "kelvin = 4", "`telemetry_Unit_kelvin`")
    holds(editor.hover(name, "Unit"), "enum Unit : u8", "Where it was taken.")
    holds(editor.hover(name, "base.slots"), "2 declarations in package telemetry")
    holds(editor.hover(name, "f64"), "8 bytes, `double` in C")
    holds(editor.hover(name, "ref"), "a pointer to a record")
    holds(editor.hover(name, "@count"), "the expected number of live instances")
    holds(editor.hover(name, "slots {"), "fixed cells and nothing else")
    holds(editor.hover(name, "name-style"), "`slotc explain name-style` says more")
    same(editor.hover(name, "old names"), None)


def accessors_in_a_hover_are_those_that_are_generated(slotc, folder):
    editor = start(slotc, folder)
    text = CHILD.split("record Forgets")[0].replace(
        "    name:", "    @readonly\n    fixed: u16 = 3;\n    texts: str[4];\n    text: str?;\n"
        "    inner: Base;\n    name:")
    editor.put("child.slots", text)
    editor.write("child.slots", text)
    subprocess.run([slotc, "gen", "child.slots", "-o", "out"], cwd=folder, check=True,
                   capture_output=True)
    header = (pathlib.Path(folder) / "out" / "child.slots.h").read_text(encoding="utf-8")
    for field in "value", "unit", "next", "flags", "fixed", "texts", "text", "inner", "name":
        words = editor.hover("child.slots", f" {field}:").split("In C: ")[1]
        for accessor in words.split("\n")[0].split(", "):
            holds(header, accessor.strip("`") + "(")
    lacks(editor.hover("child.slots", "fixed"), "_set_fixed")


def hover_is_plain_where_markdown_is_not_shown(slotc, folder):
    editor = Editor(slotc, folder,
                    {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}})
    editor.put("a.slots", "/// Words.\nrecord A slots { a: u8; }\n")
    lacks(editor.hover("a.slots", "A"), "```")


def hover_in_a_broken_text_says_so(slotc, folder):
    editor = start(slotc, folder)
    editor.put("child.slots", CHILD.replace("flags: bits[3];", "flags: bits["))
    holds(editor.hover("child.slots", "Reading"), "  value ", "The text has errors")
    holds(editor.hover("child.slots", "value:"), "value: f64")


def extern_types_keep_their_size_while_the_text_is_broken(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("v.h", "struct v { int a[5]; };\n")
    text = 'extern "struct v" from "v.h" as V;\nrecord A slots {\n    v: V;\n    after: u32;\n}\n'
    editor.put("a.slots", text)
    if editor.rules("a.slots") == ["extern-unresolved"]:
        return  # there is no libclang
    holds(editor.hover("a.slots", "after"), "offset 20, 4 bytes")
    editor.put("a.slots", text + "record")
    holds(editor.hover("a.slots", "after"), "offset 20, 4 bytes", "The text has errors")


def definitions_are_found_in_other_files(slotc, folder):
    editor = start(slotc, folder)
    editor.write("v.h", "struct v { int a; };\n")
    editor.put("child.slots", editor.texts["child.slots"].text.replace(
        "/// One", '@size(4)\n@align(4)\nextern "struct v" from "v.h" as V;\n/// One'))

    def go(word, number=0):
        return editor.ask("definition", editor.at("child.slots", word, number))

    same(editor.places([go("Unit")]), ["base.slots:3 Unit"])
    same(editor.places([go("kelvin")]), ["base.slots:3 kelvin"])
    same(editor.places([go("Base ")]), ["base.slots:4 Base"])
    same(go("Reading;")["range"]["start"]["line"], 9)
    same(go("base.slots")["uri"], editor.uri("base.slots"))
    same(go('"v.h"')["uri"], editor.uri("v.h"))
    same(go("f64"), None)


def references_are_found_in_files_that_are_not_open(slotc, folder):
    editor = start(slotc, folder)
    editor.write("child.slots", editor.texts["child.slots"].text)
    editor.write("deep/other.slots",
                 'package other;\nimport "../base.slots";\nrecord O : telemetry.Base slots '
                 "{ u: Unit = celsius; }\n")

    def find(word, declaration):
        params = editor.at("child.slots", word, context={"includeDeclaration": declaration})
        return editor.places(editor.ask("references", params))

    same(find("Unit", True), ["base.slots:3 Unit", "child.slots:9 Unit", "other.slots:3 Unit"])
    same(find("Unit", False), ["child.slots:9 Unit", "other.slots:3 Unit"])
    same(find("Base", False), ["child.slots:7 Base", "other.slots:3 Base"])
    same(find("value", True), ["child.slots:8 value"])
    marks = editor.ask("documentHighlight", editor.at("child.slots", "Reading"))
    same([(item["range"]["start"]["line"], item["kind"]) for item in marks],
         [(6, 3), (9, 2), (13, 2)])


def a_new_name_is_put_in_wherever_the_old_one_is_used(slotc, folder):
    editor = start(slotc, folder)
    editor.write("deep/other.slots",
                 'package other;\nimport "../base.slots";\n// Base stays in comments\n'
                 "record O : telemetry.Base slots { b: ref Base; }\n")
    same(editor.ask("prepareRename", editor.at("child.slots", "Base"))["placeholder"], "Base")
    texts = editor.apply(editor.ask("rename", editor.at("child.slots", "Base", newName="Root")))
    same(sorted(texts), ["base.slots", "child.slots", "other.slots"])
    same(texts["base.slots"], BASE.replace("record Base", "record Root"))
    holds(texts["child.slots"], "record Reading : Root slots")
    holds(texts["other.slots"], "telemetry.Root slots { b: ref Root; }", "// Base stays")
    texts = editor.apply(editor.ask("rename", editor.at("child.slots", "kelvin", newName="k")))
    holds(texts["base.slots"], "k = 4")
    holds(texts["child.slots"], "Unit = k;")
    texts = editor.apply(editor.ask("rename", editor.at("child.slots", "value", newName="v")))
    same(list(texts), ["child.slots"])


def a_name_that_cannot_be_is_refused(slotc, folder):
    editor = start(slotc, folder)
    editor.write("deep/other.slots", 'package telemetry;\nimport "../base.slots";\n'
                                     "record Taken : Base slots { a: u8; }\n")

    def rename(word, name):
        return refused(-32803, lambda: editor.ask(
            "rename", editor.at("child.slots", word, newName=name)))

    holds(rename("value", "unit"), "`unit`", "twice")
    holds(rename("value", "id"), "id")  # the base has one
    holds(rename("value", "more"), "more")  # a child has one
    holds(rename("Reading", "Forgets"), "declared twice")
    holds(rename("Base", "Taken"), "declared twice")
    holds(rename("Reading", "u8"), "word of the language")
    holds(rename("value", "int"), "int")
    holds(rename("value", "two words"), "letters, digits")
    holds(rename("value", ""), "letters, digits")
    holds(rename("f64", "real"), "word of the language")
    holds(rename("base.slots", "real"), "path of a file")
    holds(rename("old names", "real"), "no name here")
    refused(-32803, lambda: editor.ask("prepareRename", editor.at("child.slots", "f64")))


def a_new_name_may_not_catch_other_uses(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("far.slots", "package far;\nrecord Thing slots { a: u8; }\n")
    editor.put("own.slots", 'package own;\nimport "far.slots";\n'
                            "record Mine slots { a: u16; }\nrecord User slots { t: Thing; }\n")
    holds(refused(-32803, lambda: editor.ask(
        "rename", editor.at("own.slots", "Mine", newName="Thing"))), "mean something else")


def completion_offers_what_fits(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("base.slots", BASE + "@final\nrecord Last slots { }\n")
    editor.write("deep/far.slots", "package far;\n/// Far away.\nrecord Far slots { f: u8; }\n")
    name = "child.slots"
    head = 'package telemetry;\nimport "base.slots";\n'

    def offers(marked, *labels, none=()):
        given = editor.complete(name, head + marked)
        for label in labels:
            if label not in given:
                raise Wrong(f"{label!r} is not offered in {marked!r}: {given}")
        for label in none:
            if label in given:
                raise Wrong(f"{label!r} is offered in {marked!r}")

    offers(CURSOR, "record", "enum", "extern", "import", none=["slots"])
    offers("rec" + CURSOR, "record")
    offers("@final\n" + CURSOR, "record", "enum", none=["import"])
    offers("@" + CURSOR, "count", "max_size", "allow", none=["hot"])
    offers("record A " + CURSOR, "slots", "dict", "slots + dict", none=["record"])
    offers("record A : Base " + CURSOR, "slots", "dict")
    offers("record A slots + " + CURSOR, "dict", none=["slots"])
    offers("record A : " + CURSOR, "Base", "Far", none=["Unit", "u8", "Last"])
    offers("record A : B" + CURSOR + "\nrecord B slots { }\n", "Base", "B")
    offers("record A : " + CURSOR + "\n\nrecord B slots { }\n", "Base", "B", none=["A"])
    offers("record A slots { a: " + CURSOR + "\n\nrecord B slots { }\n", "u8", "A", "B")
    offers("record A slots { a: " + CURSOR, "u8", "f64", "char[N]", "ref", "Unit", "Base", "A")
    offers("record A slots {\n  a: u8\n  b: U" + CURSOR + "\n}\n", "u64", "Unit")
    offers("record A slots { a: ref " + CURSOR + " }", "Base", "A", none=["Unit", "u8"])
    offers("record A slots { a: telemetry." + CURSOR, "Unit", "Base", none=["u8", "Far"])
    offers("record A slots { a: Unit = " + CURSOR, "celsius", "kelvin", none=["true"])
    offers("record A slots { a: telemetry.Unit = c" + CURSOR + "; }", "celsius")
    offers("record A slots { a: bool = " + CURSOR + "; }", "true", "false")
    offers("record A slots { @" + CURSOR + " a: u8; }", "hot", "offset", none=["count"])
    offers("@order(" + CURSOR + ")\nrecord A slots { }", "declared", "packed")
    offers("enum E : " + CURSOR, "u8", "i32", none=["f64", "bool", "Unit"])
    offers('@allow("' + CURSOR + '"', "storage-implicit", none=["syntax"])
    offers("// slotc:" + CURSOR, "allow")
    offers("// slotc:allow " + CURSOR, "storage-implicit", none=["syntax"])
    offers('import "' + CURSOR, "base.slots", "deep/")
    offers('import "deep/f' + CURSOR + '";', "far.slots", none=["base.slots"])
    offers('extern "struct s" ' + CURSOR, "from")
    offers('extern "struct s" from "s.h" ' + CURSOR, "as")
    for nothing in ["// word " + CURSOR, "/* " + CURSOR, "/// " + CURSOR, "record " + CURSOR,
                    "record A slots { " + CURSOR, 'record A slots { a: u8 = "' + CURSOR]:
        same(editor.complete(name, head + nothing), [])


def completion_brings_the_import_that_a_name_needs(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("deep/far.slots", "package far;\n/// Far away.\nrecord Far slots { f: u8; }\n")
    text = "package own;\nrecord A slots { a: ref F; }\n"
    editor.complete("own.slots", text.replace("F;", "F" + CURSOR + ";"))
    item = next(item for item in editor.items if item["label"] == "Far")
    same(item["documentation"], "Far away.")
    given = editor.texts["own.slots"].edited([item["textEdit"], *item["additionalTextEdits"]])
    same(given, 'package own;\nimport "deep/far.slots";\nrecord A slots { a: ref Far; }\n')
    editor.put("own.slots", given)
    same(editor.rules("own.slots"), [])


def an_import_is_put_behind_what_stands_before(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("far.slots", "record Far slots { f: u8; }\n")
    line = 'import "far.slots";'
    for head in ["+\n\n", "package p;+", "package p; // mine+", "package p+", "// (c)\n\n+\n\n",
                 "// (c)\n// all\n+\n\n", "/* (c) */\n\n+\n\n/// Docs.\n",
                 'import "b.slots"; // b+',
                 "// (c)\n\n+\n\n// of A\n", '// (c)\npackage p;\n\nimport "b.slots"; /* b */+',
                 'import "b.slots"+', "package p; // (c)+\r\n"]:
        newline = "\r\n" if "\r" in head else "\n"
        is_first = not head.split("+")[0].strip() or head.split("+")[0].endswith("\n")
        made = line if is_first else newline + line
        body = ("" if head.endswith("\n") else "\n") + "record A slots { a: F; }\n"
        text = (head.replace("+\n\n", "") if is_first else head.replace("+", "")) + body
        editor.complete("own.slots", text.replace("F;", "F" + CURSOR + ";"))
        item = next(item for item in editor.items if item["label"] == "Far")
        same(editor.texts["own.slots"].edited([item["textEdit"], *item["additionalTextEdits"]]),
             head.replace("+", made) + body.replace("F;", "Far;"))


def completion_replaces_the_whole_word(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("other.slots", "record Other slots { }\n")
    for label, marked, wanted in [
        ("u64", "record A slots { a: u+32; }", "record A slots { a: u64; }"),
        ("char[N]", "record A slots { a: ch+ar[8]; }", "record A slots { a: char[8]; }"),
        ("bits[N]", "record A slots { a: b+; }", "record A slots { a: bits[; }"),
        ("record", "re+cord A slots { }", "record A slots { }"),
        ("dict", "record A sl+ots { }", "record A dict { }"),
        ("other.slots", 'import "ot+hr.slots";', 'import "other.slots";'),
        ("bool-run", '@allow("lay+out-hole", "x")', '@allow("bool-run", "x")'),
        ("count", "@co+unt(5)\nrecord A slots { }", "@count(5)\nrecord A slots { }"),
        ("bool-run", "// slotc:allow lay+out-hole: x", "// slotc:allow bool-run: x"),
        ("other.slots", 'import "ot+;', 'import "other.slots;'),
    ]:
        editor.complete("a.slots", marked.replace("+", CURSOR))
        item = next(item for item in editor.items if item["label"] == label)
        same(editor.texts["a.slots"].edited([item["textEdit"]]), wanted)


def formatting_changes_what_fmt_would_and_no_more(slotc, folder):
    editor = start(slotc, folder)
    broken = CHILD.replace("    value:", "  value :").replace("u8 { c", "u8 {c")
    editor.put("child.slots", broken)
    edits = editor.ask("formatting", editor.at("child.slots", "value", options={}))
    done = subprocess.run([slotc, "fmt", "-"], input=broken.encode(), capture_output=True,
                          check=True)
    same(editor.texts["child.slots"].edited(edits), done.stdout.decode())
    if len(edits) > 4:
        raise Wrong(f"{len(edits)} edits")
    tabs = editor.texts["child.slots"].edited(edits).replace(" slots {", "\tslots {")
    editor.put("child.slots", tabs)
    edits = editor.ask("formatting", editor.at("child.slots", "value", options={}))
    same(editor.texts["child.slots"].edited(edits), done.stdout.decode())
    editor.put("child.slots", done.stdout.decode())
    same(editor.ask("formatting", editor.at("child.slots", "value", options={})), [])
    editor.put("child.slots", "record A {")
    same(editor.ask("formatting", editor.at("child.slots", "A", options={})), None)


def formatting_drops_a_byte_order_mark(slotc, folder):
    for encoding in "utf-16", "utf-8":
        editor = Editor(slotc, folder, {"general": {"positionEncodings": [encoding]}})
        for text in "record A slots {\n    a: u8;\n}\n", "  record A slots { a: u8; }\n", "":
            editor.put("a.slots", "\ufeff" + text)
            edits = editor.ask("formatting", editor.at("a.slots", "", options={}))
            done = subprocess.run([slotc, "fmt", "-"], input=("\ufeff" + text).encode(),
                                  capture_output=True, check=True)
            same(editor.texts["a.slots"].edited(edits), done.stdout.decode())


def backticks_end_no_block_of_a_hover(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", '/// Write:\n/// ```\n/// x\nrecord A slots {\n'
                          '    a: char[9] = "```x````";\n}\n')
    holds(editor.hover("a.slots", "a:"), '`````slots\na: char[9] = "```x````"\n`````')
    holds(editor.hover("a.slots", "A"), "Write:\n```\nx\n```\n\n```text\n")


def symbols_have_their_parts(slotc, folder):
    editor = start(slotc, folder)
    symbols = editor.ask("documentSymbol", editor.at("child.slots", "value"))
    same([item["name"] for item in symbols], ["Reading", "Forgets"])
    same([item["name"] for item in symbols[0]["children"]],
         ["value", "unit", "next", "flags", "name"])
    same(symbols[0]["children"][3]["detail"], "bits[3]")
    same(editor.texts["child.slots"].slice(symbols[0]["selectionRange"]), "Reading")
    holds(editor.texts["child.slots"].slice(symbols[0]["range"]), "/// One", "char[8]?;\n}")
    found = editor.client.request("workspace/symbol", {"query": "rdg"})
    same([item["name"] for item in found], ["Reading"])
    found = editor.client.request("workspace/symbol", {"query": "kelv"})
    same((found[0]["name"], found[0]["containerName"]), ("kelvin", "Unit"))
    folds = editor.ask("foldingRange", editor.at("child.slots", "value"))
    same([(item["startLine"], item["endLine"]) for item in folds], [(6, 12), (13, 15)])


def a_fix_mends_its_finding(slotc, folder):
    editor = start(slotc, folder)
    editor.put("child.slots", editor.texts["child.slots"].text.replace("Unit =", "Unti =").replace(
        "// slotc:allow name-style: old names\n", ""))
    same(editor.rules("child.slots"), ["type-unknown"])
    action = editor.actions("child.slots", "Unti")["Replace `Unti` with `Unit`"]
    same((action["kind"], action["diagnostics"][0]["code"]), ("quickfix", "type-unknown"))
    editor.put("child.slots", editor.apply(action["edit"])["child.slots"])
    same(editor.rules("child.slots"), [])


def a_finding_can_be_allowed_here_or_in_the_file(slotc, folder):
    editor = Editor(slotc, folder)
    text = "record A {\n    a: u8;\n}\n"
    for title, mark in {"Allow `storage-implicit` here": '@allow("storage-implicit", "TODO',
                        "Allow `storage-implicit` in this file":
                            "// slotc:allow storage-implicit: TODO: say why\n"}.items():
        editor.put("a.slots", text)
        same(editor.rules("a.slots"), ["storage-implicit"])
        action = editor.actions("a.slots", "A")[title]
        allowed = editor.apply(action["edit"])["a.slots"]
        holds(allowed, mark)
        editor.put("a.slots", allowed)
        same(editor.rules("a.slots"), [])
    editor.put("a.slots", text.replace("u8", "wrong"))
    lacks(str(editor.actions("a.slots", "wrong")), "Allow")  # an error cannot be


def an_allow_that_silences_nothing_is_removed_not_allowed(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", '@allow("bool-run", "old")\nrecord A slots {\n    a: u8;\n}\n')
    same(editor.rules("a.slots"), ["allow-unused"])
    titles = list(editor.actions("a.slots", "bool-run"))
    same(len(titles), 1)
    lacks(titles[0], "Allow")


def findings_that_are_mended_alike_have_one_action(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", "record A { a: u8; }\nrecord B { b: u8; }\n")
    same(editor.rules("a.slots"), ["storage-implicit", "storage-implicit"])
    params = editor.at("a.slots", "A")
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}}
    given = editor.ask("codeAction", {"textDocument": params["textDocument"], "range": whole,
                                      "context": {"diagnostics": []}})
    edits = [json.dumps(item["edit"], sort_keys=True) for item in given]
    same((len(edits), len(set(edits))), (5, 5))


def all_safe_fixes_are_those_of_lint_fix(slotc, folder):
    editor = start(slotc, folder)
    text = CHILD.replace("import", 'import "base.slots";\nimport') + "record More : Forgets { }\n"
    editor.put("child.slots", text)
    same(editor.actions("child.slots", "value"), {})
    action = editor.actions("child.slots", "value", ["source"])["Mend all that is safe"]
    same(action["kind"], "source.fixAll")
    editor.write("child.slots", text)
    subprocess.run([slotc, "lint", "--fix", "child.slots"], cwd=folder, check=False,
                   capture_output=True)
    wanted = (pathlib.Path(folder) / "child.slots").read_text(encoding="utf-8")
    if wanted == text:
        raise Wrong("nothing was mended")
    same(editor.apply(action["edit"])["child.slots"], wanted)


def hints_are_the_offsets_of_the_model(slotc, folder):
    editor = start(slotc, folder)
    text = editor.texts["child.slots"].text
    editor.write("child.slots", text)
    done = subprocess.run([slotc, "model", "child.slots"], cwd=folder, check=True,
                          capture_output=True)
    record = json.loads(done.stdout)["schemas"][0]["records"][0]
    fields = {item["name"]: item for item in record["fields"]}
    end = editor.texts["child.slots"].position(len(text))
    params = editor.at("child.slots", "value")
    params["range"] = {"start": {"line": 7, "character": 0}, "end": end}
    hints = editor.ask("inlayHint", params)
    same(len(hints), 6)
    for hint, name in zip(hints, ["value", "unit", "next"]):
        offset, size = fields[name]["offset"], fields[name]["size"]
        words = f"offset {offset['lp64']}, {size['lp64']} byte" + "s" * (size["lp64"] != 1)
        if (offset["lp64"], size["lp64"]) != (offset["ilp32"], size["ilp32"]):
            words += f" (32-bit: offset {offset['ilp32']}, {size['ilp32']} bytes)"
        same(hint["label"], words)
        line = text.splitlines()[hint["position"]["line"]]
        same(line[:hint["position"]["character"]][-1], ";")
    params["range"] = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
    same(editor.ask("inlayHint", params), [])


def edits_name_versions_where_the_editor_wants_that(slotc, folder):
    capabilities = {**CAPABILITIES, "workspace": {"workspaceEdit": {"documentChanges": True}}}
    editor = Editor(slotc, folder, capabilities)
    editor.put("a.slots", "record A slots { a: u8; }\n")
    edit = editor.ask("rename", editor.at("a.slots", "A", newName="B"))
    same(edit["documentChanges"][0]["textDocument"], {"uri": editor.uri("a.slots"), "version": 1})


def files_are_watched_where_the_editor_can(slotc, folder):
    editor = Editor(slotc, folder,
                    {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    editor.put("a.slots", "record A slots { a: u8; }\n")
    editor.find("a.slots")
    holds(str(editor.client.requests), "client/registerCapability", "*.slots", "slotc.ini")


SCRIPTS = [
    hover_tells_of_whatever_has_a_name, accessors_in_a_hover_are_those_that_are_generated,
    hover_is_plain_where_markdown_is_not_shown, hover_in_a_broken_text_says_so,
    extern_types_keep_their_size_while_the_text_is_broken, definitions_are_found_in_other_files,
    references_are_found_in_files_that_are_not_open,
    a_new_name_is_put_in_wherever_the_old_one_is_used, a_name_that_cannot_be_is_refused,
    a_new_name_may_not_catch_other_uses, completion_offers_what_fits,
    completion_brings_the_import_that_a_name_needs, an_import_is_put_behind_what_stands_before,
    completion_replaces_the_whole_word, formatting_changes_what_fmt_would_and_no_more,
    formatting_drops_a_byte_order_mark, backticks_end_no_block_of_a_hover,
    symbols_have_their_parts, a_fix_mends_its_finding, a_finding_can_be_allowed_here_or_in_the_file,
    an_allow_that_silences_nothing_is_removed_not_allowed,
    findings_that_are_mended_alike_have_one_action,
    all_safe_fixes_are_those_of_lint_fix, hints_are_the_offsets_of_the_model,
    edits_name_versions_where_the_editor_wants_that, files_are_watched_where_the_editor_can,
]
