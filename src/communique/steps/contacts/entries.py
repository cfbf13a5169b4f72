"""One entry a person or office: the words of contact blocks, cut and read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from communique.rules.loader import load_table
from communique.steps.contacts.signals import Signal

_CUT: Final = re.compile(r"\n|;\s|;$|\s•\s|\.\s(?=(?:Media|Press|Presse|Médias|Contacts?)\b[^.]{0,20}:)")
_BETWEEN: Final = re.compile(r"[\s,|–—·()/.:-]*(?:et|and|ou|or)?[\s,|–—·()/.:-]*")
_SEGMENT: Final = re.compile(
    r"\s*(?:\||·|\n|\s[–—-](?=\s)|[()]|:\s|,(?!\s?(?:Ltd|Inc|LLC|S\.A|GmbH|Jr|PhD)\b)|\.\s(?=[A-Z][^\s.]*$))\s*"
)
_NAME_WORDS: Final = 8
_HONORIFIC: Final = re.compile(r"^(?:Dre?|Pr|Prof|Mr|Ms|Mrs|Mme|M)\b\.?\s")
_LABEL: Final = re.compile(
    r"^\W*(?:contacts?|press|presse|media|médias?|renseignements|tel|tél|phone|for|pour)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names that the entity step found in a stretch of text: persons and organisations, as written, in order."""

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One person or office, and all the numbers and addresses given for it."""

    name: str | None = None
    organisation: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    @property
    def has_signal(self) -> bool:
        return bool(self.phones or self.emails)


def read_entries(text: str, signals: Sequence[Signal], names_in: Callable[[int, int], Names]) -> list[Entry]:
    """The entries of one stretch of contact blocks, in order.

    Args:
        text: the blocks' text, line feeds between them.
        signals: the numbers and addresses in it.
        names_in: gives the entity step's names between two offsets of `text`.
    """
    entries: list[Entry] = []
    for start, end, inside in _pieces(text, signals):
        entry = _read(text, start, end, inside, names_in(start, end))
        if entries and _belongs_to(entry, entries[-1]):
            entries[-1] = _merged(entries[-1], entry)
        else:
            entries.append(entry)
    return [e for e in entries if e.name or e.has_signal]


def _pieces(text: str, signals: Sequence[Signal]) -> Iterator[tuple[int, int, list[Signal]]]:
    """Stretches of `text`: cut at line ends and semicolons, and after numbers when other words follow.

    Picture credits are left out: they name persons whom nobody calls.
    """
    picture_credits = [m.span() for m in load_table("contacts")["contact.credit"].regex.finditer(text)]
    cuts = {0, len(text), *(edge for span in picture_credits for edge in span)}
    cuts.update(m.end() for m in _CUT.finditer(text))
    for i, signal in enumerate(signals):
        gap = _BETWEEN.match(text, signal.end)
        after = gap.end() if gap else signal.end
        if after < len(text) and (i + 1 == len(signals) or after < signals[i + 1].start):
            cuts.add(after)
    starts = [s.start for s in signals]
    credit_starts = [start for start, _ in picture_credits]
    for start, end in pairwise(sorted(cuts)):
        credit = bisect_right(credit_starts, start) - 1
        if credit < 0 or start >= picture_credits[credit][1]:
            yield start, end, list(signals[bisect_left(starts, start) : bisect_left(starts, end)])


def _read(text: str, start: int, end: int, signals: Sequence[Signal], names: Names) -> Entry:
    segments = list(_segments(_without_signals(text, start, end, signals)))
    guessed = next((s for s in segments if _is_person(s)), None) if signals else None
    name = names.persons[0] if names.persons else guessed
    others = [s for s in segments if s not in names.persons and (name is None or name not in s)]
    others = [s for s in others if not _is_person(s) or any(o in s for o in names.organisations)]
    return Entry(
        name=re.sub(_HONORIFIC, "", name) if name else None,
        organisation=_organisation(others, names),
        phones=tuple(s.value for s in signals if s.kind == "phone"),
        emails=tuple(s.value for s in signals if s.kind == "email"),
    )


def _organisation(segments: Sequence[str], names: Names) -> str | None:
    """The first organisation named, before an employer in a job title, before an office without a name."""
    named = [s for s in segments if not _is(s, "job") and not _is(s, "address")]
    for segment in named:
        known = next((o for o in names.organisations if o in segment), None)
        if known is not None:
            return known
        if not _is_office(segment) and (_is(segment, "organisation") or _is_short_name(segment)):
            return segment
    if names.organisations:
        return names.organisations[0]
    for segment in segments:
        employer = load_table("contacts")["contact.employer"].regex.search(segment)
        name = (employer["name"] or employer["name2"]).strip() if employer else ""
        if name and not _is_office(name):
            return name
    return named[0] if named else None


def _without_signals(text: str, start: int, end: int, signals: Sequence[Signal]) -> str:
    """The words of a piece: no label of the block, no numbers."""
    parts: list[str] = []
    position = start
    for signal in signals:
        parts.append(text[position : signal.start])
        position = signal.end
    parts.append(text[position:end])
    words = " | ".join(parts).strip()
    label = _label().match(words)
    return words[label.end() :] if label else words


def _segments(words: str) -> Iterator[str]:
    for segment in _SEGMENT.split(words):
        segment = segment.strip(" .,;:|–—-•\t\n")
        segment = load_table("contacts")["contact.prefix"].regex.sub("", segment[:1].lower() + segment[1:]) or segment
        segment = segment[:1].upper() + segment[1:]
        if (
            segment
            and not _LABEL.match(segment)
            and any(c.isalpha() for c in segment)
            and not re.search(r"\d{2}", segment)
        ):
            yield segment


def _is_person(segment: str) -> bool:
    tokens = segment.split()
    if len(tokens) < 2 or segment.isupper() or any(_has_inner_capital(t) for t in tokens[1:]):
        return False
    return _is(segment, "person") and not any(_is(segment, k) for k in ("organisation", "job", "address"))


def _has_inner_capital(token: str) -> bool:
    """Whether capitals stand where names of persons have none: "BnF", "UNIGE"; not "McKay", "O'Neill", "III"."""
    if set(token) <= set("IVX."):
        return False
    bare = re.sub(r"^(?:Mc|Mac|De|La|Le|Du|Di|Van|Fitz|O['’]|D['’]|L['’])(?=[A-Z])|(?<=[-'’.])\w", "", token)
    return any(c.isupper() for c in bare[1:])


def _is_short_name(segment: str) -> bool:
    return segment[:1].isupper() and len(segment.split()) <= _NAME_WORDS


def _is_office(segment: str) -> bool:
    return _is(segment, "office")


def _is(segment: str, kind: str) -> bool:
    return load_table("contacts")[f"contact.{kind}"].regex.search(segment) is not None


@cache
def _label() -> re.Pattern[str]:
    return load_table("structure")["structure.contact"].regex


def _belongs_to(entry: Entry, before: Entry) -> bool:
    """Whether a piece carries the entry before it on: the number under a name, the name after a number."""
    if before.name is None and before.organisation is None:
        return True
    if entry.name is not None:
        return False
    if entry.organisation is not None and before.has_signal:
        return False
    return not (entry.has_signal and before.has_signal) or entry.organisation is None


def _merged(before: Entry, entry: Entry) -> Entry:
    return replace(
        before,
        name=before.name or entry.name,
        organisation=before.organisation or entry.organisation,
        phones=(*before.phones, *entry.phones),
        emails=(*before.emails, *entry.emails),
    )
