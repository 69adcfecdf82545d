"""Questions wait their turn rather than make each other slow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from bot.engine import Bot
from web import asking

if TYPE_CHECKING:
    import pytest
    from flask import Flask

    from bot.answers import Answer

QUESTION = "When were the Bogor Goals adopted?"


def test_only_so_many_questions_are_worked_on_at_a_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, working, most = Lock(), 0, 0
    ask, two = Bot.ask, Barrier(2, timeout=30)

    def counted(bot: Bot, question: str, **options: Any) -> Answer:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        two.wait()
        answer = ask(bot, question, **options)
        with lock:
            working -= 1
        return answer

    monkeypatch.setattr(Bot, "ask", counted)
    monkeypatch.setattr(asking, "_places", BoundedSemaphore(2))

    def status(_: int) -> int:
        return app.test_client().get("/ask", query_string={"question": QUESTION}).status_code

    with ThreadPoolExecutor(6) as clients:
        assert set(clients.map(status, range(6))) == {200}
    assert most == 2
