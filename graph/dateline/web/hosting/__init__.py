"""The rules by which web servers that know nothing of RDF send a static site as our own server does.

Each writer gives the text of its files; `tests/web` runs them in the real servers.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from dateline.web.hosting import apache, netlify, nginx
from dateline.web.hosting.readme import readme

__all__ = ["hosting_files"]


def hosting_files(at: str, exceptions: Mapping[str, str], *, missing: bytes) -> Mapping[str, bytes]:
    """The files that tell hosts what to do, by path, for a site whose root is reached at the URL `at`.

    `exceptions` are the media types of the files that have another one than their suffix says, by path; `missing` is
    the page of what is not there.
    """
    prefix = urlsplit(at).path
    texts = {
        ".htaccess": apache.rules(prefix, exceptions),
        "_headers": netlify.headers(exceptions),
        "_redirects": netlify.redirects(),
        "hosting/nginx-maps.conf": nginx.maps(),
        "hosting/nginx-site.conf": nginx.site(prefix, exceptions),
        "hosting/w3id.htaccess": apache.w3id(at),
        "hosting/w3id-plain-host.htaccess": apache.w3id(at, negotiate=True),
        "hosting/README.txt": readme(at),
        ".nojekyll": "",
    }
    return {"404.html": missing, **{name: text.encode() for name, text in texts.items()}}
