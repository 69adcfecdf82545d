"""Keep every Python process of the suite on this machine, by Python's own audit of sockets.

The suite's own process runs this file; those that it starts find it on their path, as
`sitecustomize`, and end at once where they try to reach further.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

EXIT = 70


class Egress(BaseException):
    """Somebody tried to reach beyond this machine; not to be caught like an error."""


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Look at every address that is looked up, connected to or sent to."""
    match event, arguments:
        case (("socket.connect" | "socket.sendto" | "socket.sendmsg"), (_, (host, *_))):
            pass
        case (("socket.getaddrinfo" | "socket.gethostbyname"), (host, *_)):
            pass
        case _:
            return
    if is_here(host):
        return
    if __name__ == "sitecustomize":
        os.write(2, f"tried to reach {host!r}\n".encode())
        os._exit(EXIT)
    raise Egress(host)


def is_here(host: str | bytes | None) -> bool:
    """Whether a host is this machine; a name but "localhost" would be asked of a server."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(refuse)
