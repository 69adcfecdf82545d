"""Reach a cluster, and say in one kind of error what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from ssl import SSLContext, create_default_context
from typing import TYPE_CHECKING, Any

from opensearchpy import OpenSearch, exceptions

from index.errors import EngineUnavailable, IndexBusy, InvalidSettings, NotWritable, QuothError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.opensearch.address import Address

SECONDS = 10  # for one try of a request
TRIES_MORE = 2  # on other nodes, where there are any
MORE_SPACE = "free space on its disks, or add nodes"
FULL = "cluster_block_exception"  # a node's disk passed the flood stage


def connect(address: Address) -> OpenSearch:
    """A client, which connects when it is used; safe to use from several threads.

    Raises `InvalidSettings` where the certificates to trust can't be read.
    """
    options: dict[str, Any] = {"verify_certs": address.secure}
    if address.ca:
        options = {"ssl_context": _trusting(address.ca)}
    if address.user or address.password:
        options["http_auth"] = (address.user, address.password)
    return OpenSearch(
        list(address.hosts),
        use_ssl=address.secure,
        timeout=SECONDS,
        max_retries=TRIES_MORE,
        retry_on_timeout=True,
        pool_maxsize=16,
        **options,
    )


def _trusting(ca: str) -> SSLContext:
    try:
        return create_default_context(cafile=ca)
    except OSError as error:
        raise InvalidSettings(
            f"no certificates can be read from {ca} ({error.strerror or error}): name a file of "
            "them, in PEM format, with ?ca=FILE"
        ) from error


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Raise what the client says as an error of ours, with its remedy."""
    try:
        yield
    except exceptions.OpenSearchException as error:
        raise described(error, address) from error


def described(error: exceptions.OpenSearchException, address: Address) -> QuothError:
    """What is wrong, and what to do."""
    match error:
        case exceptions.SSLError():
            return EngineUnavailable(
                f"{address} has a certificate that is not trusted: name your authority's "
                "certificates with ?ca=FILE"
            )
        case exceptions.ConnectionTimeout():
            return EngineUnavailable(
                f"{address} does not answer in time: try again in a moment, add nodes, or start "
                "those that are down"
            )
        case exceptions.ConnectionError():
            return EngineUnavailable(
                f"{address} does not answer: start the cluster, or correct the address"
            )
        case exceptions.ConflictError():
            return IndexBusy(f"another process has written to {address} meanwhile: try again")
        case exceptions.TransportError():
            return refusal(error.status_code, str(error.error), address)
    return EngineUnavailable(f"{address} can't be used ({error}): see the cluster's log")


def refusal(status: int | str, reason: str, address: Address) -> QuothError:
    """What a cluster means by an HTTP status and a reason."""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            return EngineUnavailable(
                f"{address} does not let Quoth in: name the user in the address, and put the "
                "password into QUOTH_OPENSEARCH_PASSWORD"
            )
        case HTTPStatus.TOO_MANY_REQUESTS if FULL not in reason:
            return EngineUnavailable(
                f"{address} has too much to do: try again in a moment, or add nodes"
            )
        case HTTPStatus.FORBIDDEN | HTTPStatus.TOO_MANY_REQUESTS if FULL in reason:
            return NotWritable(f"{address} takes no more writes: {MORE_SPACE}")
        case HTTPStatus.FORBIDDEN:
            return EngineUnavailable(f"{address} forbids this ({reason}): give the user the right")
        case HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.GATEWAY_TIMEOUT:
            return incomplete(address)
    return EngineUnavailable(f"{address} refused ({status} {reason}): see the cluster's log")


def incomplete(address: Address) -> EngineUnavailable:
    """Part of the index has no node that could be asked."""
    return EngineUnavailable(
        f"{address} lacks a part of the index (its health is red): bring its nodes back"
    )
