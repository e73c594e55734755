"""An editor with `slotc lsp`, for scripts: what it has open, and what is asked about its words."""

import pathlib

import lsp_client
import lsp_model

CAPABILITIES = {
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}},
        "codeAction": {"codeActionLiteralSupport": {}, "isPreferredSupport": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
}
BASE = """package telemetry;
/// Where it was taken.
enum Unit : u8 { celsius, kelvin = 4, pascal }
record Base slots {
    id: u64;
}
"""
CHILD = """// slotc:allow name-style: old names
package telemetry;
import "base.slots";

/// One reading of one sensor: °C, 🌡.
@count(10_000_000)
record Reading : Base slots {
    value: f64 = 0.0;
    unit:  Unit = kelvin;
    next:  ref Reading;
    flags: bits[3];
    name:  char[8]?;
}
record Forgets : Reading {
    more: str;
}
"""
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
