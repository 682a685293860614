"""Resources that are found when they are asked for; of a large publication nothing is listed before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

import pyoxigraph as ox

from dateline.errors import IriError
from dateline.settings import Settings
from dateline.web.addresses import iri_of, is_safe, path_of
from dateline.web.served import Kind, Resource, kind_of, resource_of

_REMEMBERED = 20_000
"""Resources that are remembered after they were found."""


class Found(Mapping[str, Resource]):
    """The resources of a publication by path. `about` gives what is said of an IRI, `typed` every IRI with its classes.

    Going through all of them is possible, and takes as long as reading everything.
    """

    def __init__(
        self,
        settings: Settings,
        about: Callable[[str], Iterable[ox.Triple]],
        typed: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        self._settings = settings
        self._about = about
        self._typed = typed
        self.of_iri = lru_cache(maxsize=_REMEMBERED)(self._of_iri)

    def __getitem__(self, path: str) -> Resource:
        found = self._at(path)
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._at(path) is not None

    def __iter__(self) -> Iterator[str]:
        paths = {self._path(iri) for iri in self._kinds} | {""}
        return iter(sorted(path for path in paths if path is not None))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of_kind(self, *kinds: Kind) -> tuple[Resource, ...]:
        """The resources of some kinds, in the order of their paths."""
        wanted = [iri for iri, kind in self._kinds.items() if kind in kinds]
        if "dataset" in kinds:
            wanted.append(self._settings.base)
        found = {one.path: one for one in map(self.of_iri, wanted) if one is not None}
        return tuple(found[path] for path in sorted(found))

    def paths_of(self, *kinds: Kind) -> tuple[str, ...]:
        """The paths of the resources of some kinds, sorted."""
        paths = {self._path(iri) for iri, kind in self._kinds.items() if kind in kinds}
        return tuple(sorted({path for path in paths if path is not None} | ({""} if "dataset" in kinds else set())))

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        """What every IRI that may have an address is."""
        classes: dict[str, set[str]] = {}
        known: dict[str, str] = {}
        for iri, name in self._typed():
            if iri.startswith(self._settings.base) and "#" not in iri and "?" not in iri:
                classes.setdefault(iri, set()).add(known.setdefault(name, name))
        return {iri: kind_of(sorted(names)) for iri, names in classes.items()}

    def _path(self, iri: str) -> str | None:
        return path_of(self._settings.base, iri)

    def _at(self, path: str) -> Resource | None:
        if not is_safe(path) or "#" in path or "?" in path:
            return None
        base = self._settings.base
        for iri in dict.fromkeys((iri_of(base, path), base + path)):
            found = self.of_iri(iri)
            if found is not None and found.path == path:
                return found
        return None

    def _of_iri(self, iri: str) -> Resource | None:
        """The resource that an IRI names, null where nothing is said of it or it has no address of its own."""
        settings = self._settings
        try:
            said = tuple(self._about(iri))
        except (ValueError, IriError):
            return None  # no IRI at all
        if not said:
            whole = Resource(path="", iri=iri, kind="dataset", label=settings.title)
            return whole if iri == settings.base else None
        return resource_of(settings.base, iri, said, self._about)


class ByIri(Mapping[str, Resource]):
    """The same resources by IRI."""

    def __init__(self, found: Found) -> None:
        self._found = found

    def __getitem__(self, iri: str) -> Resource:
        one = self._found.of_iri(iri)
        if one is None:
            raise KeyError(iri)
        return one

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and self._found.of_iri(iri) is not None

    def __iter__(self) -> Iterator[str]:
        return (self._found[path].iri for path in self._found)

    def __len__(self) -> int:
        return len(self._found)
