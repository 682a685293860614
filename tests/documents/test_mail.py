"""A message gives the text that its sender wrote, and its header the imprint."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from dateline.documents import open_document
from dateline.errors import DocumentError

from .made import STORM, mail


def test_subject_sender_and_day_are_its_imprint() -> None:
    data = mail(
        'From: "Harbour News" <news@example.org>',
        "Subject: =?utf-8?q?St=C3=B6rm?= hits\r\n Port",
        "Date: Sat, 4 May 2019 23:30:00 -0500",
        "Content-Language: en",
    )
    document = open_document(data, name="a.eml")
    said = (document.title, document.publisher, document.issued, document.language)
    assert said == ("Störm hits Port", "Harbour News", "2019-05-04", "en")
    assert document.text == f"{STORM}\r\n"


def test_the_plain_part_is_preferred_and_attachments_are_named() -> None:
    message = EmailMessage()
    message["Subject"] = "Storm"
    message.set_content("Plain words.\n")
    message.add_alternative("<p>Rich words.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="report.pdf")
    document = open_document(message.as_bytes(), name="a.eml")
    assert document.text == "Plain words.\n"
    assert document.notes == ("Not read: its attachments report.pdf.",)


def test_html_is_read_where_there_is_nothing_else() -> None:
    message = EmailMessage()
    message.set_content("<table><tr><td>Four&nbsp;dead</td></tr></table><style>p{}</style>", subtype="html")
    assert open_document(message.as_bytes(), name="a.eml").text == "Four\u00a0dead"


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_every_transfer_encoding_and_charset_is_undone(transfer: str) -> None:
    message = EmailMessage()
    message.set_content("“Café”, it didn’t stop.\n", charset="windows-1252", cte=transfer)
    document = open_document(message.as_bytes(), name="a.eml")
    assert document.text == "“Café”, it didn’t stop.\n"
    assert document.encoding == "windows-1252"


def test_lines_that_were_only_wrapped_are_joined() -> None:
    data = mail(
        "Subject: x",
        "Content-Type: text/plain; format=flowed",
        body="The storm \r\nreached us.\r\n\r\n> quoted \r\n> words",
    )
    assert open_document(data, name="a.eml").text == "The storm reached us.\n\n> quoted words\n"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (mail("Content-Type: multipart/encrypted; boundary=x", body="--x--"), "encrypted"),
        (mail("Content-Type: application/pkcs7-mime", body="AAAA"), "encrypted"),
        (mail("Content-Type: image/png", body="AAAA"), "no text of its own"),
        (mail("Subject: x", body=""), "no text to read"),
    ],
)
def test_a_message_without_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        open_document(data, name="a.eml")


@pytest.mark.parametrize(
    "header", ["From: " + "(" * 5000, "Subject: =?x?q?y?=", "Date: not a day", "From: <", "To: =?utf-8?b?/w==?="]
)
def test_a_malformed_header_costs_only_itself(header: str) -> None:
    assert open_document(mail("X-A: b", header), name="a.eml").text.strip() == STORM
