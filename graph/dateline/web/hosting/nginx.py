"""Rules for nginx: two maps for its `http` block, and the locations for a `server` block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dateline.web.headers import EVERY
from dateline.web.hosting.addressed import DOCUMENT, THING
from dateline.web.hosting.preferences import NOTHING, preferences
from dateline.web.media_types import ANSWERS, ANSWERS_TYPE, BY_SUFFIX, OTHER
from dateline.web.variants import with_charset


def maps() -> str:
    """What the client wants of a thing and of a document, and the path as it was sent."""
    lines = ["# Written by dateline site. Include this in the http block of nginx."]
    for kind in ("thing", "document"):
        lines += [
            f"map $http_accept $dateline_{kind} {{",
            '    default "";',
            '    "" .html;',
            f'    "~{NOTHING}" .html;',
        ]
        lines += [f'    "~*{expression}" {one.suffix};' for expression, one in preferences(kind)]
        lines += ["}", ""]
    lines += ["map $request_uri $dateline_path {", '    "~^(?<dateline_as_sent>[^?]*)" $dateline_as_sent;', "}"]
    return "".join(f"{line}\n" for line in lines)


def site(prefix: str, exceptions: Mapping[str, str]) -> str:
    """The locations of the site, whose root is at the path `prefix`. `root` is set by the server block around them.

    `exceptions` are the media types of the files that have another one than their suffix says, by path.
    """
    at = re.escape(prefix)
    return "".join(
        f"{line}\n"
        for line in (
            "# Written by dateline site. Include this in the server block, after root: the folder above the path",
            f"# {prefix}, so that the site's index.html is at root{prefix}index.html.",
            "absolute_redirect off;",
            f"error_page 404 {prefix}404.html;",
            "",
            *_exceptions(prefix, exceptions),
            f'location ~ "^{at}(?:{THING})$" {{',
            *_common(),
            "    add_header Vary Accept always;",
            "    if (-f $request_filename) { break; }",
            '    if (!-f "${request_filename}.html") { return 404; }',
            '    if ($dateline_thing = "") { return 406; }',
            "    return 303 $dateline_path$dateline_thing;",
            "}",
            f'location ~ "^{at}(?:{DOCUMENT})?$" {{',
            *_common(),
            "    add_header Vary Accept always;",
            "    add_header Content-Location $uri;",
            "    if (-f $request_filename) { break; }",
            '    if ($dateline_document = "") { return 406; }',
            f'    rewrite "^({at})$" $1index$dateline_document break;',
            '    if (!-f "${request_filename}.html") { return 404; }',
            "    rewrite ^(.*)$ $1$dateline_document break;",
            "}",
            f"location {prefix} {{",
            *_common(),
            "    index index.html;",
            "    try_files $uri $uri.html $uri/index.html =404;",
            "}",
        )
    )


def _common() -> Iterator[str]:
    yield from (f'    add_header {name} "{value}" always;' for name, value in EVERY.items())
    yield "    add_header Cache-Control no-cache always;"
    yield "    types {"
    kinds: dict[str, list[str]] = {}
    for suffix, media_type in BY_SUFFIX.items():
        if suffix.count(".") == 1:
            kinds.setdefault(with_charset(media_type), []).append(suffix.removeprefix("."))
    yield from (f'        "{kind}" {" ".join(suffixes)};' for kind, suffixes in kinds.items())
    yield "    }"
    yield f'    default_type "{with_charset(OTHER)}";'


def _exceptions(prefix: str, exceptions: Mapping[str, str]) -> Iterator[str]:
    forced = [
        *((rf".*{re.escape(suffix)}", kind) for suffix, kind in BY_SUFFIX.items() if suffix.count(".") > 1),
        (ANSWERS, ANSWERS_TYPE),
        *((re.escape(path), kind) for path, kind in sorted(exceptions.items())),
    ]
    for pattern, media_type in forced:
        yield f'location ~ "^{re.escape(prefix)}{pattern}$" {{'
        yield from (f'    add_header {name} "{value}" always;' for name, value in EVERY.items())
        yield "    add_header Cache-Control no-cache always;"
        yield "    types { }"
        yield f'    default_type "{with_charset(media_type)}";'
        yield "}"
