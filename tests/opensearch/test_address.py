"""The address of a cluster is read, and a mistake in it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot import settings
from index.errors import InvalidSettings
from index.opensearch.address import Address, parse
from web.command import quoth

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_names_hosts_user_index_and_options() -> None:
    text = "opensearch+https://ana@one:9201,two,[::1]:9203/news?shards=3&replicas=0&ca=/ca.pem"

    assert parse(text, password="secret") == Address(  # noqa: S106 a made-up one
        hosts=("one:9201", "two:9200", "[::1]:9203"),
        name="news",
        user="ana",
        password="secret",  # noqa: S106
        shards=3,
        replicas=0,
        ca="/ca.pem",
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("opensearch+https://ana:secret@one/news", "QUOTH_OPENSEARCH_PASSWORD"),
        ("opensearch+https://one/", "can't be the name"),
        ("opensearch+https://one/News", "can't be the name"),
        ("opensearch+https:///news", "is no host"),
        ("opensearch+https://[::1/news", "is no address"),
        ("opensearch+https://one:65536/news", "is no host"),
        ("opensearch+https://one,/news", "is no host"),
        ("opensearch+https://one/news?shard=3", "no option 'shard'"),
        ("opensearch+https://one/news?shards=0", "from 1 up"),
        ("opensearch+https://one/news?replicas=x", "from 0 up"),
    ],
)
def test_a_mistake_is_named(text: str, named: str) -> None:
    with pytest.raises(InvalidSettings, match=named):
        parse(text)


def test_neither_messages_nor_logs_show_the_password() -> None:
    address = parse("opensearch+https://ana@one/news", password="secret")  # noqa: S106

    assert "secret" not in f"{address} {address!r}"


def test_the_password_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_OPENSEARCH_PASSWORD", "secret")

    place = settings.place("opensearch+https://ana@one/news")

    assert isinstance(place, Address)
    assert place.password == "secret"  # noqa: S105


def test_a_wrong_address_is_a_wrong_use_of_a_command(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTH_INDEX", "opensearch+https://one/News")

    result = CliRunner().invoke(quoth, ["index", str(corpus)])

    assert result.exit_code == 2
    assert "small letters" in result.stderr
