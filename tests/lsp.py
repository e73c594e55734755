#!/usr/bin/env python3
"""What `slotc lsp` answers, told as an editor would see it.

    python3 tests/lsp.py PATH/TO/slotc [--frames N] [--edits N]

Scripted sessions, each a function below whose name says what it proves; then N messages of random
bytes in random frames, which must not crash it; then N edits, after which it takes no more memory
than after the first of them.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import c_program
import lsp_client
import lsp_model
from lsp_session import BASE, CAPABILITIES, CHILD

CURSOR = "│"


class Editor:
    """A client with a folder and the documents that it has open."""

    def __init__(self, slotc, folder, capabilities=None, options=()):
        self.slotc = slotc
        self.folder = pathlib.Path(folder)
        self.client = lsp_client.Client([slotc, "lsp", *options])
        self.capabilities = self.client.initialize(
            CAPABILITIES if capabilities is None else capabilities, [folder])["capabilities"]
        self.texts = {}
        self.versions = {}

    def uri(self, name):
        return name if ":" in name else lsp_client.uri_of(self.folder / name)

    def put(self, name, text):
        """Opens a document, or changes all of its text."""
        uri = self.uri(name)
        self.texts[name] = lsp_model.Text(text, self.client.encoding)
        version = self.versions[name] = self.versions.get(name, 0) + 1
        if version == 1:
            self.client.notify("textDocument/didOpen", {"textDocument": {
                "uri": uri, "languageId": "slots", "version": version, "text": text}})
        else:
            self.client.notify("textDocument/didChange", {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"text": text}]})

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def find(self, name):
        return self.client.findings(self.uri(name), self.versions[name])

    def rules(self, name):
        return sorted(item["code"] for item in self.find(name))

    def at(self, name, word, number=0, **more):
        """Params about the middle of a word's Nth place in a document."""
        index = -1
        for _ in range(number + 1):
            index = self.texts[name].text.index(word, index + 1)
        return {"textDocument": {"uri": self.uri(name)},
                "position": self.texts[name].position(index + len(word) // 2), **more}

    def ask(self, method, params):
        return self.client.request("textDocument/" + method, params)

    def hover(self, name, word, number=0):
        result = self.ask("hover", self.at(name, word, number))
        return result and result["contents"]["value"]

    def complete(self, name, marked):
        """The labels that are offered at the cursor."""
        index = marked.index(CURSOR)
        self.put(name, marked.replace(CURSOR, ""))
        self.items = self.ask("completion", {
            "textDocument": {"uri": self.uri(name)},
            "position": self.texts[name].position(index)})["items"]
        return [item["label"] for item in self.items]

    def places(self, locations):
        """Each location as file:line and the text there."""
        rows = []
        for item in locations:
            path = pathlib.Path(lsp_client.path_of(item["uri"]))
            text = lsp_model.Text(path.read_text(encoding="utf-8"), self.client.encoding)
            line = item["range"]["start"]["line"] + 1
            rows.append(f"{path.name}:{line} {text.slice(item['range'])}")
        return sorted(rows)

    def apply(self, edit):
        """The texts of files with a workspace edit in them, by name."""
        changes = edit.get("changes") or {
            item["textDocument"]["uri"]: item["edits"] for item in edit["documentChanges"]}
        texts = {}
        for uri, edits in changes.items():
            path = pathlib.Path(lsp_client.path_of(uri))
            text = self.texts.get(path.name) or lsp_model.Text(
                path.read_text(encoding="utf-8"), self.client.encoding)
            texts[path.name] = text.edited(edits)
        return texts

    def actions(self, name, word, only=None):
        params = self.at(name, word)
        place = params.pop("position")
        params["range"] = {"start": place, "end": place}
        params["context"] = {"diagnostics": []}
        if only:
            params["context"]["only"] = only
        return {item["title"]: item for item in self.ask("codeAction", params)}


class Wrong(Exception):
    pass


def same(given, wanted):
    if given != wanted:
        raise Wrong(f"{given!r}\n  instead of {wanted!r}")


def holds(text, *words):
    for word in words:
        if word not in (text or ""):
            raise Wrong(f"no {word!r} in {text!r}")


def lacks(text, *words):
    for word in words:
        if word in text:
            raise Wrong(f"{word!r} is in {text!r}")


def refused(code, ask):
    try:
        given = ask()
    except lsp_client.ServerError as error:
        same(error.code, code)
        return str(error)
    raise Wrong(f"{given!r} instead of an error")


# Life.


def it_ends_with_status_0_after_shutdown_and_exit(slotc, _):
    client = lsp_client.Client([slotc, "lsp"])
    client.initialize()
    same(client.finish(), (0, ""))


def it_ends_with_status_1_without_shutdown(slotc, _):
    client = lsp_client.Client([slotc, "lsp"])
    client.initialize()
    client.notify("exit")
    same(client.end(), (1, ""))
    client = lsp_client.Client([slotc, "lsp"])
    client.initialize()
    same(client.end(), (1, ""))


def requests_out_of_order_are_refused(slotc, _):
    client = lsp_client.Client([slotc, "lsp"])
    refused(-32002, lambda: client.request("textDocument/hover"))
    client.initialize()
    refused(-32600, lambda: client.request("initialize"))
    client.request("shutdown")
    refused(-32600, lambda: client.request("textDocument/hover"))
    client.notify("exit")
    same(client.end(), (0, ""))


def what_it_does_not_know_is_refused_or_ignored(slotc, _):
    client = lsp_client.Client([slotc, "lsp"])
    client.initialize()
    refused(-32601, lambda: client.request("textDocument/moniker"))
    refused(-32601, lambda: client.request("textDocument/didOpen"))
    refused(-32602, lambda: client.request("textDocument/hover"))
    client.notify("$/setTrace", {"value": "off"})
    client.notify("textDocument/didChange", {"textDocument": {"uri": "file:///none"}})
    client.send({"id": "an answer", "result": None})
    same(client.finish(), (0, ""))


def a_message_that_is_no_json_is_refused_and_the_next_one_answered(slotc, _):
    client = lsp_client.Client([slotc, "lsp"])
    client.send_bytes(b"Content-Length: 5\r\n\r\n{\"a\":")
    same(client.read()["error"]["code"], -32700)
    client.send_bytes(b"Content-Length: 2\r\n\r\n[]")
    same(client.read()["error"]["code"], -32600)
    client.initialize()
    same(client.finish(), (0, ""))


def broken_frames_end_it_with_a_message(slotc, _):
    for data, words in {
        b"Hello\r\n\r\n": "without Content-Length",
        b"Content-Length: ten\r\n\r\n": "is no number",
        b"Content-Length: 99999999999999999999\r\n\r\n": "larger than 400 MiB",
        b"Content-Length: 10\r\n\r\n{}": "ends within a message",
        b"Content-Length: 10\r\n": "ends within a message",
        b"x" * 10000: "larger than 8 KiB",
    }.items():
        client = lsp_client.Client([slotc, "lsp"])
        client.send_bytes(data)
        status, errors = client.end()
        same(status, 2)
        holds(errors, "slotc: error: ", words)


def a_request_that_is_taken_back_is_not_answered(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", CHILD)
    frames = [{"jsonrpc": "2.0", "id": 77, "method": "workspace/symbol", "params": {"query": ""}},
              {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 77}}]
    editor.client.send_bytes(b"".join(map(lsp_client.Client.frame, frames)))
    refused(-32800, lambda: editor.client.wait(77))


# Texts and findings.


def positions_count_utf_16_or_utf_8_as_agreed(slotc, folder):
    text = "/* 🌡é */ record A slots { a: wrong; }\n"
    for encoding in "utf-16", "utf-8":
        editor = Editor(slotc, folder, {"general": {"positionEncodings": [encoding]}})
        same(editor.capabilities["positionEncoding"], encoding)
        editor.put("a.slots", text)
        bounds = editor.find("a.slots")[0]["range"]
        same(editor.texts["a.slots"].slice(bounds), "wrong")
    same(bounds["start"]["character"], text.encode().index(b"wrong"))


def a_byte_order_mark_counts_where_it_is_in_the_document(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", "\ufeffrecord A slots { a: wrong; }\n")
    same(editor.texts["a.slots"].slice(editor.find("a.slots")[0]["range"]), "wrong")
    holds(editor.hover("a.slots", "A"), "record A slots")
    edit = editor.ask("rename", editor.at("a.slots", "A", newName="B"))
    same(editor.apply(edit)["a.slots"], "\ufeffrecord B slots { a: wrong; }\n")


def halves_of_surrogate_pairs_count_as_one_unit(slotc, folder):
    editor = Editor(slotc, folder, {})
    for text in "// \ud83d x\n", "// \ude00 x\n", "// \ud83dx\n":
        uri = editor.uri("a.slots")
        editor.client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "slots", "version": 1, "text": text}})
        own = editor.client.request("slotc/text", {"textDocument": {"uri": uri}})
        same(own, re.sub("[\ud800-\udfff]", "\ufffd", text))


def an_import_is_read_as_it_is_open_not_as_it_is_saved(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("base.slots", BASE)
    editor.put("child.slots", 'import "base.slots";\nrecord A : Fresh slots { }\n')
    same(editor.rules("child.slots"), ["base-unknown"])
    editor.put("base.slots", BASE + "record Fresh slots { }\n")
    editor.ask("hover", editor.at("base.slots", "Fresh"))
    while editor.client.published[editor.uri("child.slots")]["diagnostics"]:
        editor.client.read()
    editor.client.notify("textDocument/didClose", editor.at("base.slots", "Fresh"))
    while not editor.client.published[editor.uri("child.slots")]["diagnostics"]:
        editor.client.read()
    same(editor.client.published[editor.uri("base.slots")]["diagnostics"], [])


def a_file_that_is_not_saved_yet_can_be_imported(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("child.slots", 'import "new.slots";\nrecord A : Fresh slots { a: u8; }\n')
    same(editor.rules("child.slots"), ["import-missing"])
    editor.put("new.slots", "record Fresh slots { f: u8; }\n")
    editor.find("new.slots")
    while editor.client.published[editor.uri("child.slots")]["diagnostics"]:
        editor.client.read()


def errors_of_an_imported_file_are_shown_there_and_go_again(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("base.slots", "record Base slots { a: wrong; }\n")
    editor.put("child.slots", 'import "base.slots";\nrecord A : Base slots { b: u8; }\n')
    same(editor.rules("child.slots"), [])
    while editor.uri("base.slots") not in editor.client.published:
        editor.client.read()
    same([item["code"] for item in
          editor.client.published[editor.uri("base.slots")]["diagnostics"]], ["type-unknown"])
    editor.write("base.slots", "record Base slots { a: u8; }\n")
    editor.client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    while editor.client.published[editor.uri("base.slots")]["diagnostics"]:
        editor.client.read()


def findings_name_rules_places_beside_and_what_is_unused(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("base.slots", BASE)
    editor.put("child.slots", CHILD.replace("import", "import \"base.slots\";\nimport"))
    items = {item["code"]: item for item in editor.find("child.slots")}
    same(sorted(items), ["chain-missing-slots", "import-unused"])
    same(items["import-unused"]["tags"], [1])
    same(items["import-unused"]["severity"], 2)
    trap = items["chain-missing-slots"]
    same((trap["severity"], trap["source"]), (1, "slotc"))
    holds(trap["message"], "8 more", "\nhelp: write `slots` before the `{`")
    beside = trap["relatedInformation"][1]
    same(editor.texts["child.slots"].slice(beside["location"]["range"]), "Reading")
    holds(beside["message"], "declares its slots here")


def slotc_ini_counts_as_for_lint(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("old/slotc.ini", "[lint]\nstorage-implicit = off\n[gen]\ninclude = parts\n")
    editor.write("old/parts/part.slots", "record Part slots { p: u8; }\n")
    text = "record A { a: u8; }\n"
    editor.put("old/a.slots", 'import "part.slots";\nrecord B : Part slots { b: u8; }\n' + text)
    editor.put("a.slots", text)
    same(editor.rules("old/a.slots"), [])
    same(editor.rules("a.slots"), ["storage-implicit"])
    editor.write("old/slotc.ini", "[lint]\nstorage-implicit = loud\n")
    editor.client.notify("textDocument/didSave", editor.at("a.slots", "A"))
    while not any(item["method"] == "window/showMessage" for item in editor.client.notifications):
        editor.client.read()
    holds(editor.client.notifications[-1]["params"]["message"], "slotc.ini:2: `loud`")


def options_of_the_server_count_for_every_document(slotc, folder):
    editor = Editor(slotc, folder, options=["--off", "storage-implicit"])
    editor.put("a.slots", "record A { a: u8; }\n")
    same(editor.rules("a.slots"), [])


def addresses_may_have_spaces_signs_and_letters(slotc, folder):
    editor = Editor(slotc, folder)
    editor.write("sub dir/é#%?.slots", BASE)
    editor.put("sub dir/a.slots", 'import "é#%?.slots";\npackage telemetry;\n'.replace(
        'import "é#%?.slots";\npackage telemetry;', 'package telemetry;\nimport "é#%?.slots";') +
        "record A : Base slots { a: Unit; }\n")
    same(editor.rules("sub dir/a.slots"), [])
    found = editor.ask("definition", editor.at("sub dir/a.slots", "Unit"))
    same(found["uri"], editor.uri("sub dir/é#%?.slots"))
    editor.put("untitled:Untitled-1", "record A slots { a: wrong; }\n")
    same(editor.rules("untitled:Untitled-1"), ["type-unknown"])
    holds(editor.hover("untitled:Untitled-1", "A"), "record A slots")


# Answers.


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
    it_ends_with_status_0_after_shutdown_and_exit, it_ends_with_status_1_without_shutdown,
    requests_out_of_order_are_refused, what_it_does_not_know_is_refused_or_ignored,
    a_message_that_is_no_json_is_refused_and_the_next_one_answered,
    broken_frames_end_it_with_a_message, a_request_that_is_taken_back_is_not_answered,
    positions_count_utf_16_or_utf_8_as_agreed,
    a_byte_order_mark_counts_where_it_is_in_the_document,
    halves_of_surrogate_pairs_count_as_one_unit,
    an_import_is_read_as_it_is_open_not_as_it_is_saved,
    a_file_that_is_not_saved_yet_can_be_imported,
    errors_of_an_imported_file_are_shown_there_and_go_again,
    findings_name_rules_places_beside_and_what_is_unused, slotc_ini_counts_as_for_lint,
    options_of_the_server_count_for_every_document, addresses_may_have_spaces_signs_and_letters,
    hover_tells_of_whatever_has_a_name, accessors_in_a_hover_are_those_that_are_generated,
    hover_is_plain_where_markdown_is_not_shown, hover_in_a_broken_text_says_so,
    extern_types_keep_their_size_while_the_text_is_broken,
    definitions_are_found_in_other_files, references_are_found_in_files_that_are_not_open,
    a_new_name_is_put_in_wherever_the_old_one_is_used, a_name_that_cannot_be_is_refused,
    a_new_name_may_not_catch_other_uses, completion_offers_what_fits,
    completion_brings_the_import_that_a_name_needs,
    formatting_changes_what_fmt_would_and_no_more, symbols_have_their_parts,
    a_fix_mends_its_finding, a_finding_can_be_allowed_here_or_in_the_file,
    all_safe_fixes_are_those_of_lint_fix, hints_are_the_offsets_of_the_model,
    edits_name_versions_where_the_editor_wants_that, files_are_watched_where_the_editor_can,
]


def run(script, slotc):
    with tempfile.TemporaryDirectory() as folder:
        try:
            script(slotc, folder)
        except (Wrong, lsp_client.ServerError, EOFError, TimeoutError, KeyError, IndexError,
                TypeError, ValueError, StopIteration, subprocess.CalledProcessError) as error:
            line = error.__traceback__
            while line.tb_next and line.tb_next.tb_frame.f_code.co_filename == __file__:
                line = line.tb_next
            return [f"line {line.tb_lineno}: {type(error).__name__}: {error}"]
    return []


# Whatever comes in.


def frame_of(chance):
    """A message, or something like one."""
    params = {"textDocument": {"uri": chance.choice(["file:///tmp/x.slots", "-", "", "x:y", 5])},
              "position": {"line": chance.choice([0, -1, 1 << 40, 1.5, None]), "character": 3},
              "contentChanges": [{"text": chance.choice([CHILD, "", 7])}], "newName": "\0"}
    params["textDocument"].update(text=CHILD, version=chance.choice([1, None, "x"]))
    method = chance.choice([
        "initialize", "initialized", "textDocument/didOpen", "textDocument/didChange",
        "textDocument/didClose", "textDocument/hover", "textDocument/completion",
        "textDocument/rename", "textDocument/references", "textDocument/codeAction",
        "textDocument/formatting", "textDocument/inlayHint", "workspace/symbol", "x", 5, None])
    message = {"jsonrpc": "2.0", "method": method, "params": chance.choice([params, params, [], 1])}
    if chance.random() < 0.6:
        message["id"] = chance.choice([1, "x", None, [], 1.5])
    body = bytearray(json.dumps(message).encode())
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        body[chance.randrange(len(body))] = chance.randrange(256)
    head = b"Content-Length: %d\r\n\r\n" % len(body)
    if chance.random() < 0.02:
        head = bytes(chance.randrange(256) for _ in range(chance.randrange(40)))
    return head + bytes(body)


def fuzz(slotc, number):
    """A session of nonsense: it ends by itself, with a status of its own."""
    chance = random.Random(f"frames {number}")
    start_frames = [{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {}}]
    data = b"".join(map(lsp_client.Client.frame, start_frames))
    data += b"".join(frame_of(chance) for _ in range(chance.randrange(1, 60)))
    done = subprocess.run([slotc, "lsp"], input=data, capture_output=True, timeout=120,
                          check=False, cwd="/")
    errors = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1, 2) or "Sanitizer" in errors or "runtime error" in errors:
        return [f"status {done.returncode}: {errors}"]
    return []


def memory_stays(slotc, edits):
    """What it has resident after the first edits is about what it has after the last."""
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(slotc, folder)
        editor.write("base.slots", BASE)
        editor.put("child.slots", CHILD)
        sizes = []
        for count in range(edits):
            editor.put("child.slots", CHILD + " " * (count % 7))
            editor.ask(["hover", "completion", "documentSymbol", "references"][count % 4],
                       editor.at("child.slots", "Unit", context={"includeDeclaration": True}))
            if count % 100 == 99:
                status = pathlib.Path(f"/proc/{editor.client.process.pid}/status").read_text()
                sizes.append(int(status.split("VmRSS:")[1].split()[0]))
        editor.client.finish()
        return [] if sizes[-1] < sizes[0] + 1024 else [f"KiB after each 100 edits: {sizes}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("slotc")
    parser.add_argument("--frames", type=int, default=30)
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--only")
    options = parser.parse_args()
    slotc = str(pathlib.Path(options.slotc).resolve())
    tally = c_program.Tally()
    for script in SCRIPTS:
        if not options.only or options.only in script.__name__:
            tally.check(script.__name__.replace("_", " "), run(script, slotc))
    for number in range(options.frames):
        tally.check(f"frames {number}", fuzz(slotc, number))
    if options.edits:
        tally.check("memory stays", memory_stays(slotc, options.edits))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
