"""The page as tests and commands here look at it: served over loopback, in a headless Chromium."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from structlog.testing import capture_logs
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from bot.assembly import open_reader
from bot.engine import Bot
from bot.records import Records
from index.library import Library
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask
    from playwright.sync_api import Browser

CORPUS = Path(__file__).parents[2] / "corpus"


@contextmanager
def served(corpus: Path) -> Iterator[str]:
    """The address of an application over `corpus`, with an index and records of its own."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(corpus, Path(folder) / "index")
        library.update()
        records = Records(Path(folder) / "records.sqlite")
        reader, state = open_reader()
        bot = Bot(library, conversations=records, reader=reader)
        with answering(create_app(bot, library, records, reader=state)) as address:
            yield address


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The address of `app`, which answers without a word about it in the log."""

    def closed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        """What `app` answers, its files closed: werkzeug forgets where a browser hangs up."""
        with closing(ClosingIterator(app(environ, start_response))) as response:
            yield from response

    server = make_server("127.0.0.1", 0, closed, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    with capture_logs():
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Quiet(WSGIRequestHandler):
    """Tells of errors only."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
