"""Invented changes, as many as wanted, in a fixed order: what a diff of many releases could hold."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from communique.diff.changes import (
    Cause,
    Change,
    Diff,
    EntityState,
    FactState,
    NoteState,
    Quote,
    ReleaseRef,
    ReleaseState,
    Side,
    change_id,
    count_changes,
)

LABORATORIES: Final = (
    "Institute of Polar Ice",
    "Laboratoire des marées",
    "Joint Unit for Quiet Seas",
    "Wind Laboratory",
)
INSTITUTIONS: Final = ("CNRS", "Université de Bretagne Occidentale", "Inserm", "University of Bergen", "Ifremer")
RULES: Final = ("affiliation.slash-list", "affiliation.of", "affiliation.joint-unit", "location.in", "founding.verb")
KINDS: Final = (
    "added",
    "removed",
    "changed",
    "moved",
    "rule",
    "confidence",
    "link",
    "footnote-changed",
    "release-changed",
)
NOTE: Final = "CNRS/Université de Bretagne Occidentale/Ifremer."


def invented_diff(number: int = 40, releases: int = 7, **names: str) -> Diff:
    """A diff with `number` changes; `names` replaces words: `subject`, `object`, `title`, `context`, `uri`."""
    changes = tuple(_change(i, i % releases, names) for i in range(number))
    version = {"version": "0.1.0", "model": "m1", "rules": "a" * 64, "registry": "core@1"}
    base = Side("runs/2025", "run", releases, facts=number, versions=(version,))
    new = Side("runs/2026", "run", releases, facts=number, versions=({**version, "rules": "b" * 64},))
    return Diff(base, new, count_changes(changes), changes)


def quote(words: str, context: str, start: int = 0, block: str = "paragraph") -> Quote:
    """`words` where they first stand in `context`, a block that begins at `start`."""
    at = context.index(words)
    return Quote(words, start + at, start + at + len(words), context, start, block)


def fact(i: int, names: dict[str, str], **fields: Any) -> FactState:
    """A fact about one of the laboratories, read through a note by every fourth."""
    subject = names.get("subject") or f"{LABORATORIES[i % 4]} {i // 4 % 50}"
    object_ = names.get("object") or INSTITUTIONS[i % 5]
    context = names.get("context") or (
        f"This spring, the {subject} in Brest, which follows sea ice from the autumn to the spring of every year, "
        f"joined the {object_}; its teams had asked for that since 2019, and nobody was against it."
    )
    evidence = [quote(subject if subject in context else context[:5], context, 100)]
    note = None
    if i % 4 == 0:
        body = quote(NOTE, NOTE, 900, "note")
        note = NoteState("n1", "1", body, (evidence[0],))
        evidence.append(quote("Ifremer", NOTE, 900, "note"))
    return FactState(
        **{
            "id": hashlib.sha256(f"{i}{subject}{object_}".encode()).hexdigest()[:16],
            "subject": subject,
            "subject_kind": "laboratory",
            "subject_ror": None,
            "predicate": "affiliated_with" if i % 3 else "located_in",
            "object": object_,
            "object_kind": "institution" if i % 3 else "place",
            "object_ror": "https://ror.org/02feahw73",
            "value": None,
            "role": "supervisor" if i % 3 else None,
            "title": None,
            "status": "asserted",
            "rule": RULES[i % 5],
            "confidence": 0.9,
            "evidence": tuple(evidence),
            "note": note,
            **fields,
        }
    )


def _change(i: int, release: int, names: dict[str, str]) -> Change:
    kind: Any = KINDS[i % len(KINDS)]
    which: tuple[str, ...] = ()
    before: Any = fact(i, names)
    after: Any = before
    if kind in ("added", "removed"):
        before, after = (None, after) if kind == "added" else (before, None)
    elif kind == "changed":
        which, after = ("object",), fact(i, {**names, "object": "Météo-France"})
    elif kind == "moved":
        which = ("words",)
    elif kind == "rule":
        after = fact(i, names, rule=RULES[(i + 1) % 5])
    elif kind == "confidence":
        after = fact(i, names, confidence=0.7)
    elif kind == "link":
        which, before, after = ("ror",), _entity(i, None, names), _entity(i, "https://ror.org/02feahw73", names)
    elif kind == "footnote-changed":
        which, before, after = ("label",), NoteState("n2", "2", None), NoteState("n2", "3", None)
    elif kind == "release-changed":
        which, before, after = ("title",), _release(release, "Ice opens", names), _release(release, "Ice opened", names)
    base, new = _ref(release, "0", names), _ref(release, "1" if i % 2 else "0", names)
    cause = Cause(("source",)) if i % 2 else Cause(("rules", "model"), (RULES[i % 5],), certain=False)
    id_ = change_id(kind, which, f"{i}-{base.id}", before, after)
    return Change(
        id_, kind, which, (), base, new, before, after, cause, ("an entity is gone with it",) if i % 5 == 0 else ()
    )


def _ref(release: int, version: str, names: dict[str, str]) -> ReleaseRef:
    sha256 = hashlib.sha256(f"{release}{version}".encode()).hexdigest()
    title = names.get("title") or f"Polar ice, letter {release}"
    return ReleaseRef(sha256[:16], names.get("uri") or f"letters/{release}.html", title, "2026-03", "text/html", sha256)


def _release(release: int, title: str, names: dict[str, str]) -> ReleaseState:
    ref = _ref(release, "0", names)
    return ReleaseState(ref.id, ref.uri, ref.sha256, "text/html", title, "2026-03", status="ok", facts=3)


def _entity(i: int, ror: str | None, names: dict[str, str]) -> EntityState:
    name = names.get("subject") or LABORATORIES[i % 4]
    return EntityState("e1", "laboratory", name, ("LGP",), "UMR", "UMR 9999", ror, None, "FR", (), 2, None)
