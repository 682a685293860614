"""Files that appear whole or not at all: written beside, flushed to disk, then renamed.

A folder is replaced the same way. Where the system can exchange two folders in one step (Linux) it does; elsewhere
there is an instant without a folder, and `recover` puts the old one back if the process died in it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from dateline.errors import OutputError

_BESIDE = ".new-"
_REPLACED = ".replaced"
_REMEDIES = {
    errno.ENOSPC: "Free some space on the disk and run the same command again.",
    errno.EDQUOT: "The quota of this disk is used up; free some space and run the same command again.",
    errno.EROFS: "The file system is read-only; choose another place with -o.",
    errno.EACCES: "You may not write there; choose another place with -o, or change its permissions.",
    errno.EPERM: "You may not write there; choose another place with -o, or change its permissions.",
    errno.ENOTDIR: "A part of that path is a file; choose another place with -o.",
    errno.EISDIR: "There is a folder of that name; choose another one with -o.",
    errno.ENAMETOOLONG: "The name is too long; choose a shorter one with -o.",
}
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_file(path: Path, data: bytes) -> None:
    """Writes one file whole or not at all. Raises `OutputError`; what was there before is then untouched."""
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:80]}{_BESIDE}", dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.chmod(_plain_mode())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold exactly `files` (by relative path), whole or not at all. Raises `OutputError`."""
    for name in files:
        if PurePosixPath(name).is_absolute() or any(part.startswith(".") for part in PurePosixPath(name).parts):
            raise OutputError(f"{name!r} is not a plain file name.", where=str(folder))
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        recover(folder)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}{_BESIDE}", dir=folder.parent))
        try:
            beside.chmod(0o777 & ~_umask())
            for name, data in files.items():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                with (beside / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            _swap(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def recover(folder: Path) -> None:
    """Puts back a folder whose replacement was interrupted between two steps, and removes what was left beside it."""
    replaced = folder.with_name(f".{folder.name}{_REPLACED}")
    if replaced.is_dir():
        if folder.exists():
            shutil.rmtree(replaced)
        else:
            replaced.rename(folder)
    for abandoned in folder.parent.glob(f".{folder.name}{_BESIDE}*"):
        shutil.rmtree(abandoned, ignore_errors=True)


def _swap(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
    elif not _exchange(beside, folder):
        replaced = folder.with_name(f".{folder.name}{_REPLACED}")
        folder.rename(replaced)
        beside.rename(folder)
        shutil.rmtree(replaced, ignore_errors=True)
    _flush_folder(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two paths in one step; false where the system cannot (renameat2, Linux 3.15)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _plain_mode() -> int:
    return 0o666 & ~_umask()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        raise OutputError(
            f"it cannot be written: {refused.strerror or refused}.",
            where=str(path),
            remedy=_REMEDIES.get(refused.errno or 0, "What was there before is untouched."),
        ) from refused
