"""What a person who puts the site on a host should know."""

from __future__ import annotations

from urllib.parse import urlsplit


def readme(at: str) -> str:
    """`hosting/README.txt` for a site that is reached at the URL `at`."""
    prefix = urlsplit(at).path
    return f"""This folder holds the rules by which web servers answer as dateline serve does. The site belongs at

    {at}

The links on its pages are relative, so it works elsewhere too, in any folder, and from the disk.

Apache        Copy the site, with its .htaccess. AllowOverride All; mod_rewrite, mod_headers, mod_mime, mod_dir.
              Where you may edit the server's own settings, put its lines into a <Directory> block instead: they are
              then read once, and not for every request.
nginx         nginx-maps.conf goes into the http block, nginx-site.conf into a server block whose root is the folder
              above {prefix}.
Netlify       Publish the folder: _headers and _redirects are read. There is no negotiation by Accept; ?format= works.
Cloudflare    The same, without ?format=.
GitHub Pages  Publish the folder: .nojekyll keeps all files. There is no negotiation and no header can be set; use the
              addresses with suffixes, and w3id-plain-host.htaccess in front.
w3id.org      w3id.htaccess leads to a host that negotiates, w3id-plain-host.htaccess negotiates itself.
A bucket      Give each file its media type; the addresses with suffixes and e/x/index.html work anywhere.

Where a rule compares qualities (q=0.85), one digit after the point counts.
"""
