"""Documents: bytes to text, one module a format."""

from __future__ import annotations

from dateline.documents.text import read_text

__all__ = ["read_text"]
