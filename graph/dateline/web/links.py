"""The typed links of a resource, one list for the `Link` header, for `<link>` elements and for the link set.

FAIR Signposting (https://signposting.org/FAIR/), levels 1 and 2: `cite-as`, `describedby`, `item`, `type`, `license`,
`author`, and `linkset`; with `alternate`, `collection` and `canonical` (https://www.iana.org/assignments/link-relations/).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from dateline import terms
from dateline.web.addresses import page_of, relative
from dateline.web.served import Resource, Served
from dateline.web.variants import Variant, variants_of

LINKSET = "application/linkset+json"
LINKSET_SUFFIX = ".linkset.json"
_SCHEMA = "https://schema.org/"
_NOT_IN_A_URL = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_KINDS = {"dataset": "Dataset", "document": "CreativeWork", "event": "Event", "claim": "Claim", "term": "DefinedTerm"}
_CLASSES = ("Person", "Place", "Organization")
_ITEMS = {
    "graph.ttl": "text/turtle",
    "graph.jsonld": "application/ld+json",
    "graph.nq": "application/n-quads",
    "graph.trig": "application/trig",
    "claims.csv": "text/csv",
    "entities.csv": "text/csv",
    "events.csv": "text/csv",
    "times.csv": "text/csv",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link with its relation; `target` is a path below the root of the site, or a whole URL if `away`."""

    target: str
    rel: str
    type: str = ""
    away: bool = False

    def href(self, at: str) -> str:
        """The link's reference as it stands in what is sent from the path `at`."""
        return uri(self.target) if self.away else relative(at, self.target)


def links_of(served: Served, resource: Resource, offered: Sequence[Variant] | None = None) -> tuple[Link, ...]:
    """The links of a resource. `offered` is what it is sent as, where that is not what its kind is."""
    variants = variants_of(resource.kind) if offered is None else offered
    data = [one for one in variants if one.name != "html"]
    described = data[:1] if resource.kind == "question" else data
    links = [
        Link(target=resource.iri, rel="cite-as", away=True),
        *(
            Link(target=page_of(resource.path, one.suffix), rel=rel, type=one.media_type)
            for rel, some in (("alternate", variants), ("describedby", described))
            for one in some
        ),
        Link(target=page_of(resource.path, LINKSET_SUFFIX), rel="linkset", type=LINKSET),
        *(Link(target=name, rel="type", away=True) for name in _types(resource)),
    ]
    if resource.kind == "dataset":
        links += [Link(target=name, rel="item", type=_ITEMS[name]) for name in _ITEMS if name in served.files]
        links += [Link(target=name, rel="describedby", type="text/turtle") for name in ("void.ttl", "dcat.ttl")]
    else:
        links.append(Link(target="", rel="collection", type="text/html"))
    licence = served.settings.text_license if resource.kind == "document" else served.settings.license
    publisher = served.settings.publisher
    for target, rel in ((licence, "license"), (publisher and publisher.url, "author")):
        if target and target.startswith(("https://", "http://")):
            links.append(Link(target=target, rel=rel, away=True))
    return tuple(links)


def header(links: Iterable[Link], at: str) -> str:
    """Links as the value of a `Link` header (RFC 8288) of what is sent from the path `at`.

    >>> header([Link(target="e/x.ttl", rel="alternate", type="text/turtle")], "e/x.html")
    '<x.ttl>; rel="alternate"; type="text/turtle"'
    """
    return ", ".join(
        f'<{link.href(at)}>; rel="{link.rel}"' + (f'; type="{link.type}"' if link.type else "") for link in links
    )


def elements(links: Iterable[Link], at: str) -> bytes:
    """Links as `<link>` elements of the page at the path `at`, for hosts that send no header of ours.

    >>> elements([Link(target="e/x.ttl", rel="describedby", type="text/turtle")], "e/x.html")
    b'<link rel="describedby" type="text/turtle" href="x.ttl">\\n'
    """
    made = (
        f'<link rel="{link.rel}"'
        + (f' type="{link.type}"' if link.type else "")
        + f' href="{escape(link.href(at))}">\n'
        for link in links
    )
    return "".join(made).encode("ascii")


def linkset(served: Served, resource: Resource, links: Iterable[Link]) -> bytes:
    """The same links as a link set (RFC 9264): of the page, and back from each description to what it describes."""
    own: dict[str, list[dict[str, str]]] = {}
    sets = []
    for link in links:
        href = uri(link.target) if link.away else served.at + link.target
        own.setdefault(link.rel, []).append({"href": href, **({"type": link.type} if link.type else {})})
        if link.rel == "describedby":
            sets.append({"anchor": href, "describes": [{"href": uri(resource.iri)}]})
    first = {"anchor": served.at + resource.page, **own}
    return (json.dumps({"linkset": [first, *sets]}) + "\n").encode()


def uri(iri: str) -> str:
    """An IRI as a URI that can stand in a header: what is not ASCII, and what would end it, is percent-encoded.

    >>> uri("https://example.org/Bakı>")
    'https://example.org/Bak%C4%B1%3E'
    """
    return _NOT_IN_A_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), iri)


def _types(resource: Resource) -> tuple[str, ...]:
    """The schema.org types of what the page is about, and of the page."""
    names = [kind.removeprefix(terms.DL) for kind in resource.types if kind.startswith(terms.DL)]
    known = _KINDS.get(resource.kind) or next(
        (name for name in _CLASSES if any(terms.is_a(kind, name) for kind in names)), None
    )
    return tuple(_SCHEMA + name for name in (known, "AboutPage") if name)
