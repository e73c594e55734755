#!/usr/bin/env python3
"""What `slotc lsp` answers, told as an editor would see it.

    python3 tests/lsp.py PATH/TO/slotc [--frames N] [--edits N]

Scripted sessions, each a function here or in lsp_answers.py whose name says what it proves, and the
settings of docs/lsp.md (lsp_settings.py); then N messages of random bytes in random frames, which
must not crash it; then N edits, after which it takes no more memory than after the first of them.
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
import lsp_answers
import lsp_client
import lsp_renames
import lsp_settings
from lsp_editor import BASE, CHILD, Editor, Wrong, holds, refused, same


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


def it_takes_no_schemas(slotc, _):
    done = subprocess.run([slotc, "lsp", "a.slots"], capture_output=True, stdin=subprocess.DEVNULL,
                          check=False)
    same(done.returncode, 2)
    holds(done.stderr.decode(), "takes no schemas")


def what_editors_say_of_its_channel_changes_nothing(slotc, _):
    client = lsp_client.Client([slotc, "lsp", "--stdio"])
    client.initialize()
    same(client.finish(), (0, ""))


def forms_of_capabilities_are_those_that_the_editor_knows(slotc, folder):
    plain = Editor(slotc, folder, {}).capabilities
    same((plain["renameProvider"], plain["codeActionProvider"]), (True, False))
    rich = Editor(slotc, folder, {"textDocument": {
        "rename": {"prepareSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}})
    same(rich.capabilities["renameProvider"], {"prepareProvider": True})
    same(rich.capabilities["codeActionProvider"],
         {"codeActionKinds": ["quickfix", "source.fixAll"]})


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


SCRIPTS = [
    it_ends_with_status_0_after_shutdown_and_exit, it_ends_with_status_1_without_shutdown,
    it_takes_no_schemas, what_editors_say_of_its_channel_changes_nothing,
    forms_of_capabilities_are_those_that_the_editor_knows, requests_out_of_order_are_refused,
    what_it_does_not_know_is_refused_or_ignored,
    a_message_that_is_no_json_is_refused_and_the_next_one_answered,
    broken_frames_end_it_with_a_message, a_request_that_is_taken_back_is_not_answered,
    positions_count_utf_16_or_utf_8_as_agreed, a_byte_order_mark_counts_where_it_is_in_the_document,
    halves_of_surrogate_pairs_count_as_one_unit, an_import_is_read_as_it_is_open_not_as_it_is_saved,
    a_file_that_is_not_saved_yet_can_be_imported,
    errors_of_an_imported_file_are_shown_there_and_go_again,
    findings_name_rules_places_beside_and_what_is_unused, slotc_ini_counts_as_for_lint,
    options_of_the_server_count_for_every_document, addresses_may_have_spaces_signs_and_letters,
]


def run(script, slotc):
    with tempfile.TemporaryDirectory() as folder:
        try:
            script(slotc, folder)
        except (Wrong, lsp_client.ServerError, EOFError, TimeoutError, KeyError, IndexError,
                TypeError, ValueError, StopIteration, subprocess.CalledProcessError) as error:
            line = error.__traceback__
            while line.tb_next and line.tb_next.tb_frame.f_code.co_name == script.__name__:
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
    for script in SCRIPTS + lsp_answers.SCRIPTS + lsp_renames.SCRIPTS:
        if not options.only or options.only in script.__name__:
            tally.check(script.__name__.replace("_", " "), run(script, slotc))
    for name, problems in lsp_settings.blocks(tally, slotc):
        tally.check(name, problems)
    for number in range(options.frames):
        tally.check(f"frames {number}", fuzz(slotc, number))
    if options.edits:
        tally.check("memory stays", memory_stays(slotc, options.edits))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
