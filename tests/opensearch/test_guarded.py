"""A cluster behind TLS and a password, with a certificate of one's own authority."""

from __future__ import annotations

import logging
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme
from click.testing import CliRunner

from tests.opensearch.standin import guarding
from web.command import quoth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from index.opensearch.address import Address

USER, PASSWORD = "ana", "correct horse"
QUESTION = "When were the Bogor Goals adopted?"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the authority's certificate."""
    file: Path = tmp_path_factory.mktemp("trusted") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def guarded(address: Address, authority: trustme.CA) -> Iterator[str]:
    """The address of an index that nobody but a user with the password reaches."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with guarding(address.hosts[0], user=USER, password=PASSWORD, tls=tls) as host:
        yield f"opensearch+https://{USER}@{host}/{address.name}"


def run(address: str, password: str, *arguments: str) -> Result:
    environment = {"QUOTH_INDEX": address, "QUOTH_OPENSEARCH_PASSWORD": password}
    return CliRunner().invoke(quoth, [*arguments], env=environment)


def test_documents_are_indexed_and_asked_for(guarded: str, ca: Path, corpus: Path) -> None:
    address = f"{guarded}?ca={ca}"

    indexed = run(address, PASSWORD, "index", str(corpus))
    asked = run(address, PASSWORD, "ask", QUESTION, "--corpus", str(corpus), "--no-reader")

    assert indexed.exit_code == 0, indexed.output
    assert "1994" in asked.stdout


def test_a_wrong_password_is_named_as_the_trouble_and_shown_nowhere(
    guarded: str, ca: Path, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "not the right one"

    result = run(f"{guarded}?ca={ca}", wrong, "index", str(corpus))

    assert result.exit_code == 1
    assert "QUOTH_OPENSEARCH_PASSWORD" in result.stderr
    assert wrong not in result.output + caplog.text


def test_the_right_password_is_in_no_log_either(
    guarded: str, ca: Path, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    result = run(f"{guarded}?ca={ca}", PASSWORD, "index", str(corpus))

    assert caplog.text
    assert PASSWORD not in result.output + caplog.text


def test_a_certificate_of_an_unknown_authority_is_not_trusted(guarded: str, corpus: Path) -> None:
    result = run(guarded, PASSWORD, "index", str(corpus))

    assert result.exit_code == 1
    assert "?ca=FILE" in result.stderr


def test_a_file_of_certificates_that_is_none_is_named(guarded: str, corpus: Path) -> None:
    for file in (corpus / "nowhere.pem", corpus / "goals.md"):
        result = run(f"{guarded}?ca={file}", PASSWORD, "index", str(corpus))

        assert result.exit_code != 0
        assert str(file) in result.stderr
