"""Say where a cluster is and what the index is called there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from index.errors import InvalidSettings

SCHEMES = {"opensearch+https": True, "opensearch+http": False}
PORT = 9200
LAST_PORT = 65_535
LONGEST_NAME = 80  # bytes; the cluster allows 255, and a generation is added
OPTIONS = ("shards", "replicas", "ca")
EXAMPLE = "give it as in opensearch+https://host:9200/news"
_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_NAME - 1}}}")


@dataclass(frozen=True, slots=True)
class Address:
    """An index called `name` in the cluster that any of `hosts` (``host:port``) belongs to.

    `shards` and `replicas` count when the index is made; without `replicas` there is one as soon
    as there is a second node. `ca` is a file with the certificates to trust.
    """

    hosts: tuple[str, ...]
    name: str
    secure: bool = True
    user: str = ""
    password: str = field(default="", repr=False)
    shards: int = 1
    replicas: int | None = None
    ca: str | None = None

    def __str__(self) -> str:
        """Without what identifies anybody: for messages.

        >>> str(Address(("search.example:9200",), "news", user="ana"))
        'opensearch+https://search.example:9200/news'
        """
        scheme = next(name for name, secure in SCHEMES.items() if secure is self.secure)
        return f"{scheme}://{','.join(self.hosts)}/{self.name}"


def is_address(text: str) -> bool:
    """Whether `text` means a cluster rather than a folder.

    >>> is_address("opensearch+https://localhost/news"), is_address("docs/.quoth")
    (True, False)
    """
    return text.partition("://")[0] in SCHEMES


def parse(text: str, *, password: str = "") -> Address:
    """Read ``opensearch+https://user@host:9200,host:9200/name?shards=3``.

    Raises `InvalidSettings`. A password in it is refused: others see addresses.

    >>> parse("opensearch+http://localhost/news").hosts
    ('localhost:9200',)
    """
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise InvalidSettings(f"{text!r} is no address ({error}): {EXAMPLE}") from error
    user, _, hosts = parts.netloc.rpartition("@")
    if ":" in user:
        raise InvalidSettings(
            "a password in an address can be seen by others: put it into QUOTH_OPENSEARCH_PASSWORD"
        )
    name = parts.path.strip("/")
    if not _NAME.fullmatch(name):
        raise InvalidSettings(
            f"{name!r} can't be the name of an index: use at most {LONGEST_NAME} small letters, "
            f"digits, - and _: {EXAMPLE}"
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - set(OPTIONS)):
        raise InvalidSettings(
            f"no option {unknown[0]!r} of an index: there are {', '.join(OPTIONS)}"
        )
    return Address(
        hosts=tuple(map(_host, hosts.split(","))),
        name=name,
        secure=SCHEMES[parts.scheme],
        user=user,
        password=password,
        shards=_number(options, "shards", smallest=1) or 1,
        replicas=_number(options, "replicas", smallest=0),
        ca=options.get("ca"),
    )


def _host(text: str) -> str:
    found = _HOST.fullmatch(text)
    if not found or int(found["port"] or PORT) > LAST_PORT:
        raise InvalidSettings(f"{text!r} is no host: {EXAMPLE}")
    return text if found["port"] else f"{text}:{PORT}"


def _number(options: dict[str, str], name: str, *, smallest: int) -> int | None:
    text = options.get(name)
    if text is None:
        return None
    if not text.isdecimal() or int(text) < smallest:
        raise InvalidSettings(f"{name}={text!r}: give a number from {smallest} up")
    return int(text)
