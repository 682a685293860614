"""Every resource in every format: it is there, under its media type, and says the same in all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from dateline.web.addresses import page_of
from dateline.web.doctor.findings import Finding
from dateline.web.doctor.knowledge import Site, plain, triples
from dateline.web.variants import Variant, variants_of

_PARSED = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_TYPES = "Tell the host the media type of each suffix; hosting/ in the folder of the site has the rules."


def offered(site: Site, path: str) -> tuple[Variant, ...]:
    """What a resource should be had as."""
    return variants_of("dataset" if path == "" else "document" if path in site.documents else "thing")


def representations(site: Site) -> Iterator[Finding]:
    """Each representation at its own address."""
    for path in site.sample:
        for variant in offered(site, path):
            own = page_of(path, variant.suffix)
            seen = site.place.get(own)
            if seen.status != 200:
                what = f"{variant.title} is not there (status {seen.status})."
                yield Finding(check="formats", where=own, verdict="fault", what=what, remedy="Write the site again.")
                continue
            yield Finding(check="formats", where=own)
            good = seen.media_type == variant.media_type
            yield Finding(
                check="media types",
                where=own,
                verdict="good" if good else "fault",
                what="" if good else f"it comes as {seen.media_type or 'nothing'}, not as {variant.media_type}.",
                remedy="" if good else _TYPES,
            )


def same_statements(site: Site) -> Iterator[Finding]:
    """That all formats of a resource say the same: each is parsed, and held against the N-Triples."""
    for path in site.sample:
        expected = plain(triples(site.place.get(page_of(path, ".nt")).body, ox.RdfFormat.N_TRIPLES, site.base))
        for variant in offered(site, path):
            if variant.name in ("html", "nt"):
                continue
            own = page_of(path, variant.suffix)
            said = plain(triples(site.place.get(own).body, _PARSED[variant.name], site.base))
            good = bool(said) and said == expected
            what = f"{len(said - expected):,} statements are only here, {len(expected - said):,} only in the N-Triples."
            yield Finding(
                check="same statements in every format",
                where=own,
                verdict="good" if good else "fault",
                what="" if good else what if said else "it cannot be parsed.",
                remedy="" if good else "Write the site again; a host must not change files.",
            )
