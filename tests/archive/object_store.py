"""An object store on this machine: a server that speaks the protocol of S3, as a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from unittest import mock

import httpx

from tests.absent import absent
from tests.engines import DEADLINE, Killable, free_port

BUCKET = "archive"


class ObjectStore(Killable):
    """A server with one bucket. `settings` are the environment variables by which a client finds it and gets in."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        super().__init__(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, folder / "moto.log"
        )
        self.settings: Mapping[str, str] = MappingProxyType(
            {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_EC2_METADATA_DISABLED": "true",
            }
        )

    def start(self) -> None:
        """Starts it empty, with the bucket; what it held before its end is gone."""
        super().start()
        httpx.put(f"{self.settings['AWS_ENDPOINT_URL']}/{BUCKET}", timeout=DEADLINE).raise_for_status()


@contextmanager
def local_object_store() -> Iterator[ObjectStore]:
    """An object store until the end of the block; what speaks to it looks into the environment."""
    try:
        import_module("moto.server")
        client = import_module("s3fs").S3FileSystem
    except ImportError:
        absent("An object store to test with", "Install it with pip install 'dateline[test]'.")
    client.clear_instance_cache()  # one may be connected to another store
    with TemporaryDirectory() as folder:
        store = ObjectStore(Path(folder))
        try:
            store.start()
            with mock.patch.dict(os.environ, store.settings):
                yield store
        finally:
            store.kill()
