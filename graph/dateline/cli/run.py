"""The command line as a process: every error said in one paragraph, every signal heard, an exit code at the end."""

from __future__ import annotations

import io
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from dateline.cli import asking as _asking  # noqa: F401 - a verb
from dateline.cli import comparing as _comparing  # noqa: F401 - a verb
from dateline.cli import doctor as _doctor  # noqa: F401 - a verb
from dateline.cli import identifying as _identifying  # noqa: F401 - a verb
from dateline.cli import linking as _linking  # noqa: F401 - a verb
from dateline.cli import mcp as _mcp  # noqa: F401 - a verb
from dateline.cli import pushing as _pushing  # noqa: F401 - a verb
from dateline.cli import release as _release  # noqa: F401 - a verb
from dateline.cli import searching as _searching  # noqa: F401 - a verb
from dateline.cli import serving  # noqa: F401 - its commands
from dateline.cli.commands import main_group
from dateline.errors import DatelineError, shown
from dateline.terminal import forget_output, say


class _StopRequest(BaseException):
    """The system asks the process to stop; whatever is half done is put away on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number


def main() -> None:
    """Runs the command line and exits with its code; with 128 + n if signal n ended it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    try:
        code = main_group(standalone_mode=False, prog_name="dateline")
        if sys.stdout is not None:
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("\nStopped.", err=True)
        raise SystemExit(128 + signal.SIGINT) from None
    except _StopRequest as stop:
        raise SystemExit(128 + stop.number) from None
    except click.ClickException as wrong:
        wrong.show()
        raise SystemExit(2) from None
    except DatelineError as error:
        if "--debug" in sys.argv:
            raise
        say(f"dateline: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        forget_output()
        raise SystemExit(0) from None
    except OSError as refused:
        if "--debug" in sys.argv:
            raise
        where = shown(str(refused.filename)) if refused.filename else "stdout"
        if refused.filename is None:
            forget_output()
        say(f"dateline: {where}: the system refuses: {refused.strerror}.", err=True)
        raise SystemExit(3) from None
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        say(
            f"dateline: a fault in dateline itself: {type(fault).__name__}: {fault}. Please report it, with what "
            "dateline --debug … prints.",
            err=True,
        )
        raise SystemExit(3) from None
    raise SystemExit(code if isinstance(code, int) else 0)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise _StopRequest(number)
