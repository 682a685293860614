"""Readings: files in YAML and JSON to the model and back, checked against the text."""

from __future__ import annotations

from dateline.reading.files import load_reading, parse_reading, render_reading

__all__ = ["load_reading", "parse_reading", "render_reading"]
