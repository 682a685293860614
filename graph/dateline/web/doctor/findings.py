"""What an examination found: a verdict for each thing that was looked at, with what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dateline.terminal import on_one_line

Verdict: TypeAlias = Literal["good", "limit", "fault"]
"""`limit` is what a host of plain files cannot do; only a `fault` fails the examination."""
_MOST_SHOWN = 5
_MARKS = {"good": "ok", "limit": "limit", "fault": "FAULT"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at: by which check, where, how it is, and what to do."""

    check: str
    where: str
    verdict: Verdict = "good"
    what: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination:
    """Everything that was found of a site; `kind` is what it seems to be: a server of ours, a host, a folder."""

    place: str
    kind: Literal["server", "static host", "folder"]
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing is at fault."""
        return not any(one.verdict == "fault" for one in self.findings)

    def as_json(self) -> str:
        """For programs: what was checked how often, and everything that is not good."""
        said = {
            "place": self.place,
            "kind": self.kind,
            "passes": self.passes,
            "checks": [
                {"check": check, "looked_at": len(of), "good": sum(one.verdict == "good" for one in of)}
                for check, of in self._by_check()
            ],
            "findings": [
                {"check": one.check, "where": one.where, "verdict": one.verdict, "what": one.what, "remedy": one.remedy}
                for one in self.findings
                if one.verdict != "good"
            ],
        }
        return json.dumps(said, ensure_ascii=False, indent=2) + "\n"

    def as_text(self) -> str:
        """For people: a line for each check, and under it what is wrong and what to do."""
        kind = "a folder of files" if self.kind == "folder" else f"a {self.kind}"
        lines = [f"{on_one_line(self.place, 200)}: {kind}", ""]
        width = max((len(check) for check, _ in self._by_check()), default=0)
        for check, of in self._by_check():
            wrong = [one for one in of if one.verdict != "good"]
            worst = "fault" if any(one.verdict == "fault" for one in of) else "limit" if wrong else "good"
            lines.append(f"{check:<{width}}  {len(of) - len(wrong):>5} of {len(of):<5}  {_MARKS[worst]}")
            lines += [f"    {on_one_line(text, 400)}" for text in _lines(wrong)]
        faults = sum(one.verdict == "fault" for one in self.findings)
        lines += ["", "Nothing is at fault." if not faults else f"{faults:,} at fault."]
        return "\n".join(lines) + "\n"

    def _by_check(self) -> list[tuple[str, list[Finding]]]:
        found: dict[str, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.check, []).append(one)
        return list(found.items())


def _lines(wrong: list[Finding]) -> Iterable[str]:
    """What is wrong, each remedy once."""
    for one in wrong[:_MOST_SHOWN]:
        yield f"{one.where or '/'}: {one.what}"
    if len(wrong) > _MOST_SHOWN:
        yield f"… and {len(wrong) - _MOST_SHOWN:,} more"
    for remedy in dict.fromkeys(one.remedy for one in wrong if one.remedy):
        yield f"→ {remedy}"
