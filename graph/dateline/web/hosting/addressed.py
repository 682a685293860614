"""Which addresses are those of things, and which of documents, as regular expressions over the path."""

from __future__ import annotations

THING = r"(?:e|agent|run|voc)/[^/]+|doc/[^/]+/(?:e|time|claim)/[^/]+|doc/[^/]+/voice"
"""What is answered with 303: things in the world, claims, times, agents, runs, values of the ontology's lists."""
DOCUMENT = r"doc/[^/]+"
"""What is answered with 200. The dataset itself, whose path is empty, is another."""
