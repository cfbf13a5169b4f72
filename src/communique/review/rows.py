"""Changes as the list shows and filters them: columns of numbers that point into tables of words.

Fifty thousand rows of a few numbers each are read in a moment; what else there is to say of a change is read when
it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from communique.diff.changes import Change, EntityState, FactState, NoteState, ReleaseRef, ReleaseState, State
from communique.review.pieces import shorten

_NAME: Final = 160
_PREDICATES: Final = {
    "affiliated_with": "is affiliated with",
    "involves": "involves",
    "located_in": "is located in",
    "founded_on": "was founded on",
    "succeeds": "succeeds",
    "holds_position": "holds a position at",
}


class _Table:
    """Words, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, words: str) -> int:
        return self._numbers.setdefault(words, len(self._numbers))

    @property
    def words(self) -> list[str]:
        return list(self._numbers)


def list_rows(changes: Iterable[Change]) -> dict[str, Any]:
    """Tables of words, and columns with a number for each change; -1 where there is nothing.

    The words of `detail` are what a change of one field turns into what; `rule2` is the rule after, where it is
    another one than before.
    """
    tables = {key: _Table() for key in ("kind", "predicate", "cause", "rule", "release", "name", "verb", "detail")}
    columns: dict[str, list[int]] = {
        key: []
        for key in (
            "kind", "predicate", "cause", "rule", "rule2", "release", "subject", "verb", "object", "detail",
        )
    }  # fmt: skip
    for change in changes:
        subject, verb, object_ = _sentence(change)
        rules = [tables["rule"].number(rule) for rule in change.rules]
        row = {
            "kind": tables["kind"].number(change.kind),
            "predicate": -1 if change.predicate is None else tables["predicate"].number(change.predicate),
            "cause": tables["cause"].number(change.cause.name),
            "rule": rules[0] if rules else -1,
            "rule2": rules[1] if len(rules) > 1 else -1,
            "release": tables["release"].number(name_release(change.new or change.base)),
            "subject": tables["name"].number(shorten(subject, _NAME)),
            "verb": tables["verb"].number(verb),
            "object": tables["name"].number(shorten(object_, _NAME)),
            "detail": tables["detail"].number(shorten(_detail(change), 2 * _NAME)),
        }
        for key, number in row.items():
            columns[key].append(number)
    return {"tables": {key: table.words for key, table in tables.items()}, "columns": columns}


def name_release(release: ReleaseRef | None) -> str:
    """A release as people know it: its title, else its path."""
    return shorten((release.title or release.uri) if release else "", _NAME)


def list_fields(state: State | None) -> dict[str, str]:
    """What a state says, field by field, without those that say nothing."""
    match state:
        case FactState():
            note = state.note.label if state.note else ""
            fields: dict[str, Any] = {
                "subject": state.subject,
                "predicate": state.predicate,
                "object": state.object,
                "value": state.value,
                "role": state.role,
                "title": state.title,
                "status": state.status,
                "footnote": note,
                "rule": state.rule,
                "confidence": f"{state.confidence:.2f}",
            }
        case EntityState():
            fields = {
                "name": state.name,
                "kind": state.kind,
                "aliases": ", ".join(state.aliases),
                "unit_type": state.unit_type,
                "unit_code": state.unit_code,
                "ror": state.ror,
                "rnsr": state.rnsr,
                "country": state.country,
                "candidates": ", ".join(state.candidates),
                "mentions": str(state.mentions),
            }
        case NoteState():
            fields = {
                "label": state.label,
                "note": state.note.text if state.note else "no note answers",
                "callouts": "; ".join(anchor.text for anchor in state.anchors) or "called nowhere",
            }
        case ReleaseState():
            fields = {
                "title": state.title,
                "date": state.date,
                "dateline_place": state.dateline_place,
                "language": state.language,
                "issuers": ", ".join(state.issuers),
                "status": state.status,
                "issues": ", ".join(state.issues),
                "facts": str(state.facts),
                "failure": state.failure,
                "message": state.message,
            }
        case None:
            fields = {}
    return {key: value for key, value in fields.items() if value}


def _sentence(change: Change) -> tuple[str, str, str]:
    state = change.after or change.before
    match state:
        case FactState():
            return state.subject, _PREDICATES[state.predicate], state.says
        case EntityState():
            return state.name, f"· {state.kind}", state.ror or state.rnsr or ""
        case NoteState():
            return f"Note {state.label}", "·", state.note.text if state.note else "no note answers"
        case ReleaseState():
            return state.title or state.uri, "·", state.message or state.failure or f"{state.facts:,} facts"
        case None:
            return "", "", ""


def _detail(change: Change) -> str:
    """For a change of some fields, these fields before and after; for a fact that came or went, its details."""
    before, after = list_fields(change.before), list_fields(change.after)
    if change.before is None or change.after is None:
        state = change.after or change.before
        if not isinstance(state, FactState):
            return ""
        said = (state.title, (state.role or "").replace("_", " "), "" if state.status == "asserted" else state.status)
        return ", ".join(part for part in said if part)
    names = [name for name in change.which if before.get(name) != after.get(name)]
    if change.kind in ("rule", "confidence"):
        names = [change.kind]
    parts = [f"{name}: {before.get(name) or 'none'} → {after.get(name) or 'none'}" for name in names]
    return "; ".join(parts) or ", ".join(change.which)
