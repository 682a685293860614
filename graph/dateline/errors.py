"""Every error that reaches a user: what is wrong, where, and what to do about it.

One base, a child per stage. `exit_code` is what the command line returns for it: 1 the input does not pass,
2 the call was wrong, 3 something outside failed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

MOST_SHOWN = 100
"""How many of a file's problems are printed; `problems` always holds all of them."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff0-\uffff\ud800-\udfff"
    r"\U000e0000-\U000e0fff]"
)


def shown(words: str, *, most: int = 80) -> str:
    r"""Words in quotation marks for a message: what cannot be seen is spelt out, what is too long is cut in the middle.

    >>> print(shown("Baku\u00a0in January\n"))
    “Baku\u00a0in January\n”
    >>> print(shown("a" * 10_000_000, most=20))
    “aaaaaaaaaa… (9999980 characters) …aaaaaaaaaa”
    """
    if len(words) > most:
        half = most // 2
        left_out = len(words) - 2 * half
        return f"“{_spelt_out(words[:half])}… ({left_out} characters) …{_spelt_out(words[-half:])}”"
    return f"“{_spelt_out(words)}”"


def _spelt_out(words: str) -> str:
    return _UNSEEN.sub(lambda found: _ESCAPES.get(found[0], _code(found[0])), words)


def _code(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong in a file: where in it, what, and the remedy.

    `path` is the place inside the file (`claims[3].evidence`), `line` its 1-based line where the format has lines.

    >>> print(Problem(file="r.yaml", path="claims[3].object", line=88, what="no entity has the id 'bakku'.",
    ...               remedy="Did you mean 'baku'?"))
    r.yaml:88: claims[3].object: no entity has the id 'bakku'. Did you mean 'baku'?
    """

    file: str
    path: str = ""
    line: int | None = None
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return " ".join(
            part for part in (f"{place}:", f"{self.path}:" if self.path else "", self.what, self.remedy) if part
        )


class DatelineError(Exception):
    """The base of all: `what` happened, `where`, and the `remedy`."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.where}:" if self.where else "", self.what, self.remedy) if part)

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (type(self), self.args, dict(vars(self)))


def _arrived(kind: type[DatelineError], args: tuple[object, ...], state: Mapping[str, object]) -> DatelineError:
    """An error that was raised in another process, with all that it carried."""
    error = kind.__new__(kind, *args)
    vars(error).update(state)
    return error


class ProblemsError(DatelineError):
    """Several things are wrong at once; `problems` holds every one of them."""

    def __init__(self, what: str, problems: tuple[Problem, ...], *, where: str = "", remedy: str = "") -> None:
        self.problems = problems
        super().__init__(what, where=where, remedy=remedy)

    def __str__(self) -> str:
        lines = [super().__str__(), *(f"  {problem}" for problem in self.problems[:MOST_SHOWN])]
        if len(self.problems) > MOST_SHOWN:
            lines.append(f"  … and {len(self.problems) - MOST_SHOWN} more.")
        return "\n".join(lines)


class YamlError(ProblemsError):
    """A file that is not the YAML 1.2 that people's files are written in."""


class UsageError(DatelineError):
    """The call itself was wrong: an unknown name, a missing argument, a value of the wrong type."""

    exit_code = 2


class SettingsError(ProblemsError):
    """A `dateline.toml` that cannot be used."""


class DocumentError(DatelineError):
    """A document that cannot be read as text: missing, empty, binary, or in another encoding."""


class ExchangeError(DatelineError):
    """A request to another machine that brought no whole answer.

    `again` if asking again makes sense; `reached` unless there is no such host, or nobody listens there.
    """

    exit_code = 3

    def __init__(
        self, what: str, *, where: str = "", remedy: str = "", again: bool = False, reached: bool = True
    ) -> None:
        self.again = again
        self.reached = reached
        super().__init__(what, where=where, remedy=remedy)


class FetchError(DocumentError):
    """A document on the web that could not be had: no such host, a refusal, too large, too slow, a private address."""

    exit_code = 3


class LanguageModelError(DatelineError):
    """A language model's endpoint that cannot be reached, does not let us in, or does not speak the protocol."""

    exit_code = 3


class NotEnglishError(DocumentError):
    """A document in another language than the reader reads: `language` is its tag, `confidence` between 0 and 1."""

    def __init__(self, what: str, *, language: str, confidence: float, where: str = "", remedy: str = "") -> None:
        self.language = language
        self.confidence = confidence
        super().__init__(what, where=where, remedy=remedy)


class ReadingError(ProblemsError):
    """A reading that does not hold: wrong shape, dangling references, words that do not stand where it says."""


class IdentityError(ProblemsError):
    """An `identity.yaml` or `links.yaml` that contradicts itself or names what does not exist."""


class IriError(DatelineError):
    """Something that is not a usable IRI, or from which none can be minted."""


class VocabularyError(DatelineError):
    """A class, property or value that the ontology does not have."""


class WikibaseError(ProblemsError):
    """What a Wikibase or a file gave for an item, a statement or a value, and is none."""


class WikibaseServiceError(DatelineError):
    """A service of a Wikibase that cannot be reached, does not let us in, or answers with what it should not.

    `passing` if it may work later: it is overloaded, out of order, or not reached.
    """

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", remedy: str = "", passing: bool = False) -> None:
        self.passing = passing
        super().__init__(what, where=where, remedy=remedy)


class MappingError(ProblemsError):
    """A `wikidata.tsv` that cannot be used."""


class CheckError(DatelineError):
    """The graph does not pass its shapes and checks; nothing was published. `findings` holds all that was found."""

    def __init__(self, what: str, findings: tuple[Any, ...] = (), *, where: str = "", remedy: str = "") -> None:
        self.findings = findings
        super().__init__(what, where=where, remedy=remedy)


class DataError(DatelineError):
    """An RDF file that cannot be parsed."""


class QuestionError(UsageError):
    """A question that does not exist, or a parameter that does not fit it."""


class QueryError(DatelineError):
    """A query that is not SPARQL, or that the engine refuses; the engine's own words are in `what`."""

    exit_code = 2


class StoreError(DatelineError):
    """A store that cannot be opened, reached or written."""

    exit_code = 3


class StoreTimeoutError(StoreError):
    """The engine did not answer within the time given."""


class StoreBusyError(StoreError):
    """An engine that is too busy; `retry_after` is its header of that name as it stands, null where it says nothing."""

    def __init__(self, what: str, *, retry_after: str | None, where: str = "", remedy: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(what, where=where, remedy=remedy)


class ExportError(DatelineError):
    """A graph that the format cannot carry."""


class OutputError(DatelineError):
    """Output that could not be written (a read-only folder, a full disk); what was there before is untouched."""

    exit_code = 3


class ServerError(DatelineError):
    """A server that cannot listen or does not start."""

    exit_code = 3


class MissingExtraError(DatelineError):
    """A feature whose optional package is not installed; `remedy` is the command that installs it."""

    exit_code = 3
