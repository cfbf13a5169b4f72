"""What a diff gives: changes with both sides as they were, so that a page or a comment needs no record beside them.

All are frozen `msgspec` structs: cheap by the million, and `Diff.from_json(diff.to_json()) == diff`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, Literal

import msgspec

ChangeKind = Literal[
    "added",
    "removed",
    "changed",
    "moved",
    "rule",
    "confidence",
    "link",
    "entity-added",
    "entity-removed",
    "entity-changed",
    "footnote-added",
    "footnote-removed",
    "footnote-changed",
    "release-added",
    "release-removed",
    "release-failed",
    "release-recovered",
    "release-changed",
]

KINDS: Final[dict[str, str]] = {
    "added": "a fact that the base does not have",
    "removed": "a fact that is gone",
    "changed": "a fact that says something else: `which` names its subject, predicate, object, value, role, status "
    "or title",
    "moved": "the same fact, read from other words or from another place among the paragraphs",
    "rule": "the same fact from the same words, read by another rule",
    "confidence": "the same fact, more or less sure",
    "link": "the same entity, another identifier: `which` names ror, rnsr, country or candidates",
    "entity-added": "an entity that the base does not have and that no added fact speaks of",
    "entity-removed": "an entity that is gone, and that no removed fact spoke of",
    "entity-changed": "the same entity: `which` names its name, kind, aliases, unit_type or unit_code",
    "footnote-added": "a note or an unanswered callout that the base does not have",
    "footnote-removed": "a note or an unanswered callout that is gone",
    "footnote-changed": "the same footnote: `which` names its label, note or callouts",
    "release-added": "a release that the base does not have, with all its facts",
    "release-removed": "a release that is gone, with all its facts",
    "release-failed": "a release that gave a record and gives none now",
    "release-recovered": "a release that gave no record and gives one now",
    "release-changed": "the same release: `which` names its title, date, dateline_place, language, issuers, status, "
    "issues or failure",
}
"""What each kind of change means, in the order in which kinds are reported."""

MIRRORED: Final[dict[str, ChangeKind]] = {
    "added": "removed",
    "removed": "added",
    "entity-added": "entity-removed",
    "entity-removed": "entity-added",
    "footnote-added": "footnote-removed",
    "footnote-removed": "footnote-added",
    "release-added": "release-removed",
    "release-removed": "release-added",
    "release-failed": "release-recovered",
    "release-recovered": "release-failed",
}
"""Kinds that turn into another one when base and new change places; all others stay."""

CauseKind = Literal["source", "tool", "rules", "model", "registry", "unknown"]

CAUSES: Final[dict[str, str]] = {
    "source": "the release itself: its bytes are others",
    "tool": "another version of communique",
    "rules": "other rule tables; `rules` names the rules of the fact, before and after",
    "model": "other trained models",
    "registry": "another registry of organisations, or another edition of it",
    "unknown": "nothing that the records tell: the same source and the same versions",
}
"""What each cause means."""


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where words stand in the source.

    On a PDF page `bbox` is `[x0, top, x1, bottom]` in points, origin top left, pages counted from 1; in HTML
    `[start, end)` counts characters of the text that `xpath` selects. The fields of the other format are None.
    """

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    xpath: str | None = None
    start: int | None = None
    end: int | None = None


class Quote(msgspec.Struct, frozen=True):
    """Words of a release in their block: `context[start - context_start:end - context_start] == text`.

    Attributes:
        text: the words.
        start: offset in the record's text; `[start, end)`.
        end: offset in the record's text.
        context: the block's text, cut to CONTEXT characters around the words when it is longer.
        context_start: offset of `context` in the record's text.
        block: the kind of the block.
        places: where the words stand in the source, one spot a line or text node.
    """

    text: str
    start: int
    end: int
    context: str
    context_start: int
    block: str
    places: tuple[Spot, ...] = ()


class NoteState(msgspec.Struct, frozen=True, tag="footnote"):
    """A footnote of one side. `note` is None for a callout without note; `anchors` are the words that call it."""

    id: str
    label: str
    note: Quote | None
    anchors: tuple[Quote, ...] = ()


class EntityState(msgspec.Struct, frozen=True, tag="entity"):
    """An entity of one side. `candidates` are the identifiers between which its link is open, best first."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    unit_type: str | None
    unit_code: str | None
    ror: str | None
    rnsr: str | None
    country: str | None
    candidates: tuple[str, ...]
    mentions: int
    first: Quote | None


class FactState(msgspec.Struct, frozen=True, tag="fact"):
    """A fact of one side, with the names of its entities; `object` is None where there is only a value."""

    id: str
    subject: str
    subject_kind: str
    subject_ror: str | None
    predicate: str
    object: str | None
    object_kind: str | None
    object_ror: str | None
    value: str | None
    role: str | None
    title: str | None
    status: str
    rule: str
    confidence: float
    evidence: tuple[Quote, ...]
    note: NoteState | None = None

    @property
    def says(self) -> str:
        """The object's name, or the value: what the predicate says of the subject."""
        return self.object if self.object is not None else self.value or ""


class ReleaseState(msgspec.Struct, frozen=True, tag="release"):
    """A release of one side. Without a record `failure` is the reason code and `message` its line for people."""

    id: str
    uri: str
    sha256: str | None
    media_type: str | None = None
    title: str | None = None
    date: str | None = None
    dateline_place: str | None = None
    language: str | None = None
    issuers: tuple[str, ...] = ()
    status: str | None = None
    issues: tuple[str, ...] = ()
    facts: int = 0
    failure: str | None = None
    message: str | None = None


State = FactState | EntityState | NoteState | ReleaseState


class Cause(msgspec.Struct, frozen=True):
    """Why something changed.

    Attributes:
        kinds: the causes that the digests in the two records allow, surest first; one means that it is that one.
        rules: the rules of the fact before and after, where rules are among the causes and differ or are gone.
        certain: only one cause is possible, or a rerun has told which one it is.
    """

    kinds: tuple[CauseKind, ...]
    rules: tuple[str, ...] = ()
    certain: bool = True

    @property
    def name(self) -> str:
        """The kinds in one word, as counted: `rules`, or `source or tool` while it is open."""
        return " or ".join(self.kinds)


class ReleaseRef(msgspec.Struct, frozen=True):
    """Which release a side's state stands in; `sha256` is that of its source, None where it could not be read."""

    id: str
    uri: str
    title: str | None
    date: str | None
    media_type: str | None
    sha256: str | None


class Change(msgspec.Struct, frozen=True):
    """One thing that changed.

    Attributes:
        id: 16 hex digits, made of what the change says and of the base's release: the same whenever the same change
            is found again, wherever the files lie.
        kind: one of KINDS.
        which: for `changed`, `link` and the `-changed` kinds the fields that differ, in a fixed order; for `moved`
            `words` (the evidence reads otherwise), `place` (the same words at another place among the others) or
            `note` (through another footnote). A kind names the weightiest difference; `also` names the lesser ones.
        also: what else differs in the same fact: `moved`, `rule`, `confidence`.
        base: the release in the base; None where it has none.
        new: the release in the new side; None where it has none.
        before: the fact, entity, footnote or release as it was; None for what is added.
        after: as it is now; None for what is removed.
        cause: why.
        follows: what follows from this change and is therefore no change of its own, one line for people each.
        because: of two forms of one release, why they differ in this, as far as the two records tell; else empty.
    """

    id: str
    kind: ChangeKind
    which: tuple[str, ...]
    also: tuple[str, ...]
    base: ReleaseRef | None
    new: ReleaseRef | None
    before: State | None
    after: State | None
    cause: Cause
    follows: tuple[str, ...] = ()
    because: str = ""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The content ids of the fact before and after, each once; empty when no fact changed."""
        facts = (state.id for state in (self.before, self.after) if isinstance(state, FactState))
        return tuple(dict.fromkeys(facts))

    @property
    def predicate(self) -> str | None:
        """The fact's predicate; None when no fact changed."""
        fact = self.after or self.before
        return fact.predicate if isinstance(fact, FactState) else None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the fact before and after, each once; empty when no fact changed."""
        rules = (state.rule for state in (self.before, self.after) if isinstance(state, FactState))
        return tuple(dict.fromkeys(rules))


class Side(msgspec.Struct, frozen=True):
    """One side of a diff.

    Attributes:
        name: as the user named it.
        kind: what it is.
        releases: how many gave a record.
        failed: how many gave none.
        facts: of all records; None where equal records were not opened to count them.
        versions: what made the records, each once, sorted: version, model, rules and registry.
    """

    name: str
    kind: Literal["run", "records", "release"]
    releases: int
    failed: int = 0
    facts: int | None = None
    versions: tuple[dict[str, str], ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """Something that a reader of the diff must know: a duplicate, a record that can't be read, a rerun not done."""

    code: str
    message: str
    side: Literal["base", "new", "both"]
    uri: str = ""


class Counts(msgspec.Struct, frozen=True):
    """How many changes there are, by four keys, the most frequent first."""

    total: int
    kind: dict[str, int]
    predicate: dict[str, int]
    cause: dict[str, int]
    rule: dict[str, int]


class Diff(msgspec.Struct, frozen=True):
    """All that changed between two sides; release by release, in a fixed order."""

    base: Side
    new: Side
    counts: Counts
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes)

    def to_json(self, *, indent: int | None = None) -> str:
        """The diff as JSON with sorted keys; the same diff, the same text."""
        text = msgspec.json.encode(self, order="sorted")
        return (text if indent is None else msgspec.json.format(text, indent=indent)).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Diff:
        """Reads what `to_json` wrote.

        Raises:
            msgspec.ValidationError: the text is no diff.
        """
        return msgspec.json.decode(text, type=cls)


def count_changes(changes: Iterable[Change]) -> Counts:
    """How many there are of each kind, predicate, cause and rule."""
    tally = Tally()
    for change in changes:
        tally.add(change)
    return tally.counts()


class Tally:
    """Counts changes that come one by one."""

    def __init__(self) -> None:
        self._total = 0
        self._by: tuple[Counter[str], ...] = tuple(Counter() for _ in range(4))

    def add(self, change: Change) -> None:
        """Counts one change."""
        self._total += 1
        kinds, predicates, causes, rules = self._by
        kinds[change.kind] += 1
        causes[change.cause.name] += 1
        if change.predicate is not None:
            predicates[change.predicate] += 1
        rules.update(change.rules)

    def counts(self) -> Counts:
        """The counts so far."""
        kinds, predicates, causes, rules = (dict(sorted(c.items(), key=lambda i: (-i[1], i[0]))) for c in self._by)
        return Counts(self._total, kinds, predicates, causes, rules)


def change_id(kind: str, which: tuple[str, ...], release: str, before: State | None, after: State | None) -> str:
    """The id of a change: offsets, places and contexts do not enter, so that an edit elsewhere leaves it as it is.

    Args:
        kind: the kind of change.
        which: the fields that differ.
        release: the id of the base's release, or of the new one's where the base has none.
        before: the state before.
        after: the state after.
    """
    parts = [kind, *which, release, _content(before), _content(after)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _content(state: State | None) -> str:
    match state:
        case None:
            content: tuple[Any, ...] = ()
        case FactState():
            quotes = tuple(quote.text for quote in state.evidence)
            content = (state.id, state.role, state.status, state.rule, f"{state.confidence:.2f}", quotes)
        case EntityState():
            ids = (state.unit_type, state.unit_code, state.ror, state.rnsr, state.country, state.candidates)
            content = (state.kind, state.name, state.aliases, *ids)
        case NoteState():
            anchors = tuple(quote.text for quote in state.anchors)
            content = (state.label, state.note.text if state.note else None, anchors)
        case ReleaseState():
            content = (state.id, state.title, state.date, state.dateline_place, state.language, state.issuers)
            content += (state.status, state.issues, state.failure)
    return repr(content)
