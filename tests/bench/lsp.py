"""How long `slotc lsp` takes to answer about a schema of 5,000 lines, by the clock and in processor
time of the server: when nothing has changed, and right behind an edit, which makes it read all of
the schema again and publish its findings. Beside it clangd's hover on the header that slotc writes
for the same schema.

    lsp.py SLOTC [RUNS]
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import lsp_client  # noqa: E402

LINES = 5000
BOUND = 20.0


def rows():
    """A schema of records of 8 fields, in 11 lines each."""
    command = ["awk", "-v", f"count={LINES // 11 + 1}", "-f", str(HERE / "rows.awk")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Server:
    """A server with one document, and a place in it that is asked about."""

    def __init__(self, command, path, text, language, line, character):
        self.client = lsp_client.Client(command)
        self.client.initialize(folders=[path.parent])
        self.uri = lsp_client.uri_of(path)
        self.version = 1
        self.place = {"textDocument": {"uri": self.uri},
                      "position": {"line": line, "character": character}}
        self.client.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": language, "version": 1, "text": text}})
        self.wait()

    def wait(self):
        self.client.findings(self.uri, self.version)

    def edit(self):
        """A blank more at the end of a line in the middle."""
        self.version += 1
        place = {"line": LINES // 2, "character": 0}
        self.client.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": " "}]})

    def processor_time(self):
        """Milliseconds so far."""
        status = pathlib.Path(f"/proc/{self.client.process.pid}/stat").read_text()
        ticks = status.rsplit(")", 1)[1].split()[11:13]
        return 1000 * sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def times(self, method, runs, edits):
        """Milliseconds of the best answer and the middle one, and of the processor on average."""
        times = []
        before = self.processor_time()
        for _ in range(runs):
            start = time.perf_counter()
            if edits:
                self.edit()
            if not self.client.request("textDocument/" + method, self.place):
                raise ValueError("there is no answer")
            times.append(1000 * (time.perf_counter() - start))
            if edits:
                self.wait()
        times.sort()
        return times[0], times[runs // 2], (self.processor_time() - before) / runs


def words(times):
    return "{:.1f} ms at best, {:.1f} ms at the middle, {:.1f} ms of the processor".format(*times)


def bench_slotc(slotc, folder, runs):
    text = rows()
    path = folder / "rows.slots"
    path.write_text(text)
    lines = text.splitlines()
    type_line = next(n for n in range(LINES // 2, len(lines)) if "time: i64" in lines[n])
    record_line = next(n for n in range(LINES // 2, len(lines)) if lines[n].startswith("record"))
    for method, line, column in [("hover", record_line, 8),
                                 ("completion", type_line, lines[type_line].index("i64"))]:
        server = Server([slotc, "lsp"], path, text, "slots", line, column)
        for edits, what in [(False, ""), (True, " behind an edit")]:
            times = server.times(method, runs, edits)
            verdict = "" if times[0] <= BOUND else ": missed"
            print(f"lsp {method} in {len(lines)} lines{what}: {words(times)} "
                  f"(at most {BOUND:.0f}{verdict})")
        server.client.finish()
    return path


def bench_clangd(slotc, path, runs):
    clangd = shutil.which("clangd") or shutil.which("clangd-14")
    if clangd is None:
        print("skip clangd: Debian package clangd")
        return
    subprocess.run([slotc, "gen", str(path), "-o", str(path.parent)], check=True)
    header = path.parent / "rows.slots.h"
    text = header.read_text()
    lines = text.splitlines()
    line = next(n for n, row in enumerate(lines) if row.startswith("typedef struct Row0 "))
    server = Server([clangd, "--log=error"], header, text, "c", line, 16)
    print(f"clangd's hover in the header, {len(lines)} lines: "
          f"{words(server.times('hover', runs, False))}")
    print(f"clangd's hover in the header behind an edit: "
          f"{words(server.times('hover', 1, True))}")
    server.client.process.kill()


def main():
    slotc = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 41
    with tempfile.TemporaryDirectory() as folder:
        path = bench_slotc(slotc, pathlib.Path(folder), runs)
        bench_clangd(slotc, path, runs)


if __name__ == "__main__":
    main()
