"""One request and its whole answer: what `documents.fetch` and the Wikibase client both stand on."""

from __future__ import annotations

import pytest

from dateline.errors import ExchangeError
from dateline.internet.connection import connection_to
from dateline.internet.exchange import Answer


def test_the_host_that_is_told_leaves_out_the_port_that_goes_without_saying() -> None:
    connection, target = connection_to("http://127.0.0.1/a b?c=ü", private_hosts=("127.0.0.1",), seconds=1)
    assert (connection.port, connection.default_port, target) == (80, 80, "/a%20b?c=%C3%BC")
    secure, _ = connection_to("https://127.0.0.1/", private_hosts=("127.0.0.1",), seconds=1)
    assert (secure.port, secure.default_port) == (443, 443)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://user@127.0.0.1/", "http://[", "http://", "gopher://a/"])
def test_what_is_no_plain_web_address_is_not_connected_to(url: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        connection_to(url, private_hosts=("127.0.0.1",), seconds=1)
    assert not refused.value.again


def test_only_an_answer_that_redirects_has_a_target() -> None:
    here = "http://127.0.0.1/a"
    assert Answer(status=200, reason="", headers={"location": "/b"}, body=b"").redirect(here) is None
    assert Answer(status=303, reason="", headers={}, body=b"").redirect(here) is None
    with pytest.raises(ExchangeError, match="no address"):
        Answer(status=302, reason="", headers={"location": "http://["}, body=b"").redirect(here)
