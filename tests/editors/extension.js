// Runs extension.js with an editor and a client that are none: what it starts, offers and stops.
"use strict";

const assert = require("assert");
const Module = require("module");

const asked = [];
const providers = {};
const vscode = {
    workspace: {
        getConfiguration: () => ({ get: () => "slotc" }),
        createFileSystemWatcher: (pattern) => pattern,
        workspaceFolders: ["here"],
    },
    window: { showErrorMessage: (words) => asked.push(words) },
    tasks: { registerTaskProvider: (type, provider) => (providers[type] = provider) },
    commands: { registerCommand: (name, run) => (providers[name] = run) },
    TaskScope: { Workspace: 2 },
    ProcessExecution: class {
        constructor(program, words) {
            this.line = [program, ...words].join(" ");
        }
    },
    Task: class {
        constructor(definition, scope, name, source, run, matcher) {
            Object.assign(this, { definition, scope, name, source, run, matcher });
        }
    },
};
class LanguageClient {
    constructor(id, name, server, options) {
        Object.assign(this, { id, name, server, options });
    }
    async start() {
        asked.push(`${this.server.command} ${this.server.args.join(" ")}`);
        // Nothing else can be opened by path: not the older side of a comparison.
        assert.deepStrictEqual(
            this.options.documentSelector.map((one) => `${one.scheme} ${one.language}`),
            ["file slots", "untitled slots"]
        );
        if (asked.length === 3) {
            throw new Error("not found");
        }
    }
    async stop() {
        asked.push("stop");
    }
}

require.resolve("vscode-languageclient/package.json"); // it is there under that name
const load = Module._load;
Module._load = (name, ...rest) =>
    name === "vscode" ? vscode
    : name === "vscode-languageclient/node" ? { LanguageClient }
    : load(name, ...rest);

(async () => {
    const extension = require("./extension.js");
    const context = { subscriptions: [] };
    await extension.activate(context);
    await providers["slotc.restart"](); // fails, and says so
    await providers["slotc.restart"]();
    await extension.deactivate();
    const failure = "`slotc lsp` cannot be started (not found); set slotc.path";
    assert.deepStrictEqual(asked, ["slotc lsp", "stop", "slotc lsp", failure, "slotc lsp", "stop"]);
    const lines = providers.slotc.provideTasks().map((task) => task.run.line);
    assert.deepStrictEqual(lines, ["slotc lint .", "slotc fmt --check ."]);
    const definition = { type: "slotc", arguments: ["gen", "a.slots"] };
    const task = providers.slotc.resolveTask({ definition, name: "gen" });
    assert.deepStrictEqual([task.run.line, task.matcher, task.scope], ["slotc gen a.slots", "$slotc", 2]);
    assert.strictEqual(context.subscriptions.length, 2);
    console.log("fine");
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
