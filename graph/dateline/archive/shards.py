"""Shards in a folder or an object store that is named by a URL (https://filesystem-spec.readthedocs.io).

    file:///srv/shards    s3://bucket/shards    gs://bucket/shards    abfs://container/shards    memory://shards

What the URL's scheme needs (s3fs for s3:, gcsfs for gs:) and its credentials are those of fsspec.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dateline.archive.documents import Documents
from dateline.archive.work import shard_of
from dateline.errors import MissingExtraError, StoreError, UsageError

LISTED = "shards.json"


class Shards:
    """The shards at a URL, a file for each document. What is put appears whole or not at all."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            from fsspec.core import url_to_fs
        except ImportError as missing:
            raise MissingExtraError(
                "shards at a URL need fsspec, which is not installed.",
                where=url,
                remedy="pip install 'dateline[dask]'",
            ) from missing
        try:
            self._files, self._root = url_to_fs(url)
        except ImportError as missing:
            raise MissingExtraError(
                f"the scheme of this URL needs another package: {missing}.",
                where=url,
                remedy="Install it: pip install 'dateline[s3]' for s3:, gcsfs for gs:, adlfs for abfs:.",
            ) from missing
        except ValueError as wrong:
            raise UsageError(
                f"this is no URL of a folder or an object store: {wrong}.",
                where=url,
                remedy="Write one such as file:///srv/shards or s3://bucket/shards.",
            ) from wrong

    def put(self, document: str, data: bytes) -> None:
        """Keeps the shard of a document. Raises `StoreError`."""
        self._write(f"{document}.nq", data)

    def get(self, document: str) -> bytes:
        """The shard of a document. Raises `StoreError`."""
        with self._explained():
            data: bytes = self._files.cat_file(self._place(f"{document}.nq"))
            return data

    def listed(self) -> Mapping[str, str]:
        """The SHA-256 of each document's shard, as they were when a run was last done; none if there was none."""
        with self._explained():
            try:
                found: Any = json.loads(self._files.cat_file(self._place(LISTED)))
            except (FileNotFoundError, ValueError):
                return {}
        return found if isinstance(found, dict) else {}

    def sizes(self) -> Mapping[str, int]:
        """The bytes of each document's shard that is there now. Raises `StoreError`."""
        with self._explained():
            self._files.invalidate_cache()
            try:
                found = self._files.find(self._root, maxdepth=1, detail=True)
            except FileNotFoundError:
                return {}
        named = ((place.rpartition("/")[2], int(one.get("size") or 0)) for place, one in found.items())
        return {name.removesuffix(".nq"): size for name, size in named if name.endswith(".nq")}

    def follow(self, documents: Documents, *, put: Mapping[str, str]) -> int:
        """Makes what is there the shards of these documents, and tells how many had to be sent.

        `put` are those that workers put there in this run, by their SHA-256. The list is written last: where this is
        interrupted, the next run sends again what the list does not have; and so does every run what somebody took
        away or what has another size.
        """
        there, sizes = {**self.listed(), **put}, self.sizes()
        wanted: dict[str, str] = {}
        changed: list[str] = []
        for one in documents.published():
            wanted[one.document] = one.shard
            if there.get(one.document) != one.shard or sizes.get(one.document) != one.counts["bytes"]:
                changed.append(one.document)
        for document in changed:
            self.put(document, shard_of(documents.shards, document).read_bytes())
        for document in sorted((there.keys() - wanted.keys()) & sizes.keys()):
            with self._explained():
                self._files.rm_file(self._place(f"{document}.nq"))
        listed = json.dumps(dict(sorted(wanted.items())), ensure_ascii=False, indent=0).encode()
        if there != wanted or put or changed:
            self._write(LISTED, listed)
        return len(changed)

    def _write(self, name: str, data: bytes) -> None:
        place = self._place(name)
        with self._explained():
            if "file" not in (self._files.protocol if isinstance(self._files.protocol, tuple) else ()):
                self._files.pipe_file(place, data)  # an object appears when all of it is there
                return
            self._files.makedirs(self._root, exist_ok=True)
            beside = self._place(f".{name[:40]}.new")
            self._files.pipe_file(beside, data)
            self._files.mv(beside, place)

    def _place(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Exception as refused:  # every file system has errors of its own
            raise StoreError(
                f"the shards cannot be read or written: {type(refused).__name__}: {str(refused).rstrip('.')}.",
                where=self._url,
                remedy="Check the URL, what it lets you do, and its credentials.",
            ) from refused
