"""Close a listening socket without turning away anybody who stands in its queue.

Between the last `accept` and `close` the kernel may complete another connection, which closing then
resets: under load that happened in 18 of 200 stops. So Linux is asked to pass over new connections
first; their senders try again a second later, and then find nobody, or the next server.
"""

from __future__ import annotations

import ctypes
import socket
import struct
import sys
import time
from contextlib import suppress

SO_ATTACH_FILTER = 26  # socket(7)
UNDER_WAY = 0.1  # seconds in which a connection that has been answered is complete

# Classic BPF over the TCP header: (code, jump if true, jump if false, operand)
FLAGS, SYN, ACK, EVERYTHING = 13, 0x02, 0x10, 0xFFFFFFFF
LOAD_BYTE, JUMP_IF_SET, RETURN = 0x30, 0x45, 0x06
NO_NEW_CONNECTION = (
    (LOAD_BYTE, 0, 0, FLAGS),
    (JUMP_IF_SET, 0, 2, SYN),
    (JUMP_IF_SET, 1, 0, ACK),
    (RETURN, 0, 0, 0),
    (RETURN, 0, 0, EVERYTHING),
)


def let_nobody_in(listener: socket.socket) -> None:
    """Pass over new connections from now on; when this returns, all others can be accepted.

    Elsewhere than on Linux it does nothing, and a stop may turn somebody away.
    """
    if sys.platform != "linux":
        return
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in NO_NEW_CONNECTION)
    held = ctypes.create_string_buffer(code)
    program = struct.pack("HL", len(NO_NEW_CONNECTION), ctypes.addressof(held))
    with suppress(OSError):  # not TCP, or not allowed here
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
        time.sleep(UNDER_WAY)
