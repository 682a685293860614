"""An object store on this machine: a server that speaks the protocol of S3, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from types import MappingProxyType

import httpx

from tests.absent import absent

BUCKET = "archive"
_PATIENCE = 60


class ObjectStore:
    """A server with one bucket. `settings` are the environment variables by which a client finds it and gets in."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.settings: Mapping[str, str] = MappingProxyType(
            {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._port}",
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_EC2_METADATA_DISABLED": "true",
            }
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it empty, with the bucket; what it held before its end is gone."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + _PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=1):
                break
            assert self._process.poll() is None, "the object store does not start"
            assert time.monotonic() < until, "the object store does not answer"
            time.sleep(0.02)
        httpx.put(f"{self.settings['AWS_ENDPOINT_URL']}/{BUCKET}", timeout=_PATIENCE).raise_for_status()

    def kill(self) -> None:
        """Ends it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def local_object_store() -> Iterator[ObjectStore]:
    """An object store until the end of the block; what speaks to it looks into the environment."""
    try:
        import_module("moto.server")
        client = import_module("s3fs").S3FileSystem
    except ImportError:
        absent("An object store to test with", "Install it with pip install 'dateline[test]'.")
    client.clear_instance_cache()  # one may be connected to another store
    store, before = ObjectStore(), dict(os.environ)
    try:
        store.start()
        os.environ.update(store.settings)
        yield store
    finally:
        store.kill()
        os.environ.clear()
        os.environ.update(before)
