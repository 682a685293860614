"""What is printed and what comes from a pipe: nothing printed steers a terminal, turns its direction, or hides."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from dateline.errors import OutputError, UsageError

_UNSAFE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff"
    r"\U000e0000-\U000e0fff]"
)


def printable(text: str) -> str:
    r"""The same text with every character spelt out that a terminal would obey; line feeds stay.

    >>> print(printable("a\x1b[31mb\u202e"))
    a\x1b[31mb\u202e
    """
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def on_one_line(text: str, most: int) -> str:
    r"""Printable text without line breaks, cut after `most` characters.

    >>> print(on_one_line("a\nb" + "c" * 1000, 4))
    a\nbc… (1,003 characters)
    """
    plain = text if len(text) <= most else text[:most]
    shown = printable(plain).replace("\n", "\\n")
    return shown if plain is text else f"{shown}… ({len(text):,} characters)"


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Prints words for people, with nothing in them that a terminal would obey; `nl` ends the line."""
    with _writing():
        click.echo(printable(text), err=err, nl=nl)


def emit(data: bytes) -> None:
    """Writes data to stdout as it is, or, on a terminal, with nothing in it that the terminal would obey."""
    if sys.stdout is None:
        raise OutputError("it is closed, and this command prints.", where="stdout", remedy="Write to a file with -o.")
    with _writing():
        if on_terminal():
            click.echo(printable(data.decode()), nl=False)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as refused:
        forget_output()
        raise OutputError(
            f"it cannot be written: {refused.strerror}.", where="stdout", remedy="What was asked for is not complete."
        ) from refused


def forget_output() -> None:
    """Lets what is still in the buffer of stdout go nowhere, so that the exit does not fail over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person looks at a stream, by default stdout."""
    looked_at = stream or sys.stdout
    return looked_at is not None and looked_at.isatty()


def stdin_text() -> str:
    """The text on stdin."""
    if sys.stdin is None:
        raise UsageError("stdin is closed.", remedy="Give a question by its name, or a FILE.")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UsageError(
            f"this is not UTF-8: byte {wrong.start} is 0x{wrong.object[wrong.start]:02X}.", where="stdin"
        ) from wrong
