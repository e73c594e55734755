// Starts `slotc lsp`, and offers the commands of slotc as tasks.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function slotc() {
    return vscode.workspace.getConfiguration("slotc").get("path") || "slotc";
}

async function start() {
    const server = { command: slotc(), args: ["lsp"] };
    client = new LanguageClient("slotc", "slotc", server, {
        documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "slots" })),
        synchronize: {
            fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.slots,slotc.ini}"),
        },
    });
    try {
        await client.start();
    } catch (error) {
        client = undefined;
        vscode.window.showErrorMessage(
            `\`${slotc()} lsp\` cannot be started (${error.message}); set slotc.path`
        );
    }
}

async function stop() {
    const running = client;
    client = undefined;
    await running?.stop();
}

function task(definition, scope, name) {
    const run = new vscode.ProcessExecution(slotc(), definition.arguments);
    return new vscode.Task(definition, scope, name, "slotc", run, "$slotc");
}

const tasks = {
    provideTasks() {
        const all = [
            ["lint", ["lint", "."]],
            ["check layout of text", ["fmt", "--check", "."]],
        ];
        return (vscode.workspace.workspaceFolders || []).flatMap((folder) =>
            all.map(([name, words]) => task({ type: "slotc", arguments: words }, folder, name))
        );
    },
    resolveTask({ definition, scope, name }) {
        return task(definition, scope ?? vscode.TaskScope.Workspace, name);
    },
};

exports.activate = async (context) => {
    context.subscriptions.push(
        vscode.tasks.registerTaskProvider("slotc", tasks),
        vscode.commands.registerCommand("slotc.restart", async () => {
            await stop();
            await start();
        })
    );
    await start();
};

exports.deactivate = stop;
