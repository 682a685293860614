"""What a person sees of a thing before it is chosen: a small page, and a smaller box.

Everything in them is text of documents that nobody vouches for: it is quoted by `formats.html_text` and by nothing
else, and the page forbids the browser to load or run anything.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256

from dateline.formats.html_text import attribute, html
from dateline.web.reconciliation.service import Service
from dateline.web.reconciliation.things import Term, Thing, query_text

_MOST_QUOTES, _LONGEST_QUOTE = 3, 220
_STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:10px;color:#1d1d1b;background:#fff}"
    "h1{font-size:17px;margin:0}p{margin:2px 0 8px;color:#55554f}a{color:#0b4f6c}"
    "blockquote{margin:6px 0;padding-left:8px;border-left:3px solid #b98b2d}"
    "blockquote footer{color:#55554f;font-size:12px}.sign{font:11px monospace;color:#9b2c1f}"
)
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do: nothing but look like this. Any site may show it in a frame, as clients do."""


def page(thing: Thing, service: Service, languages: Sequence[str] = ()) -> str:
    """A page of a thing: what it is, and some of the words that speak of it, with their voices."""
    label = thing.label(languages)
    language = f' lang="{attribute(label.language)}"' if label.language else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{attribute(label.text)}</title><style>{_STYLE}</style></head><body>\n"
        f'<h1><a href="{attribute(view_of(thing, service))}" target="_blank" rel="noopener"{language}>'
        f"{html(label.text)}</a></h1>\n<p>{html(service.describe(thing, languages))}</p>\n"
        f"{''.join(_quotes(thing, service))}</body></html>\n"
    )


def unknown(given: str) -> str:
    """A page that says that nothing has this id."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Unknown</title></head>'
        f"<body><p>Nothing here has the id {html(given[:200])}.</p></body></html>\n"
    )


def box(thing: Thing, service: Service, languages: Sequence[str] = ()) -> str:
    """A thing in two lines, to be put into another page."""
    label = thing.label(languages)
    return f"<p><strong>{html(label.text)}</strong></p><p>{html(service.describe(thing, languages))}</p>"


def box_of_term(term: Term) -> str:
    """A class or property in two lines."""
    return f"<p><strong>{html(term.name)}</strong></p><p>{html(term.definition)}</p>"


def view_of(thing: Thing, service: Service) -> str:
    """Where a person reads about a thing: below the address of the site, by its path."""
    from dateline.web.addresses import path_of

    path = path_of(service.things.base, thing.iri)
    return thing.iri if path is None else service.site + path


def _quotes(thing: Thing, service: Service) -> Iterator[str]:
    seen: set[str] = set()
    for row in service.things.dataset.strings(query_text("words", thing=thing.iri)):
        words = row["words"] if len(row["words"]) <= _LONGEST_QUOTE else row["words"][: _LONGEST_QUOTE - 1] + "…"
        if words in seen or len(seen) == _MOST_QUOTES:
            continue
        seen.add(words)
        voice = f"<footer>{html(row['voice'])}</footer>" if row.get("voice") else ""
        yield f"<blockquote>“{html(words)}”{voice}</blockquote>\n"
