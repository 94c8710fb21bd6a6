"""A small PxWeb service (API v1) on this machine that gives recorded answers and counts its calls."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import numpy as np

from kopa_sim.importers.stat_table import Dimension, StatTable
from tests.importers.formats import writers

ROOT = "/PXWeb/api/v1/fi"
CONFIG = {"maxValues": 1000, "maxCells": 50, "maxCalls": 10, "timeWindow": 10, "CORS": True}


class Service:
    """The table it holds, what it was asked, and how it is to fail.

    ``failures`` holds (status, headers, body) for the next answers to questions with a body; "slow" waits first.
    """

    def __init__(self, table, config=CONFIG, folder="/StatFin/vaerak", number="11re"):
        self.table = table
        self.folder = ROOT + folder
        self.file = f"statfin_{folder.rpartition('/')[2]}_pxt_{number}.px"
        self.config = config
        self.questions = []
        self.calls = 0
        self.failures = []
        self.changed = lambda parsed: parsed
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/PXWeb/api/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(service):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.calls += 1
                self._give(*service.described(unquote(self.path)))

            def do_POST(self):
                service.calls += 1
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if service.failures:
                    status, headers, body = service.failures.pop(0)
                    if status == "slow":
                        time.sleep(1.0)
                        status = 200
                    self._give(status, body, headers)
                    return
                service.questions.append(asked)
                self._give(200, json.dumps(service.changed(json.loads(service.answered(asked)))).encode())

            def _give(self, status, body, headers=()):
                try:
                    self.send_response(status)
                    for name, value in dict(headers).items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except BrokenPipeError:
                    pass

            def log_message(self, *_):
                pass

        return Handler

    def described(self, path):
        if path.endswith("?config"):
            return (200, json.dumps(self.config).encode()) if self.config else (404, b"")
        if path == self.folder:
            names = ["statfin_vaerak_pxt_11ra.px", self.file]
            return 200, json.dumps([{"id": name, "type": "t", "text": name} for name in names]).encode()
        if path == f"{self.folder}/{self.file}":
            variables = [
                {
                    "code": f"variable_{at}_20260101",
                    "text": d.label,
                    "values": d.codes,
                    "valueTexts": d.labels,
                }
                for at, d in enumerate(self.table.dimensions)
            ]
            return 200, json.dumps({"title": "11re", "variables": variables}).encode()
        return 404, b"<html>Not found</html>"

    def answered(self, asked):
        wanted = [one["selection"]["values"] for one in asked["query"]]
        places = [
            [d.codes.index(code) for code in codes]
            for d, codes in zip(self.table.dimensions, wanted, strict=True)
        ]
        flat = np.arange(self.table.values.size).reshape(self.table.values.shape)[np.ix_(*places)].ravel()
        symbols = {
            at: self.table.symbols[old] for at, old in enumerate(flat.tolist()) if old in self.table.symbols
        }
        dimensions = tuple(
            Dimension(d.label, tuple(codes), tuple(d.labels[at] for at in place), d.role)
            for d, codes, place in zip(self.table.dimensions, wanted, places, strict=True)
        )
        part = StatTable("s", self.table.title, dimensions, self.table.values[np.ix_(*places)], symbols)
        return writers.json_stat(part)
