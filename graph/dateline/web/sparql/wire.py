"""How the server, the nursery and the workers speak with each other."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

LENGTHS = struct.Struct(">II")
"""Before every message of a worker's channel: how long its head is (JSON), and how long what follows the head."""
FORK, KILL = b"F", b"K"
"""To the nursery: make a worker for the channel sent beside it; end the worker whose process id follows."""
PROCESS = struct.Struct(">I")


def message(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A message of a worker's channel.

    >>> message({"a": 1}, b"xyz")
    b'\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x03{"a": 1}xyz'
    """
    said = json.dumps(head).encode()
    return LENGTHS.pack(len(said), len(body)) + said + body
