"""A publication for assistants: the Model Context Protocol (https://modelcontextprotocol.io) over stdio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.errors import MissingExtraError

if TYPE_CHECKING:
    from dateline.web.served import Served

__all__ = ["serve_assistants"]


def serve_assistants(served: Served) -> None:
    """Speaks the protocol on stdin and stdout until stdin ends. Raises `MissingExtraError` without the package."""
    try:
        import mcp  # noqa: F401 - the first import tells whether it is there
    except ImportError as missing:
        raise MissingExtraError(
            "the MCP server needs a package that is not installed.", remedy="pip install 'dateline[mcp]'"
        ) from missing
    from dateline.web.mcp.process import run

    run(served)
