"""What a worker may not do, whatever it is made to: reach the network, run programs, take more than its share.

The kernel holds it to that. On Linux a filter of system calls (seccomp) refuses sockets and programs; on every system
the limit of open files is lowered to nothing while a query runs, and a socket is an open file.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SET_DEATH_SIGNAL = 38, 22, 1
_FILTER_MODE = 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_X32 = 0x40000000
# socket, connect, bind, listen, accept, accept4, socketpair; execve, execveat; ptrace, process_vm_readv and _writev;
# the three calls of io_uring, which could do most of these by another way.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 43, 288, 53, 59, 322, 101, 310, 311, 425, 426, 427)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 202, 242, 199, 221, 281, 117, 270, 271, 425, 426, 427)),
}
_NOBODY_MISSES_IT = 1000
"""The worst score: where the machine runs out of memory, workers are ended before anything else."""


def die_with_parent() -> None:
    """Ends this process when the one that forked it ends, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def confine(memory: int, *, largest_file: int) -> str:
    """Gives up what this process does not need, for good; which guard keeps it off the network: `seccomp` or `files`.

    `memory` is in bytes, beyond what the process has.
    """
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_NOBODY_MISSES_IT))
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, largest_file)
    has = _address_space()
    if has:
        _lower(resource.RLIMIT_AS, has + memory)
    return "seccomp" if _filter_calls() else "files"


@contextmanager
def nothing_new() -> Iterator[None]:
    """Within it this process cannot open a file or a socket."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _lower(which: int, to: int) -> None:
    with suppress(ValueError, OSError):  # a stricter limit is set already
        resource.setrlimit(which, (to, to))


def _address_space() -> int:
    """Bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _filter_calls() -> bool:
    """Whether the kernel now refuses the calls; tried, not believed."""
    known = _REFUSED.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, calls = known
    # Offsets in seccomp_data: the number of the call is at 0, the architecture at 4.
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _X32))
    steps += [(_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    call = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    call(_SET_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero)
    call(_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), ctypes.byref(filter_), zero, zero)
    try:
        socket.socket().close()
    except PermissionError:
        return True
    return False
