"""Bad input, bad surroundings and bad moments: a clear refusal, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

import dateline
from dateline import iris, terms
from dateline.errors import DatelineError, DocumentError, IriError, OutputError, ReadingError, SettingsError
from dateline.store.results import Table
from dateline.terminal import on_one_line, printable
from tests.hostile import ENVIRONMENT, SETTINGS, TEXT, collection, document, names, reading, refused, run, start, tree

UNSEEN = "a\x1b[31mb\u202ec\x07\u2066\U000e0041"

# Documents


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x7fELF\x00\x01", "NUL"),
        (TEXT.encode() + b"\x00", "NUL"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xff\xfe\x00", "UTF-16"),
        ("Gefäß".encode("latin-1"), "not UTF-8"),
        (TEXT.encode() + b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_a_text_that_is_none_is_refused_with_its_name(tmp_path: Path, data: bytes, said: str) -> None:
    folder = collection(tmp_path / "c", {"d": (data, reading())})
    before = tree(folder)
    refused(run("publish", folder), 1, f"{folder}/texts/d.txt: ", said)
    assert tree(folder) == before


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85", "\x0c", "\u202e😀", "\ufffe", "\x1b[31m", "\x01"])
def test_every_character_of_a_text_is_published_as_it_stands(tmp_path: Path, end: str) -> None:
    text = TEXT.rstrip("\n") + end + "Baku."
    graph = dateline.publish(collection(tmp_path / "c", {"d": (text, reading(text))})).publication.union()
    assert set(graph.objects(None, URIRef(terms.IS_STRING))) == {Literal(text)}


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    assert dateline.check(collection(tmp_path / "c", {"d": ("\ufeff" + TEXT, reading())}))


@pytest.mark.parametrize(
    "name", ["nope", "nope.txt", "nope/texts/d.txt", "c/texts/e.txt", "c/readings/e.yaml", "x" * 5000]
)
@pytest.mark.parametrize("verb", ["publish", "build", "check", "export"])
def test_a_path_that_is_nothing_is_refused(tmp_path: Path, verb: str, name: str) -> None:
    collection(tmp_path / "c")
    before = tree(tmp_path)
    refused(run(verb, tmp_path / name), 1, "Check the name")
    assert tree(tmp_path) == before


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"no such file .* Check the name"):
        dateline.publish("a\0b")


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    refused(run("publish", tmp_path / "a"), 1, "cannot be reached")


def test_a_folder_without_settings_is_no_collection(tmp_path: Path) -> None:
    refused(run("publish", tmp_path), 1, f"{tmp_path}: ", "dateline.toml", "Make one")


def test_links_to_a_collection_and_to_its_texts_mean_what_they_point_at(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    (tmp_path / "l").symlink_to("c")
    (tmp_path / "t.txt").symlink_to("c/texts/d.txt")
    made = dateline.publish(tmp_path / "l")
    assert made.folder == tmp_path / "l" / "published"
    assert dateline.build(tmp_path / "t.txt").isomorphic(dateline.build(folder / "texts" / "d.txt"))


# Readings


@pytest.mark.parametrize(
    "source",
    ["", "[]", "x", "null", "- a", "{", "reading: [[[[", "[" * 100_000, "a: " + "{b: " * 3000, "&a [*a]", "a: 1\na: 2",
     "!!python/object:os.system x", "\x00", "reading: 1\n---\nreading: 1", "\ufeff", "reading: 1", b"\xff\xfe"],
    ids=lambda source: ascii(source)[:20],
)  # fmt: skip
def test_what_is_no_reading_is_refused_with_its_name(tmp_path: Path, source: str | bytes) -> None:
    folder = collection(tmp_path / "c", {"d": (TEXT, source)})
    before = tree(folder)
    refused(run("publish", folder), 1, f"{folder}/readings/d.yaml")
    assert tree(folder) == before


@pytest.mark.parametrize(
    "source",
    ["", "[]", "1", "{", "[" * 100_000, "NaN", '{"a":1,"a":2}', '"\\ud800"', "1" * 5000],
    ids=lambda one: one[:9],
)
def test_json_that_is_no_reading_is_refused_with_its_name(tmp_path: Path, source: str) -> None:
    folder = collection(tmp_path / "c")
    (folder / "readings" / "d.yaml").unlink()
    (folder / "readings" / "d.json").write_text(source, encoding="utf-8")
    refused(run("check", folder), 1, f"{folder}/readings/d.json")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("type: Organization", "type: Organisation", "Did you mean Organization?"),
        ("tookPlaceIn", "tookPlaceAt", "Did you mean tookPlaceIn?"),
        ("says: [strike, tookPlaceIn", "says: [council, tookPlaceIn", "is said of Event only"),
        ('tookPlaceIn, "port_ellis"', "tookPlaceIn, council", "takes Place only"),
        ('tookPlaceIn, "port_ellis"', "tookPlaceIn, nowhere", "“nowhere”"),
        ('tookPlaceIn, "port_ellis"', "subEventOf, strike", "back to itself"),
        ("id: c2", "id: c1", "“c1” already"),
        ('id: "port_ellis"', "id: council", "“council” already"),
        ("publisher: council", "publisher: nobody", "“nobody”"),
        ("language: en", 'language: en, url: "http://x y"', "%20"),
        ("language: en", 'language: en, url: "http://x/%zz"', "document.url"),
        ("language: en", 'language: en, url: "javascript:alert(1)"', "https://"),
        ("language: en", 'language: en, licence: "http://x/[a]"', "document.licence"),
        ("language: en", 'language: "en us"', "language tag"),
        ("evidence: \"the strike at Port Ellis\"", 'evidence: "0:5 the strike"', "“Sixty”"),
        ("length: 68", "length: 69", "document.length"),
    ],
)  # fmt: skip
def test_a_reading_that_does_not_hold_says_where_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    source = reading()
    assert old in source
    folder = collection(tmp_path / "c", {"d": (TEXT, source.replace(old, new))})
    before = tree(folder)
    refused(run("publish", folder), 1, "readings/d.yaml", said)
    assert tree(folder) == before


def test_events_that_are_parts_of_each_other_are_refused(tmp_path: Path) -> None:
    more = """\
  - id: c3
    says: [strike, subEventOf, riot]
    evidence: "the strike"
  - id: c4
    says: [riot, subEventOf, strike]
    evidence: "joined the strike"
"""
    source = (
        reading().replace("claims:", "  - {id: riot, type: Event, label: riot, triggers: [joined]}\nclaims:") + more
    )
    refused(run("check", collection(tmp_path / "c", {"d": (TEXT, source)})), 1, "d.yaml", "subEventOf", "riot")


def test_a_reading_of_another_text_is_refused(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", {"d": (TEXT, reading(TEXT + "More."))})
    refused(run("check", folder), 1, "document.sha256", "not the one that was read")


LABELS = ['"><script>alert(1)</script>',
          "it's \"so\"", "a\nb", "\\", "'''\"\"\"", "<http://x> .", "}", "a\u2028b", "\ufeff",
          "a\u202eb", "@en", '"^^xsd:integer', "e\u0301", "😀", "\ufffe", "=1+1", "%s{}", "x" * 100_000]  # fmt: skip


@pytest.mark.parametrize("label", LABELS, ids=lambda label: ascii(label)[:20])
def test_a_label_is_published_to_the_letter_whatever_it_holds(tmp_path: Path, label: str) -> None:
    folder = collection(tmp_path / "c", {"d": (TEXT, reading(label=label))})
    dateline.publish(folder)
    asked = dateline.query("who-is-named", folder)
    assert isinstance(asked, Table)
    assert label in {row["thingLabel"] for row in asked.python()}
    shown = run("query", "who-is-named", folder, "--format", "table")
    assert shown.code == 0
    assert shown.out == printable(shown.out)


@pytest.mark.parametrize("label", ["", " ", "\x00", "a\x1b[31mred", "\x7f"], ids=ascii)
def test_a_label_that_says_nothing_or_steers_a_terminal_is_refused(tmp_path: Path, label: str) -> None:
    folder = collection(tmp_path / "c", {"d": (TEXT, reading(label=label))})
    ran = run("publish", folder)
    refused(ran, 1, "entities[0].label")
    assert ran.err == printable(ran.err)


IDS = ["a/b", "a b", "a#b", "a?b", "%", "../..", ".", "😀", "a\nb", "\u202e", "x" * 10_000, ""]


@pytest.mark.parametrize("identifier", IDS, ids=lambda one: ascii(one)[:20])
def test_an_id_that_cannot_end_an_iri_is_refused(tmp_path: Path, identifier: str) -> None:
    folder = collection(tmp_path / "c", {"d": (TEXT, reading(place=identifier))})
    refused(run("check", folder), 1, "entities[1].id")


@pytest.mark.parametrize(("one", "other"), [("a_b", "a-b"), ("Baku", "baku"), ("a_b", "A-B"), ("é", "É")])
def test_ids_that_differ_little_stay_two_things(one: str, other: str) -> None:
    made = iris.slugs([one, other])
    assert made[one].casefold() != made[other].casefold()


def test_an_id_that_looks_like_the_hashed_slug_of_another_stays_a_thing_of_its_own() -> None:
    hashed = iris.slugs(["a_b", "a-b"])["a_b"]
    made = iris.slugs(["a_b", "a-b", hashed])
    assert len({name.casefold() for name in made.values()}) == 3


# Collections


def test_equal_ids_in_two_documents_are_two_things(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", {"d1": (TEXT, reading()), "d2": (TEXT, reading())})
    graph = dateline.build(folder)
    councils = {str(one) for one in graph.subjects(URIRef(terms.PREF_LABEL), Literal("council", lang="en"))}
    assert councils == {f"https://example.org/kg/doc/{name}/e/council" for name in ("d1", "d2")}


@pytest.mark.parametrize(("one", "other"), [("a_b", "a-b"), ("A", "a"), ("É", "é")])
def test_documents_whose_iris_would_be_one_are_refused(tmp_path: Path, one: str, other: str) -> None:
    folder = collection(tmp_path / "c", {one: (TEXT, reading()), other: (TEXT, reading())})
    if len(list((folder / "texts").iterdir())) < 2:
        pytest.skip("this file system does not tell upper from lower case")
    refused(run("publish", folder), 1, "its IRI would be that of", "Rename one")


NAMES = ["a b", "a#b", "a?b", "a%b", "a%20b", "été", "ete\u0301", "ABC", "a.b.c", "-x", "a'b", 'a"b', "a<b>", "a\nb",
         "a\\b", "日本", "a:b", "x" * 200, "CON", "a\u202eb", "a\x1b[31m", "e", os.fsdecode(b"x\xff")]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_a_document_may_be_called_anything_and_has_one_clean_iri(tmp_path: Path, name: str) -> None:
    folder = collection(tmp_path / "c", {name: (TEXT, reading())})
    ran = run("publish", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == printable(ran.out)
    [one] = dateline.build(folder).subjects(URIRef(terms.TYPE), URIRef(terms.SOURCE_DOCUMENT))
    assert iris.require_iri(str(one)) == f"https://example.org/kg/doc/{iris.slug(name)}"
    assert run("query", "who-is-named", folder).code == 0


def test_hidden_files_are_nobodys_documents(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    for name in ("texts/._d.txt", "texts/.DS_Store", "readings/.d.yaml.swp", "readings/._d.yaml"):
        (folder / name).write_bytes(b"\x00")
    assert len(dateline.publish(folder).publication.documents) == 1


def test_two_readings_of_one_text_are_refused(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    (folder / "readings" / "d.JSON").write_text("{}")
    refused(run("publish", folder), 1, "is a reading of the same document", "Keep one")


def test_a_document_in_a_collection_is_published_with_the_rest_of_it(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", {"d1": (TEXT, reading()), "d2": (TEXT, reading())})
    ran = run("publish", folder / "texts" / "d1.txt")
    assert ran.code == 0
    assert "published as a whole" in ran.err
    assert {len(dateline.publish(path).publication.documents) for path in (folder, folder / "readings/d2.yaml")} == {2}


def test_a_collection_in_a_collection_is_its_own(tmp_path: Path) -> None:
    outer = collection(tmp_path / "c")
    inner = collection(outer / "documents" / "inner", {"i": (TEXT, reading())})
    assert [one.reading.document.id for one in dateline.publish(outer).publication.documents] == ["d"]
    assert [one.reading.document.id for one in dateline.publish(inner / "texts" / "i.txt").publication.documents] == [
        "i"
    ]


@pytest.mark.parametrize(
    "base",
    ["https://example.org/kg", "https://example.org/k g/", "https://example.org/\\\"/", "urn:x/", "", "kg/", "//x/",
     "https://example.org/?a=b/", "https://example.org/#/", "https://example.org/%zz/", "https://example.org/../x/",
     "https://example.org:99999/", "https://[::1/", "https://u:p@example.org/", "https://exa[mple/", "https:///x/",
     "https://example.org/\\u202e/", "https://example.org/\\ue000/", "file:///etc/", "javascript:/"],
)  # fmt: skip
def test_a_base_that_cannot_carry_iris_is_refused(tmp_path: Path, base: str) -> None:
    folder = collection(tmp_path / "c", settings=f'title = "T"\nbase = "{base}"\n')
    refused(run("publish", folder), 1, "dateline.toml")


@pytest.mark.parametrize(
    "base", ["https://example.org/", "http://例え.jp/é/", "https://[::1]:8080/x/", "https://example.org/%41/~x/"]
)
def test_a_base_may_be_any_web_address(tmp_path: Path, base: str) -> None:
    folder = collection(tmp_path / "c", settings=f'title = "T"\nbase = "{base}"\n')
    assert dateline.publish(folder).publication.collection.iri == base


def test_every_iri_that_is_let_in_can_be_written_in_every_format() -> None:
    import pyoxigraph as ox

    blocks = ((0, 0x3000), (0xD7F0, 0x10100), (0x1FFF0, 0x20010), (0xDFFF0, 0xE1010), (0xEFFF0, 0xF0010))
    for character in (chr(code) for begin, end in blocks for code in range(begin, end)):
        for before, after in (("/a", "b/"), ("/?", ""), ("/#", ""), ("", "y/")):
            place = f"http://x.org{before}{character}{after}"
            try:
                iris.require_iri(place)
            except IriError:
                continue
            assert ox.NamedNode(place).value == place


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", "title: it is missing"),
        ("title = [", "not TOML"),
        (SETTINGS + "bse = 1", "Did you mean 'base'?"),
        (SETTINGS + "publish_at = nan", "0 to 1"),
        (SETTINGS + 'license = "CC0"', "https://"),
        (SETTINGS + 'publisher = {name = " "}', "not a publisher"),
        (SETTINGS + 'policy = "lax"', "sourced, strict"),
        ('title = "a\\u001b[31m"\nbase = "https://example.org/"', "title"),
        ('title = "a\\nb"\nbase = "https://example.org/"', "title"),
    ],
)
def test_settings_that_cannot_be_used_say_which_and_why(tmp_path: Path, settings: str, said: str) -> None:
    folder = collection(tmp_path / "c", settings=settings)
    refused(run("publish", folder), 1, f"{folder}/dateline.toml", said)


def test_settings_that_are_a_folder_are_refused(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    (folder / "dateline.toml").unlink()
    (folder / "dateline.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        dateline.publish(folder)


# Documents by themselves


def test_a_reading_that_is_not_there_is_refused_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = document(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = tree(tmp_path)
    for given, code in (("nope.yaml", 1), ("strike.txt", 2)):
        refused(run("publish", path, "--reading", given), code, given)
        assert tree(tmp_path) == before


def test_a_document_that_does_not_pass_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = document(tmp_path)
    (tmp_path / "strike.yaml").write_text(reading(TEXT + "x"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadingError):
        dateline.publish(path)
    assert names(tmp_path) == ["strike.txt", "strike.yaml"]


def test_a_document_published_from_elsewhere_with_relative_paths_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document(tmp_path / "in")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    dateline.publish("in/strike.txt", output="one")
    monkeypatch.chdir(tmp_path / "sub")
    dateline.publish("../in/strike.txt", output="../two/deep")
    assert tree(tmp_path / "one") == tree(tmp_path / "two" / "deep")
    monkeypatch.chdir(tmp_path / "one" / "texts")
    again = tree(tmp_path / "one")
    dateline.publish("strike.txt")
    dateline.publish("..")
    assert tree(tmp_path / "one") == again


@pytest.mark.parametrize("name", ["strike", "STRIKE", "a b", "été", ".x", "a\nb", "-o"])
def test_a_document_by_itself_may_be_called_anything(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = document(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    ran = run("publish", path)
    assert ran.code == 0, ran.err
    assert (ran.out, ran.err) == (printable(ran.out), printable(ran.err))
    first = tree(tmp_path)
    assert run("publish", path).code == 0
    assert tree(tmp_path) == first


def test_a_file_where_the_folder_would_be_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = document(tmp_path)
    (tmp_path / "strike").write_text("mine")
    before = tree(tmp_path)
    refused(run("publish", path), 3, "there is a file", "-o")
    refused(run("publish", path, "-o", "strike/below"), 3, "-o")
    refused(run("publish", path, "-o", tmp_path), 3, "not a collection", "-o")
    refused(run("publish", path, "-o", "x" * 300), 3, "too long")
    assert tree(tmp_path) == before


def test_a_collection_goes_into_its_own_folder_only(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    refused(run("publish", folder, "-o", tmp_path / "other"), 2, "Leave out -o")
    assert not (tmp_path / "other").exists()


# What lies where the publication goes


@pytest.mark.parametrize("name", ["published", ".dateline"])
def test_a_file_in_the_way_is_refused_and_kept(tmp_path: Path, name: str) -> None:
    folder = collection(tmp_path / "c")
    (folder / name).write_text("mine")
    before = tree(folder)
    refused(run("publish", folder), 3, f"{folder}/{name}", "Move it away")
    assert tree(folder) == before


@pytest.mark.parametrize("linked", [False, True])
def test_a_folder_that_was_not_published_is_never_replaced(tmp_path: Path, linked: bool) -> None:
    folder, photos = collection(tmp_path / "c"), tmp_path / "photos"
    photos.mkdir()
    (photos / "p.jpg").write_bytes(b"1")
    if linked:
        (folder / "published").symlink_to(photos)
    else:
        photos = photos.rename(folder / "published")
    refused(run("publish", folder), 3, "was not made by dateline")
    assert (photos / "p.jpg").read_bytes() == b"1"


def test_a_published_folder_may_be_a_link_to_another_place(tmp_path: Path) -> None:
    folder, web = collection(tmp_path / "c"), tmp_path / "web"
    web.mkdir()
    (folder / "published").symlink_to(web)
    first = dateline.publish(folder).files
    assert dateline.publish(folder).files == first
    assert {path.name for path in web.iterdir()} == set(first)
    assert (folder / "published").is_symlink()
    assert names(tmp_path) == ["c", "web"]


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    (tmp_path / "precious").write_text("mine")
    (folder / ".dateline").mkdir()
    (folder / ".dateline" / "lock").symlink_to(tmp_path / "precious")
    refused(run("publish", folder), 3, ".dateline")
    assert (tmp_path / "precious").read_text() == "mine"


def test_an_output_that_is_a_device_or_a_link_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("export", folder, "--to", "ntriples", "-o", tmp_path / "pipe").code == 0
    assert os.read(reader, 10).startswith(b"<https")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "link").symlink_to("target")
    assert run("build", folder, "-o", tmp_path / "link").code == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").stat().st_size > 1000


# Bad moments

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from dateline.cli import main
main()
"""


@pytest.mark.parametrize("most", [0, 1500, 10_000])
@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", "c"),
        ("publish", "in/strike.txt"),
        ("export", "c", "--to", "csv", "-o", "o"),
        ("build", "c", "-o", "o/g.ttl"),
    ],
    ids=" ".join,
)
def test_when_the_system_lets_nothing_more_be_written_everything_stays(
    tmp_path: Path, arguments: tuple[str, ...], most: int
) -> None:
    dateline.publish(collection(tmp_path / "c"))
    document(tmp_path / "in")
    (tmp_path / "o").mkdir()
    before = tree(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(most), *arguments],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=ENVIRONMENT,
    )  # fmt: skip
    if ran.returncode == 0:
        assert most > 0
        return
    assert ran.returncode == 3, ran.stderr
    assert "cannot be written: File too large" in ran.stderr
    assert tree(tmp_path) == before


STOPPED = """
import os, signal, sys
from dateline import cli, output
number, fsync, seen = int(sys.argv.pop()), os.fsync, []
def stop(descriptor):
    seen.append(descriptor)
    if len(seen) == 5:
        os.kill(os.getpid(), number)
    fsync(descriptor)
output.os.fsync = stop
cli.main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_of_writing_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    folder = collection(tmp_path / "c")
    dateline.publish(folder)
    document(tmp_path / "in")
    before = tree(tmp_path)
    for path in ("c", "in/strike.txt"):
        ran = subprocess.run(
            [sys.executable, "-c", STOPPED, "publish", path, str(int(number))],
            cwd=tmp_path, capture_output=True, text=True, check=False, env=ENVIRONMENT,
        )  # fmt: skip
        assert ran.returncode == 128 + number, ran.stderr
        assert "Traceback" not in ran.stderr
        assert tree(tmp_path) == before


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    import fcntl

    folder = collection(tmp_path / "c")
    for name in (".published.new-dead", ".published.new-living"):
        (folder / name).mkdir()
    living = os.open(folder / ".published.new-living", os.O_RDONLY)
    fcntl.flock(living, fcntl.LOCK_EX)
    dateline.publish(folder)
    assert [name for name in names(folder) if ".new-" in name] == [".published.new-living"]
    os.close(living)
    dateline.publish(folder)
    assert not [name for name in names(folder) if ".new-" in name]


def test_a_second_process_does_not_publish_the_same_collection_meanwhile(tmp_path: Path) -> None:
    from dateline.collection import only_writer

    folder = collection(tmp_path / "c")
    with only_writer(folder):
        ran = start("publish", folder, cwd=tmp_path)
        _, err = ran.communicate(timeout=60)
    assert (ran.returncode, "another process is publishing" in err) == (3, True)
    assert run("publish", folder).code == 0


def test_two_processes_that_make_the_same_folder_leave_one_whole_one(tmp_path: Path) -> None:
    document(tmp_path)
    running = [start("publish", "strike.txt", cwd=tmp_path) for _ in range(2)]
    ended = [process.communicate(timeout=60) for process in running]
    assert 0 in (codes := {process.returncode for process in running}), ended
    assert codes <= {0, 3}
    assert names(tmp_path) == ["strike", "strike.txt", "strike.yaml"]
    assert dateline.check(tmp_path / "strike") == dateline.publish(tmp_path / "strike").findings


# Where it is printed


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    assert printable(UNSEEN) == "a\\x1b[31mb\\u202ec\\x07\\u2066\\U000e0041"
    assert printable("two\nlines é 日本") == "two\nlines é 日本"
    assert on_one_line("a\nb" * 10, 3) == "a\\nb… (30 characters)"


@pytest.mark.parametrize("arguments", [("build", "c"), ("query", "who-is-named", "c"), ("check", "c"), ("--help",)])
def test_a_full_device_behind_stdout_is_an_error_of_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    collection(tmp_path / "c")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=ENVIRONMENT,
        )  # fmt: skip
    assert ran.returncode == 3
    assert ran.stderr.splitlines()[-1].startswith("dateline: stdout: ")
    assert "Traceback" not in ran.stderr


def test_a_closed_stdout_does_not_stop_a_publication_and_is_said_where_data_would_go(tmp_path: Path) -> None:
    collection(tmp_path / "c")
    for verb, code in (("publish", 0), ("build", 3)):
        ran = subprocess.run(
            ["sh", "-c", f'exec "$0" -m dateline {verb} c >&-', sys.executable],
            cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False, env=ENVIRONMENT,
        )  # fmt: skip
        assert ran.returncode == code, ran.stderr
        assert "Traceback" not in ran.stderr


def test_where_a_locale_cannot_write_a_letter_it_is_spelt_out(tmp_path: Path) -> None:
    collection(tmp_path / "é", {"d": (TEXT, reading(label="Bakı 日本"))})
    ran = start("query", "who-is-named", "é", "--format", "table", cwd=tmp_path,
                LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")  # fmt: skip
    out, err = ran.communicate(timeout=60)
    assert ran.returncode == 0, err
    assert "Bak\\u0131 \\u65e5\\u672c" in out


def test_dateline_itself_gives_no_warning(tmp_path: Path) -> None:
    collection(tmp_path / "c")
    for arguments in (("publish", "c"), ("check", "c"), ("query", "who-is-named", "c")):
        ran = start(
            *arguments,
            cwd=tmp_path,
            PYTHONWARNINGS="error:::dateline",
            PYTHONWARNDEFAULTENCODING="1",
            PYTHONDEVMODE="1",
        )
        _, err = ran.communicate(timeout=120)
        assert ran.returncode == 0, err
        assert "dateline/" not in err


# Many


def test_the_order_in_which_documents_came_does_not_show(tmp_path: Path) -> None:
    documents = [f"d{number}" for number in range(12)]
    one = collection(tmp_path / "one", {name: (TEXT, reading()) for name in documents})
    other = collection(tmp_path / "other", {name: (TEXT, reading()) for name in reversed(documents)})
    made = dateline.publish(one)
    dateline.publish(other)
    assert tree(one / "published") == tree(other / "published")
    assert [compiled.reading.document.id for compiled in made.publication.documents] == sorted(documents)


@pytest.mark.slow
def test_two_hundred_documents_are_published_in_reasonable_time(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", {f"d{number}": (TEXT, reading()) for number in range(200)})
    began = time.monotonic()
    dateline.publish(folder)
    assert time.monotonic() - began < 60
    lines = (folder / "published" / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) > 10_000


# The Python interface


def test_every_name_of_the_interface_is_there_and_said_to_be() -> None:
    assert set(dateline.__all__) <= set(dir(dateline))
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = dateline.nonsense
    assert (Path(dateline.__file__).parent / "py.typed").is_file()


def test_verbs_take_text_and_path_alike(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    for path in (folder, str(folder)):
        assert dateline.publish(path).files
        assert len(dateline.build(path)) > 50
        assert dateline.check(path)
        assert set(dateline.export(path, "turtle")) == {"graph.ttl"}
        assert dateline.query("who-is-named", path).render("csv").count(b"council") > 1
        assert dateline.open_dataset(path).base == "https://example.org/kg/"


def test_bad_input_raises_errors_of_dateline_only(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    for call in (
        lambda: dateline.publish(tmp_path / "nope"),
        lambda: dateline.build(folder / "texts"),
        lambda: dateline.export(folder, "turtel"),
        lambda: dateline.query("who-is-nmed", folder),
        lambda: dateline.query("casualties", folder, nonsense="x"),
        lambda: dateline.check(folder, reading=folder / "readings" / "d.yaml"),
        lambda: dateline.open_endpoint("file:///etc/passwd"),
        lambda: dateline.open_endpoint("http://localhost:1/", timeout=float("nan")),
        lambda: dateline.publish(folder, output=tmp_path / "x"),
    ):
        with pytest.raises(DatelineError) as caught:
            call()
        assert str(caught.value)


@pytest.mark.parametrize("name", ["bad.ttl", "bad.jsonld", "bad.rdf", "bad.nq", "BAD.TTL"])
@pytest.mark.parametrize("verb", [("check",), ("query", "who-is-named")], ids=" ".join)
def test_rdf_that_does_not_parse_is_refused_with_its_name(tmp_path: Path, name: str, verb: tuple[str, ...]) -> None:
    (tmp_path / name).write_bytes(b"\xff{<")
    refused(run(*verb, tmp_path / name), 1, str(tmp_path / name))


def test_a_publication_that_somebody_damaged_is_refused_with_its_name(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c")
    dateline.publish(folder)
    dump = folder / "published" / "graph.nq"
    dump.write_bytes(dump.read_bytes()[:-20])
    refused(run("query", "who-is-named", folder), 1, str(dump))


def test_publishing_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare = tmp_path / "tmp"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    monkeypatch.setattr("tempfile.tempdir", None)
    folder = collection(tmp_path / "c")
    dateline.publish(folder)
    dateline.query("who-is-named", folder)
    with pytest.raises(OutputError):
        dateline.publish(document(tmp_path / "in"), output=tmp_path)
    assert names(spare) == []
