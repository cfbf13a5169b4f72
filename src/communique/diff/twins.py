"""Two forms of one release, as HTML and PDF or in two languages: the same facts are expected of both.

What differs is listed with what the two records tell of the reason: words that only one of them holds, a page without
words, a name that was not found, or words that stand in both and are read as a fact in one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from communique.diff.changes import Change, Problem
from communique.diff.comparison import Comparison
from communique.diff.differences import Difference
from communique.diff.folding import fold
from communique.diff.publishing import publish
from communique.diff.stored import StoredEntity, StoredFact, StoredNote, StoredRecord
from communique.records import normal_name

_KINDS: Final = frozenset(
    {"added", "removed", "changed", "link", "release-changed", "entity-added", "entity-removed"}
    | {"footnote-added", "footnote-removed", "footnote-changed"}
)
_IN_ONE_LANGUAGE: Final = frozenset({"footnote-added", "footnote-removed", "footnote-changed"})
_OF_THE_LANGUAGE: Final = frozenset({"language", "title", "issuers"})
_OF_A_FORM: Final = frozenset({"issues", "status"})
_QUOTED: Final = 60


def compare_twins(base: StoredRecord, new: StoredRecord) -> tuple[list[Change], list[Problem]]:
    """What differs between two forms of one release, each with its explanation; and what was taken as one unseen."""
    comparison = Comparison(base, new, twins=True)
    differences = [difference for difference in fold(comparison) if _counts(difference, comparison)]
    changes = [
        msgspec.structs.replace(change, because=explain(difference, comparison))
        for difference, change in publish(differences, comparison)
    ]
    return changes, names_taken_as_one(comparison)


def _counts(difference: Difference, comparison: Comparison) -> bool:
    """Whether two forms should agree in this: not in where things stand, nor in what only one language can say."""
    if difference.kind not in _KINDS:
        return False
    if comparison.translated and difference.kind in _IN_ONE_LANGUAGE:
        return False
    if difference.kind == "release-changed":
        ignored = _OF_A_FORM | (_OF_THE_LANGUAGE if comparison.translated else frozenset())
        difference.which = tuple(name for name in difference.which if name not in ignored)
        return bool(difference.which)
    if difference.kind == "footnote-changed":
        one, other = difference.notes
        same = one is not None and other is not None and _same_words(one, other)
        difference.which = tuple(name for name in difference.which if name == "label" or not same)
        return bool(difference.which)
    return True


def _same_words(one: StoredNote, other: StoredNote) -> bool:
    texts = [letters(note.note.text if note.note else "") for note in (one, other)]
    anchors = [sorted(letters(c.anchor.text) for c in note.callouts) for note in (one, other)]
    return texts[0] == texts[1] and anchors[0] == anchors[1]


def explain(difference: Difference, comparison: Comparison) -> str:
    """Why two forms of one release differ in something, as far as their records tell."""
    base, new = comparison.sides
    if difference.kind == "release-changed":
        return _missing_pages(base) or _missing_pages(new) or _issues(base) or _issues(new) or _of_versions(comparison)
    item = difference.before if difference.after is None else difference.after
    if difference.before is not None and difference.after is not None:
        if isinstance(item, StoredFact):
            one, other = difference.facts
            rules = f"read by {one.rule if one else ''} in one, by {other.rule if other else ''} in the other"
            return f"{rules}: {_of_the_words(difference, comparison)}"
        return _of_the_words(difference, comparison)
    here, there = (base, new) if difference.after is None else (new, base)
    if isinstance(item, StoredFact):
        return _of_a_fact(item, here, there, comparison)
    words = item.name if isinstance(item, StoredEntity) else _note_words(item)
    return _of_words(words, there, comparison) or f"its words stand in {there.source.uri} too, and are not taken so"


def _note_words(item: object) -> str:
    if not isinstance(item, StoredNote):
        return ""
    return item.note.text if item.note else item.callouts[0].anchor.text


def _of_a_fact(fact: StoredFact, here: StoredRecord, there: StoredRecord, comparison: Comparison) -> str:
    words = max(fact.evidence, key=lambda span: span.end - span.start).text
    missing = _of_words(words, there, comparison)
    if missing:
        return missing
    keys, paired = comparison.entities.keys[0 if here is comparison.sides[0] else 1], len(comparison.entities.pairs)
    for id_ in (fact.subject, fact.object):
        if id_ is not None and keys[id_] >= paired:
            name = here.named[id_].name
            there_too = letters(name) in _letters_of(there.text)
            found = "stands there and is not found as an entity" if there_too else "is not named"
            return f"in {there.source.uri} “{name}” {found}"
    if fact.predicate == "founded_on" and here.date and not there.date and (fact.value or "")[:4] not in words:
        lacking = _missing_pages(there)
        return f"the words say when only against the release's date, which {there.source.uri} lacks" + (
            f": {lacking}" if lacking else ""
        )
    if fact.via_footnote is not None and (issue := _issues(there)):
        return issue
    stand = "both name these entities" if comparison.translated else "the words stand in both"
    return f"{stand}, and {fact.rule} reads the fact in {here.source.uri} only"


def _of_words(words: str, there: StoredRecord, comparison: Comparison) -> str:
    """Why `there` lacks words; empty where it has them, or is in another language."""
    if comparison.translated or letters(words) in _letters_of(there.text):
        return ""
    quoted = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
    return _missing_pages(there) or _issues(there) or f"{there.source.uri} does not hold the words “{quoted}”"


def _of_the_words(difference: Difference, comparison: Comparison) -> str:
    if comparison.translated:
        return "the two languages say it differently"
    sides = [
        letters("".join(span.text for span in item.evidence))
        if isinstance(item, StoredFact)
        else letters(_note_words(item))
        for item in (difference.before, difference.after)
    ]
    if sides[0] != sides[1]:
        return "the words that it is read from differ"
    return "the words are the same"


def _missing_pages(record: StoredRecord) -> str:
    pages = record.pages_without_words()
    if not pages:
        return ""
    named = f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages[:5]))}{', …' if len(pages) > 5 else ''}"
    return f"no words can be read on {named} of {record.source.uri}: what stands there is missing"


def _issues(record: StoredRecord) -> str:
    codes = sorted(
        {i.code for i in record.issues if i.severity != "info" and i.code.startswith(("reader.", "footnote."))}
    )
    return f"{record.source.uri} has issues: {', '.join(codes)}" if codes else ""


def _of_versions(comparison: Comparison) -> str:
    base, new = comparison.sides
    if base.extractor != new.extractor:
        return "the two were not extracted by one version"
    return "the two forms give it differently"


def letters(text: str) -> str:
    """What two forms of one text agree on: letters and digits, without accents, spaces, hyphens and line ends."""
    return "".join(c for c in normal_name(text) if c.isalnum())


@lru_cache(maxsize=8)
def _letters_of(text: str) -> str:
    return letters(text)


def names_taken_as_one(comparison: Comparison) -> list[Problem]:
    """Entities that are paired only because the facts say the same of them: to be looked at by whoever reads on."""
    if not comparison.translated:
        return []
    found = []
    for one, other in comparison.entities.pairs:
        forms = {normal_name(form) for form in (one.name, *one.aliases)}
        shared = forms & {normal_name(form) for form in (other.name, *other.aliases)}
        linked = any(
            getattr(one, name) is not None and getattr(one, name) == getattr(other, name)
            for name in ("ror", "rnsr", "unit_code")
        )
        if not shared and not linked:
            found.append(
                Problem(
                    "taken-as-one",
                    f"“{one.name}” and “{other.name}” are taken as one: the facts say the same of both",
                    "both",
                    comparison.sides[1].source.uri,
                )
            )
    return found
