"""The command line: parse, call, print. One verb a stage; data on stdout, talk on stderr.

Exit codes: 0 done; 1 the input does not pass; 2 the call was wrong; 3 something outside failed.
"""

from __future__ import annotations

from dateline.cli.run import main

__all__ = ["main"]
