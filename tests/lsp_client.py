"""A client of `slotc lsp`: JSON-RPC over pipes, and a model of the documents that it has open."""

import json
import os
import selectors
import subprocess
import time
import urllib.parse


def uri_of(path):
    return "file://" + urllib.parse.quote(str(path))


def path_of(uri):
    return urllib.parse.unquote(uri.removeprefix("file://"))


class ServerError(Exception):
    """An answer that is an error."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['message']}")
        self.code = error["code"]


class Client:
    """Starts the server and talks to it; all that comes unasked is kept."""

    TIMEOUT = 60

    def __init__(self, command, cwd=None):
        self.process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.buffer = b""
        self.next_id = 0
        self.notifications = []
        self.published = {}
        self.requests = []
        self.encoding = "utf-16"

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    @staticmethod
    def frame(message):
        body = json.dumps(message).encode()
        return b"Content-Length: %d\r\n\r\n" % len(body) + body

    def send(self, message):
        self.send_bytes(self.frame({"jsonrpc": "2.0", **message}))

    def notify(self, method, params=None):
        self.send({"method": method, "params": params if params is not None else {}})

    def ask(self, method, params=None):
        """Sends a request; gives its number."""
        self.next_id += 1
        self.send({"id": self.next_id, "method": method,
                   "params": params if params is not None else {}})
        return self.next_id

    def read(self):
        """The next message."""
        deadline = time.monotonic() + self.TIMEOUT
        while True:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if mark:
                length = int(head.split(b":")[1])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return self.keep(json.loads(rest[:length]))
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                if not selector.select(max(0, deadline - time.monotonic())):
                    raise TimeoutError("the server does not answer")
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                raise EOFError(self.process.stderr.read().decode(errors="replace"))
            self.buffer += data

    def keep(self, message):
        if "method" in message and "id" in message:
            self.requests.append(message)
        elif "method" in message:
            self.notifications.append(message)
            if message["method"] == "textDocument/publishDiagnostics":
                self.published[message["params"]["uri"]] = message["params"]
        return message

    def wait(self, number):
        """The result of a request."""
        while True:
            message = self.read()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise ServerError(message["error"])
                return message["result"]

    def request(self, method, params=None):
        return self.wait(self.ask(method, params))

    def initialize(self, capabilities=None, folders=()):
        result = self.request("initialize", {
            "processId": None, "rootUri": None, "capabilities": capabilities or {},
            "workspaceFolders": [{"uri": uri_of(path), "name": "f"} for path in folders]})
        self.encoding = result["capabilities"].get("positionEncoding", "utf-16")
        self.notify("initialized")
        return result

    def findings(self, uri, version):
        """What is published of a version of a document."""
        while True:
            params = self.published.get(uri)
            if params and params.get("version") == version:
                return params["diagnostics"]
            self.read()

    def finish(self):
        """Ends it in order; gives its status and what it wrote to standard error."""
        self.request("shutdown")
        self.notify("exit")
        return self.end()

    def end(self):
        self.process.stdin.close()
        self.process.stdout.read()
        errors = self.process.stderr.read().decode(errors="replace")
        return self.process.wait(self.TIMEOUT), errors
