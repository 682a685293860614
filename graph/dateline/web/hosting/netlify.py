"""`_headers` and `_redirects`, which Netlify and Cloudflare Pages read (https://docs.netlify.com/routing/headers/).

These hosts cannot look at `Accept`. They send the page at the address of a thing, with its links to the data; on
Netlify `?format=` works too.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.web.headers import EVERY
from dateline.web.media_types import ANSWERS_TYPE, BY_SUFFIX
from dateline.web.variants import variants_of, with_charset

_THINGS = (
    "/e/:thing",
    "/agent/:thing",
    "/run/:thing",
    "/voc/:thing",
    "/doc/:document/e/:thing",
    "/doc/:document/time/:thing",
    "/doc/:document/claim/:thing",
)


def headers(exceptions: Mapping[str, str]) -> str:
    """`_headers`. `exceptions` are the media types of files that have another one than their suffix says, by path."""
    blocks = [("/*", {**EVERY, "Cache-Control": "no-cache"})]
    by_suffix = [(f"/*{suffix}", kind) for suffix, kind in BY_SUFFIX.items() if suffix != ".html"]
    longer = [one for one in by_suffix if one[0].count(".") > 1]  # of two rules for a file the later one counts
    shorter = [one for one in by_suffix if one not in longer]
    known = (*shorter, ("/questions/*.json", ANSWERS_TYPE), *longer)
    blocks += [(pattern, {"Content-Type": with_charset(kind)}) for pattern, kind in known]
    blocks += [(f"/{path}", {"Content-Type": with_charset(kind)}) for path, kind in sorted(exceptions.items())]
    return "\n".join(
        "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in said.items())]) for path, said in blocks
    )


def redirects() -> str:
    """`_redirects`: what `?format=` asks for, at every address of a thing or a document."""
    lines = [
        f"{path}  format={one.format}  {path}{one.suffix}  {303 if path in _THINGS else 302}!"
        for path, kind in (*((path, "thing") for path in _THINGS), ("/doc/:document", "document"))
        for one in variants_of(kind)
    ]
    return "".join(f"{line}\n" for line in lines)
