"""What changed between two publications: claims that came, claims that went, and claims that are said otherwise now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from dateline.accounts.model import Account

Kind: TypeAlias = Literal["added", "gone", "changed"]
_ASPECTS: Mapping[str, Callable[[Account], str]] = MappingProxyType(
    {
        "value": lambda one: one.value,
        "words": lambda one: one.quote,
        "voice": lambda one: one.voice_label,
        "through whom": lambda one: one.relay,
        "affirmed or denied": lambda one: "denied" if one.is_denied else "affirmed",
        "certainty": lambda one: one.certainty,
        "how it is put": lambda one: one.modality,
        "whose words": lambda one: one.mode.replace("-", " "),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A claim that is there `now`, or was there `before`; with both, one that is said otherwise."""

    before: Account | None
    now: Account | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "added"
        return "gone" if self.now is None else "changed"

    @property
    def shown(self) -> Account:
        """The claim as it is now, or as it was last."""
        found = self.now or self.before
        assert found is not None  # noqa: S101 - a change has one of the two
        return found

    @property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What has changed in a claim that changed: the aspect, how it was, how it is."""
        if self.before is None or self.now is None:
            return ()
        both = ((name, of(self.before), of(self.now)) for name, of in _ASPECTS.items())
        return tuple((name, old, new) for name, old, new in both if old != new)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """All that changed, document by document; `since` and `now` say which publications are meant."""

    title: str
    since: str
    now: str
    changes: tuple[Change, ...]
    kept: int

    def count(self, kind: Kind) -> int:
        """How many changes are of that kind."""
        return sum(1 for one in self.changes if one.kind == kind)


def changes(before: Iterable[Account], now: Iterable[Account], *, title: str, since: str, name: str) -> Changes:
    """What changed from the claims of one publication to those of another.

    A claim that went and one that came are one that changed where both are of the same relation of the same thing in
    the same document, and share their value or their words.
    """
    old, new = ({one.claim: one for one in claims} for claims in (before, now))
    same = [claim for claim in old.keys() & new.keys() if _as_before(old[claim], new[claim])]
    found = [Change(before=old[claim], now=new[claim]) for claim in (old.keys() & new.keys()) - set(same)]
    gone = {claim: one for claim, one in old.items() if claim not in new}
    came = {claim: one for claim, one in new.items() if claim not in old}
    for key in (_by_value, _by_words):
        waiting: dict[tuple[str, ...], list[str]] = {}
        for claim, one in sorted(gone.items(), key=_in_order, reverse=True):
            waiting.setdefault(key(one), []).append(claim)
        for claim, one in sorted(came.items(), key=_in_order):
            if waiting.get(key(one)):
                found.append(Change(before=gone.pop(waiting[key(one)].pop()), now=came.pop(claim)))
    found += [Change(before=one, now=None) for one in gone.values()]
    found += [Change(before=None, now=one) for one in came.values()]
    ordered = sorted(found, key=lambda one: (one.shown.document, one.shown.begin, one.kind, one.shown.claim))
    return Changes(title=title, since=since, now=name, changes=tuple(ordered), kept=len(same))


def _as_before(one: Account, other: Account) -> bool:
    return all(of(one) == of(other) for of in _ASPECTS.values())


def _by_value(one: Account) -> tuple[str, ...]:
    return (one.document, one.subject, one.predicate, one.object)


def _by_words(one: Account) -> tuple[str, ...]:
    return (one.document, one.subject, one.predicate, *one.words)


def _in_order(item: tuple[str, Account]) -> tuple[str, int, str]:
    return item[1].document, item[1].begin, item[0]
