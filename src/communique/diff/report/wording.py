"""Changes in words: one sentence a change, the same for the same change in any release."""

from __future__ import annotations

from typing import Final

from communique.diff.changes import Change, EntityState, FactState, NoteState, ReleaseState, State

NONE: Final = "–"
_ARROW: Final = " → "


def say(change: Change) -> tuple[str, str, str]:
    """The kind of a change, what it is about, and what differs: all that tells it from others but the release."""
    about = change.before if change.after is None else change.after
    return change.kind, name(about), differs(change)


def name(state: State | None) -> str:
    """What a state is about, in a line."""
    match state:
        case FactState():
            more = [part for part in (state.role, state.title and f"“{state.title}”") if part]
            more += [state.status] if state.status != "asserted" else []
            return f"{state.subject} {state.predicate} {state.says}" + (f" ({', '.join(more)})" if more else "")
        case EntityState():
            return f"{state.kind} {state.name}"
        case NoteState():
            return f"note {state.label}" + (f": {state.note.text}" if state.note else " (a callout without note)")
        case ReleaseState():
            return state.title or state.uri
        case None:
            return ""


def differs(change: Change) -> str:
    """What differs, before and after; empty where the kind says it."""
    before, after = change.before, change.after
    if before is None or after is None:
        return _of_one_side(before or after)
    parts: list[str] = []
    for field in [*change.which, *change.also, *(("rule",) if change.kind == "rule" else ())]:
        match field:
            case "words" | "moved":
                parts.append("read from other words")
            case "place":
                parts.append("the same words at another place")
            case "note" if isinstance(after, FactState):
                parts.append(f"through note {_note(before)}{_ARROW}{_note(after)}")
            case _:
                parts.append(f"{field} {_field(before, field)}{_ARROW}{_field(after, field)}")
    if change.kind == "confidence":
        parts.append(f"confidence {_field(before, 'confidence')}{_ARROW}{_field(after, 'confidence')}")
    if change.kind in ("release-failed", "release-recovered"):
        parts += [_of_one_side(state) for state in (before, after) if isinstance(state, ReleaseState)]
    return "; ".join(part for part in parts if part)


def _of_one_side(state: State | None) -> str:
    if isinstance(state, ReleaseState):
        return f"{state.failure}: {state.message}" if state.failure else f"{state.facts} facts"
    return ""


def _note(state: State) -> str:
    return state.note.label if isinstance(state, FactState) and state.note else NONE


def _field(state: State, field: str) -> str:
    if isinstance(state, FactState) and field == "object":
        return state.says or NONE
    if isinstance(state, NoteState) and field in ("note", "callouts"):
        words = [state.note.text if state.note else NONE] if field == "note" else [q.text for q in state.anchors]
        return "“" + "”, “".join(words) + "”" if words else NONE
    value = getattr(state, field)
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return ", ".join(value) or NONE
    return str(value) if value else NONE


def evidence(change: Change) -> tuple[str, str]:
    """The words before and after from which the fact, footnote or entity was read; empty where there are none.

    Of a fact's spans the longest one, which tells most; where both sides have a fact the longest that the other lacks.
    """
    return _words(change.before, change.after), _words(change.after, change.before)


def _words(state: State | None, other: State | None) -> str:
    match state:
        case FactState(evidence=quotes) if quotes:
            there = {quote.text for quote in other.evidence} if isinstance(other, FactState) else set()
            new = [quote.text for quote in quotes if quote.text not in there]
            return max(new or [quote.text for quote in quotes], key=len)
        case NoteState(note=quote) if quote:
            return quote.text
        case EntityState(first=quote) if quote:
            return _around(quote.context, quote.start - quote.context_start, quote.end - quote.context_start)
        case _:
            return ""


def _around(text: str, start: int, end: int, width: int = 60) -> str:
    first, last = max(start - width, 0), min(end + width, len(text))
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def shorten(text: str, length: int) -> str:
    """A text on one line, cut in the middle to `length` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    half = (length - 1) // 2
    return f"{text[: length - 1 - half].rstrip()}…{text[-half:].lstrip()}"
