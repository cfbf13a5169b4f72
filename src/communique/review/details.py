"""A change as it is looked at: its fields side by side, and the words of both sides in their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from communique.diff.changes import Change, EntityState, FactState, NoteState, Quote, ReleaseRef, State
from communique.review.pieces import Cutting, shorten, visible
from communique.review.rows import list_fields

_FIELD: Final = 2_000
_PIECE: Final = 6_000
_MAX_PASSAGES: Final = 12
_MAX_BOXES: Final = 200
_MAX_FOLLOWING: Final = 50


def detail(change: Change, number_of: Callable[[ReleaseRef], int]) -> dict[str, Any]:
    """What the page shows of one change.

    Args:
        change: the change.
        number_of: gives a release its number in the table of releases.
    """
    before, after = list_fields(change.before), list_fields(change.after)
    return {
        "id": change.id,
        "which": [*change.which, *change.also],
        "fields": [
            [name, shorten(before.get(name, ""), _FIELD), shorten(after.get(name, ""), _FIELD)]
            for name in dict.fromkeys((*before, *after))
        ],
        "both": change.before is not None and change.after is not None,
        "certain": change.cause.certain,
        "rules": list(change.cause.rules),
        "because": shorten(change.because, _FIELD),
        "follows": [shorten(line, _FIELD) for line in change.follows[:_MAX_FOLLOWING]],
        "more": max(0, len(change.follows) - _MAX_FOLLOWING),
        "before": _side(change.before, change.base, number_of),
        "after": _side(change.after, change.new, number_of),
    }


def _side(
    state: State | None, release: ReleaseRef | None, number_of: Callable[[ReleaseRef], int]
) -> dict[str, Any] | None:
    if release is None:
        return None
    marked, called, notes = _quotes(state)
    side: dict[str, Any] = {"release": number_of(release), "passages": _passages(marked, called, notes)}
    if boxes := list_boxes(state, release):
        side["boxes"] = boxes
    return side


def list_boxes(state: State | None, release: ReleaseRef | None) -> list[list[Any]]:
    """Page and box of the words of a state, where it stands in a PDF."""
    if release is None or release.media_type != "application/pdf":
        return []
    marked, _, notes = _quotes(state)
    spots = (spot for quote in (*marked, *(note for _, note in notes)) for spot in quote.places)
    unique = dict.fromkeys((s.page, s.bbox) for s in spots if s.page is not None and s.bbox is not None)
    return [[page, bbox] for page, bbox in list(unique)[:_MAX_BOXES]]


_Called = Sequence[tuple[str, Quote]]


def _quotes(state: State | None) -> tuple[Sequence[Quote], _Called, _Called]:
    """The words to mark, the words that callouts stand on, and the notes; the latter two with the label."""
    match state:
        case FactState():
            note = state.note
            return state.evidence, _anchors(note), [(note.label, note.note)] if note and note.note else []
        case EntityState():
            return [state.first] if state.first else [], [], []
        case NoteState():
            return list(state.anchors), _anchors(state), [(state.label, state.note)] if state.note else []
        case _:
            return [], [], []


def _anchors(note: NoteState | None) -> _Called:
    return [(note.label, anchor) for anchor in note.anchors] if note else []


def _passages(marked: Sequence[Quote], called: _Called, notes: _Called) -> list[dict[str, Any]]:
    """The blocks that the words stand in, each once, notes last: kind, label of a note, and pieces of the text.

    A piece is its words, 1 where they are marked, and the labels of callouts behind it.
    """
    labels = {(note.context_start, note.context): label for label, note in notes}
    contexts = dict.fromkeys((q.context_start, q.context) for q in marked)
    if called and not any((q.context_start, q.context) in contexts for _, q in called):
        contexts[called[0][1].context_start, called[0][1].context] = None
    contexts |= dict.fromkeys(labels)
    kinds = {(q.context_start, q.context): q.block for q in (*marked, *(q for _, q in (*called, *notes)))}
    order = sorted(contexts, key=lambda key: (key in labels, key[0]))[:_MAX_PASSAGES]
    return [
        {
            "block": kinds[key],
            "label": shorten(labels.get(key, ""), 20),
            "pieces": _pieces(
                *key, _within(key, marked), [(a, q) for a, q in called if (q.context_start, q.context) == key]
            ),
        }
        for key in order
    ]


def _within(key: tuple[int, str], quotes: Iterable[Quote]) -> list[Quote]:
    return [quote for quote in quotes if (quote.context_start, quote.context) == key]


def _pieces(start: int, context: str, marked: Sequence[Quote], called: _Called) -> list[list[Any]]:
    cutting = Cutting(context, (o - start for q in (*marked, *(q for _, q in called)) for o in (q.start, q.end)))
    marks = [0] * len(cutting)
    for quote in marked:
        first, last = cutting.pieces(quote.start - start, quote.end - start)
        marks[first:last] = [1] * (last - first)
    pieces: list[list[Any]] = [[_cut(cutting.words(i)), marks[i]] for i in range(len(cutting))]
    for label, quote in called:
        _, last = cutting.pieces(quote.start - start, quote.end - start)
        pieces[last - 1] = [*pieces[last - 1][:2], [*pieces[last - 1][2:3], shorten(label, 20)]]
    return pieces


def _cut(words: str) -> str:
    return visible(words) if len(words) <= _PIECE else shorten(words, _PIECE)
