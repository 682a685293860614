"""Files that appear whole or not at all: written beside, flushed to disk, then renamed.

A folder is replaced the same way. Where the system can exchange two folders in one step (Linux) it does; elsewhere
there is an instant without a folder, and `recover` puts the old one back if the process died in it. What is being
written is locked, so that what a killed process left behind can be told from what another one is just writing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path, PurePosixPath

from dateline.errors import OutputError, shown

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
    errno.EEXIST: "A part of that path is a file; choose another place with -o.",
    errno.EFBIG: "The system lets this process write no larger files; raise the limit (ulimit -f) and run it again.",
    errno.ENOENT: "Nothing can be made there; choose another place with -o.",
    errno.ELOOP: "The links there lead in a circle; choose another place with -o.",
    errno.ENAMETOOLONG: "The name is too long; choose a shorter one with -o.",
}
_LONGEST_STEM = 40
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Writes one file whole or not at all. Raises `OutputError`; what was there before is then untouched.

    Of what is given piece by piece one piece at a time is in memory.
    A symbolic link stays one, and what it points at is written. What is no plain file (a device, a pipe) is written to.
    """
    write_files({path: data})


def write_files(files: Mapping[Path, bytes] | Mapping[Path, bytes | Iterable[bytes]]) -> None:
    """Writes several files: none is replaced before all of them are on the disk. Raises as `write_file` does."""
    with ExitStack() as written:
        besides = {path: written.enter_context(_file_beside(path, data)) for path, data in files.items()}
        for path, beside in besides.items():
            if beside is not None:
                with _explained(path):
                    beside.replace(_real(path))


@contextmanager
def _file_beside(path: Path, data: bytes | Iterable[bytes]) -> Iterator[Path | None]:
    """A file beside `path` that holds `data`, removed if it is still there afterwards; null where there can be none."""
    with _explained(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as file:
                file.writelines(_pieces(data))
            yield None
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path = _real(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        descriptor, name = tempfile.mkstemp(prefix=_prefix(path), dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                _hold(descriptor)
                file.writelines(_pieces(data))
                file.flush()
                os.fsync(file.fileno())
                beside.chmod(_plain_mode())
                yield beside
        finally:
            beside.unlink(missing_ok=True)


def _pieces(data: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return (data,) if isinstance(data, bytes) else data


def create_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes a folder of `files` (by relative path), whole or not at all. Raises `OutputError`, also for one in use."""
    with _beside(folder := _real(folder), files) as beside:
        try:
            beside.rename(folder)
        except OSError as refused:
            if refused.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            raise OutputError(
                "there is something in this folder already.", where=str(folder), remedy="Choose another one with -o."
            ) from refused
        _flush_folder(folder.parent)


def replace_folder(
    folder: Path, files: Mapping[str, bytes | Path], *, dotted: bool = False, safely: bool = True
) -> None:
    """Makes `folder` hold exactly `files` (by relative path), whole or not at all. Raises `OutputError`.

    Names that begin with a dot are refused unless `dotted` is given. Without `safely` a crash of the whole machine may
    leave files cut short; what can be made again is written many times faster so.

    A path stands for the file there, which is linked where the system can and else copied: it has to be one that is
    only ever replaced and never written to. A symbolic link stays one, and the folder that it points at is replaced.
    """
    with _explained(folder):
        folder = _real(folder) if folder.is_symlink() else folder
        if folder.exists() and not folder.is_dir():
            raise OutputError("there is a file of this name.", where=str(folder), remedy="Move it away.")
    with _beside(folder, files, dotted=dotted, safely=safely) as beside:
        _swap(beside, folder)


def recover(folder: Path) -> None:
    """Puts back a folder whose replacement was interrupted between two steps, and removes what was left beside it.

    Raises `OutputError` where that cannot be done.
    """
    with _explained(folder):
        folder = _real(folder) if folder.is_symlink() else folder
        replaced = folder.with_name(f".{folder.name}{_REPLACED}")
        if replaced.is_dir():
            if folder.exists():
                shutil.rmtree(replaced)
            else:
                replaced.rename(folder)
        _sweep(folder)


@contextmanager
def _beside(
    folder: Path,
    files: Mapping[str, bytes] | Mapping[str, bytes | Path],
    *,
    dotted: bool = False,
    safely: bool = True,
) -> Iterator[Path]:
    """A folder beside `folder` that holds `files`; what is left of it afterwards is removed."""
    for name in files:
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or any(_is_odd(part, dotted=dotted) for part in parts):
            raise OutputError(f"{shown(name)} is not a plain file name.", where=str(folder))
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        recover(folder)
        beside = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
        held = os.open(beside, os.O_RDONLY) if os.name == "posix" else None
        try:
            if held is not None:
                _hold(held)
            beside.chmod(0o777 & ~_umask())
            for name, data in files.items():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                if isinstance(data, Path):
                    _link(data, beside / name)
                elif safely:
                    _write(beside / name, data)
                else:
                    (beside / name).write_bytes(data)
            yield beside
        finally:
            if held is not None:
                os.close(held)
            shutil.rmtree(beside, ignore_errors=True)


def _is_odd(part: str, *, dotted: bool) -> bool:
    return part == ".." or (part.startswith(".") and not dotted)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _link(source: Path, path: Path) -> None:
    """The same file under another name; a copy where the file system has one name for a file."""
    try:
        path.hardlink_to(source)
    except OSError as refused:
        if refused.errno in (errno.ENOENT, errno.ENOSPC, errno.EDQUOT):
            raise
        _write(path, source.read_bytes())


def _real(path: Path) -> Path:
    """The path that links lead to; where they lead in a circle, opening it says so."""
    return Path(os.path.realpath(path))


def _prefix(path: Path) -> str:
    """How the names of what is written in place of `path` begin; short enough for every file system."""
    return f".{path.name[:_LONGEST_STEM]}{_BESIDE}"


def _hold(descriptor: int) -> None:
    """Marks an open file or folder as being written by a living process."""
    try:
        import fcntl
    except ImportError:
        return
    with suppress(OSError):  # where the file system cannot lock, nothing is swept either
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sweep(path: Path) -> None:
    """Removes what killed processes left beside `path`, and nothing that a living one is writing."""
    for abandoned in path.parent.glob(f"{escape(_prefix(path))}*"):
        if _is_abandoned(abandoned):
            if abandoned.is_dir():
                shutil.rmtree(abandoned, ignore_errors=True)
            else:
                with suppress(OSError):  # what cannot be swept is in nobody's way
                    abandoned.unlink()


def _is_abandoned(path: Path) -> bool:
    try:
        import fcntl

        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except (ImportError, OSError):
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _swap(beside: Path, folder: Path) -> None:
    if not folder.exists():
        beside.rename(folder)
    elif not _exchange(beside, folder):
        replaced = folder.with_name(f".{folder.name}{_REPLACED}")
        folder.rename(replaced)
        try:
            beside.rename(folder)
        except BaseException:
            replaced.rename(folder)
            raise
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
    if "\0" in str(path):
        raise OutputError(f"{shown(str(path))} cannot be the name of a file.", remedy="Choose another one with -o.")
    try:
        yield
    except OSError as refused:
        raise OutputError(
            f"it cannot be written: {refused.strerror or refused}.",
            where=str(path),
            remedy=_REMEDIES.get(refused.errno or 0, "What was there before is untouched."),
        ) from refused
