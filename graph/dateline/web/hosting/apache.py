"""Rules for Apache 2.4 (mod_rewrite, mod_headers, mod_mime, mod_dir), in the site's folder or in that of w3id.org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

from dateline.web.headers import EVERY
from dateline.web.hosting.addressed import DOCUMENT, THING
from dateline.web.hosting.preferences import NOTHING, preferences
from dateline.web.media_types import ANSWERS, ANSWERS_TYPE, BY_SUFFIX
from dateline.web.variants import VARIANTS, with_charset

_CHOSEN = "DATELINE"
_SENT = f"-n env('REDIRECT_{_CHOSEN}')"


def rules(prefix: str, exceptions: Mapping[str, str]) -> str:
    """`.htaccess` for the folder of the site, whose root is at the path `prefix`.

    `exceptions` are the media types of the files that have another one than their suffix says, by path.
    """
    return _text(
        "# Written by dateline site. Needs AllowOverride All, mod_rewrite, mod_headers, mod_mime and mod_dir.",
        "Options -Indexes -MultiViews",
        "DirectoryIndex index.html",
        "DirectorySlash Off",
        f"ErrorDocument 404 {prefix}404.html",
        "FileETag MTime Size",
        "",
        *_types(exceptions),
        "",
        *(f'Header always set {name} "{value}"' for name, value in EVERY.items()),
        'Header always set Cache-Control "no-cache"',
        f"Header always merge Vary Accept \"expr=-n env('{_CHOSEN}') || {_SENT}\"",
        f'Header set Content-Location "expr=%{{REQUEST_URI}}" "expr={_SENT}"',
        "",
        "RewriteEngine On",
        "RewriteOptions AllowNoSlash",
        "",
        "# A file is sent as it is.",
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
        "",
        "# What is not here is not negotiated.",
        "RewriteCond %{REQUEST_FILENAME}.html !-f",
        f"RewriteRule ^(?:{THING}|{DOCUMENT})$ - [R=404,L]",
        "",
        *_cascade(),
        "",
        "# Things are described elsewhere; documents and the dataset are sent themselves.",
        f"RewriteRule ^(?:{THING})$ %{{REQUEST_URI}}%{{ENV:{_CHOSEN}}} [R=303,L]",
        f"RewriteRule ^({DOCUMENT})$ $1%{{ENV:{_CHOSEN}}} [L]",
        f"RewriteRule ^$ index%{{ENV:{_CHOSEN}}} [L]",
        "",
        "# Every other page is found without its suffix too.",
        "RewriteCond %{REQUEST_FILENAME}.html -f",
        "RewriteRule ^(.+[^/])$ $1.html [L]",
    )


def w3id(at: str, *, negotiate: bool = False) -> str:
    """`.htaccess` for a folder of w3id.org (https://github.com/perma-id/w3id.org), which leads to the site at `at`.

    With `negotiate` it chooses the representation itself, for a host that cannot, such as GitHub Pages.
    """
    opening = ("# Written by dateline site.", 'Header always set Access-Control-Allow-Origin "*"', "RewriteEngine On")
    if not negotiate:
        return _text(*opening, f"RewriteRule ^(.*)$ {at}$1 [R=303,L]")
    suffixes = "|".join(one.suffix.replace(".", r"\.") for one in VARIANTS.values())
    return _text(
        *opening,
        f"Header always merge Vary Accept \"expr=-n env('{_CHOSEN}')\"",
        "",
        "# An address with a suffix is that of a file.",
        rf"RewriteRule ^(.+(?:{suffixes}|\.json))$ {at}$1 [R=303,L]",
        "",
        *_cascade(),
        "",
        f"RewriteRule ^({THING}|{DOCUMENT})$ {at}$1%{{ENV:{_CHOSEN}}} [R=303,L]",
        f"RewriteRule ^$ {at}index%{{ENV:{_CHOSEN}}} [R=303,L]",
        f"RewriteRule ^(.*)$ {at}$1 [R=303,L]",
    )


def _cascade() -> Iterator[str]:
    """Sets the variable to the suffix of what the client wants, or answers 406."""
    for kind, pattern in (("thing", f"(?:{THING})"), ("document", f"(?:{DOCUMENT})?")):
        yield f"# What does the client want of a {kind}?"
        for expression, one in ((NOTHING, VARIANTS["html"]), *preferences(kind)):
            yield f"RewriteCond %{{ENV:{_CHOSEN}}} ^$"
            yield f'RewriteCond %{{HTTP:Accept}} "{expression}" [NC]'
            yield f"RewriteRule ^{pattern}$ - [E={_CHOSEN}:{one.suffix}]"
    yield "# Nothing that there is."
    yield f"RewriteCond %{{ENV:{_CHOSEN}}} ^$"
    yield f"RewriteRule ^(?:{THING}|(?:{DOCUMENT})?)$ - [E={_CHOSEN}:none,R=406,L]"


def _types(exceptions: Mapping[str, str]) -> Iterator[str]:
    for suffix, media_type in BY_SUFFIX.items():
        if suffix.count(".") == 1:
            yield f"AddType {_quoted(media_type)} {suffix}"
    forced = [
        *((rf".*{re.escape(suffix)}", kind) for suffix, kind in BY_SUFFIX.items() if suffix.count(".") > 1),
        *((re.escape(basename(path)), kind) for path, kind in sorted(exceptions.items())),
    ]
    for pattern, media_type in forced:
        yield f'<FilesMatch "^{pattern}$">'
        yield f"ForceType {_quoted(media_type)}"
        yield "</FilesMatch>"
    yield f'<If "%{{REQUEST_URI}} =~ m#/{ANSWERS}$#">'
    yield f"ForceType {_quoted(ANSWERS_TYPE)}"
    yield "</If>"


def _quoted(media_type: str) -> str:
    return f'"{with_charset(media_type)}"'


def _text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)
