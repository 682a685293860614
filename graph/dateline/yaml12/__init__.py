"""YAML 1.2 for people's files: parsed with the line of everything, written one way only.

Read: the core schema (https://yaml.org/spec/1.2.2/#103-core-schema). So `no`, `12:30` and `1990-01-20` are texts. What
makes a file mean something else than it shows is refused: aliases, anchors, tags, merge keys, a key given twice, a
second document, unseen characters that are not spelt out, more than 50 levels, more than 50 million characters.

Written: one form per value, so that the same data give the same bytes.
"""

from __future__ import annotations

from dateline.yaml12.parse import LARGEST, Parsed, child, parse_yaml
from dateline.yaml12.write import Flow, Quoted, double_quoted, render_yaml

__all__ = ["LARGEST", "Flow", "Parsed", "Quoted", "child", "double_quoted", "parse_yaml", "render_yaml"]
