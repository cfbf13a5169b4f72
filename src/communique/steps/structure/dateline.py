"""The grammar of one dateline: a place, a date and what may stand around them in a line or before a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from communique.findings import Language
from communique.language.dates import DateMention, find_dates
from communique.rules.loader import load_table
from communique.steps.structure.cues import find_cue, has_cue
from communique.steps.structure.places import Evidence, choose_place, is_known_town, is_region

DatelineKind = Literal["dateline", "published", "updated", "replaced", "embargo"]

_REACH: Final = 320
"""A dateline lies within so many characters of a block's start."""

_MAX_WORDS_BEFORE: Final = 16
_MAX_SMALL_WORDS: Final = 2
_MAX_WORDS_AFTER: Final = 14
_MAX_WORDS_GLUED: Final = 14
_SEGMENT: Final = re.compile(r"\s+[–—-]\s+|\s*[|·•\t]\s*|--|:\s")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_BAR: Final = re.compile(r"\s[–—-]\s|[|·•\t]")
_YEAR: Final = re.compile(r"\d\d")
"""Figures that every date has of which the year is stated."""
_BY: Final = re.compile(r"(?:by|par)\s", re.IGNORECASE)
_DASH: Final = re.compile(r"\s*(?:--|[–—]|-(?=\s))\s*")
_SENTENCE_BREAK: Final = re.compile(r"([^\W\d_]{4,})[.!?]\s")
_AFTER_LINE: Final = re.compile(r"\s*(?:[\])\t]|--|[–—|:/.·•(]|-(?=\s|$)|,\s*[^\W\d_a-z]|(?:in|à)\s[^\W\d_a-z]|$)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """`[0, end)` of a block's text; `whole` says that nothing but the dateline stands in the block."""

    end: int
    kind: DatelineKind
    place: str | None = None
    date: DateMention | None = None
    whole: bool = False
    wire: bool = False


def read_dateline(text: str, language: Language, evidence: Evidence) -> Dateline | None:
    """The dateline that `text`, the text of one block, is or begins with."""
    head = text[:_REACH]
    found = find_dates(head, language) if _YEAR.search(head) else ()
    dates = [d for d in found if d.iso is not None and d.precision != "year"]
    if has_cue("embargo", head):
        return _beside_embargo(text, language, evidence) or _labelled(text, "embargo", dates)
    if has_cue("replaced", head):
        return _labelled(text, "replaced", dates)
    place_alone = _without_date(text, evidence)
    if dates and place_alone and place_alone.wire and place_alone.end <= dates[0].start:
        return place_alone
    dated = [d for d in (_around_date(text, date, evidence) for date in dates) if d is not None]
    return min(dated, key=_preference, default=place_alone)


def _preference(dateline: Dateline) -> tuple[bool, bool]:
    """Of several dates in one line, that of publication goes before that of a change, a day before a month."""
    return dateline.kind == "updated", dateline.date is not None and dateline.date.precision != "day"


def _labelled(text: str, kind: DatelineKind, dates: list[DateMention]) -> Dateline | None:
    """An embargo or correction line; of an embargo's dates the last one is when it ends."""
    whole = len(text.split()) <= 40
    if kind == "replaced":
        return Dateline(len(text), kind, date=dates[0], whole=whole) if dates and whole else None
    return Dateline(len(text), kind, date=dates[-1] if dates else None, whole=True) if whole else None


def _beside_embargo(text: str, language: Language, evidence: Evidence) -> Dateline | None:
    """The dateline that shares its line with an embargo: "Lyon, 3 May 2021 – embargo until 4 May"."""
    for segment in _SEGMENT.split(text[:_REACH]):
        if not has_cue("embargo", segment):
            beside = read_dateline(segment, language, evidence)
            if beside and beside.whole and beside.date and beside.place:
                return replace(beside, end=len(text))
    return None


def _around_date(text: str, date: DateMention, evidence: Evidence) -> Dateline | None:
    before = text[: date.start]
    if not _is_before_a_date(before):
        return None
    nearest = _BAR.split(before)[-1].lstrip()  # of several labels in a line, the one beside the date counts
    label = find_cue("published", nearest + " ")
    bare = _without_article(nearest[label.end() :] if label else before)
    after = _skip_tail(text, date.end)
    terminator = _end_of("dateline.terminator", text, after)
    if terminator is None and _is_closed(text, date):
        terminator = after
    is_line = _is_line(text, after, is_labelled=label is not None)
    if is_line:
        if not (label or has_cue("masthead", before) or _is_bare_place(bare) or _is_linked(before)):
            return None
    elif terminator is None or not _is_bare_place(bare):
        return None
    place = None if _BY.match(bare) else _place_before(before, bare, evidence, is_line=is_line)
    if place is None and is_line and not _word_count(bare):
        place = _place_after(text[date.end :], evidence)
    end = after if terminator is None else terminator
    whole = is_line or end >= len(text.rstrip())
    kind: DatelineKind = "updated" if has_cue("updated", nearest) else "published" if label else "dateline"
    return Dateline(len(text) if whole else end, kind, place, date, whole, wire=_has_wire(text, date.end))


def _without_date(text: str, evidence: Evidence) -> Dateline | None:
    """A place alone before a dash: "Kyoto, Japan -- Rain is", "LIMA (Andina) – The"."""
    match = re.match(
        r"\W{0,2}(?P<place>[^–—:;.!?()\d]{2,60}?(?:\b[A-Z][a-z]{0,5}\.)?)\)?\s*(?=--|[–—]|-\s|\([A-Z]|/[A-Z])", text
    )
    if match is None:
        return None
    expression = match["place"]
    wire = _end_of("dateline.wire", text, match.end())
    terminator = _DASH.match(text, match.end() if wire is None else wire)
    if terminator is None or not _is_bare_place(expression):
        return None
    if wire is None and not expression.split(",")[0].split()[0].isupper() and "," not in expression:
        return None
    place = choose_place(expression, evidence, trusted=wire is not None, glued=False)
    return Dateline(terminator.end(), "dateline", place, wire=wire is not None) if place else None


# --- before the date ----------------------------------------------------------------------------------------------


def _is_before_a_date(before: str) -> bool:
    """Whether `before` can lead up to a dateline's date: a masthead, a label or a place, not a sentence."""
    if _word_count(before) > _MAX_WORDS_BEFORE or any(not is_region(m[1]) for m in _SENTENCE_BREAK.finditer(before)):
        return False
    if has_cue("masthead", before) or has_cue("published", before + " ") or has_cue("updated", before):
        return True
    small = [w for w in _WORD.findall(_without_article(before)) if w.islower() and not _is_small_word(w)]
    return len(small) <= _MAX_SMALL_WORDS


def _is_linked(before: str) -> bool:
    """Whether punctuation, not a word of a sentence, stands between the words and the date."""
    return any(c in ",;:–—|·•(/-" for c in before[len(_without_article(before)) :])


def _is_bare_place(bare: str) -> bool:
    """Whether the words are such that a paragraph can begin with them as a dateline: names and small words only."""
    last = _SEGMENT.split(bare)[-1]
    small = [w for w in _WORD.findall(last) if w.islower() and not _is_small_word(w)]
    return not small and (last[:1].isupper() or last[:1] in "(“\"'" or not last) and _word_count(bare) <= 10


def _place_before(before: str, bare: str, evidence: Evidence, *, is_line: bool) -> str | None:
    segments = [s for s in _SEGMENT.split(_without_bracket(bare)) if s.strip()]
    if not segments:
        return None
    link = before[len(bare) :].strip()
    trusted = not any(c in link for c in "|·•–—-:/") or _is_headline_style(segments)
    place = choose_place(segments[-1], evidence, trusted=trusted, glued=is_line)
    while (
        place
        and len(segments) > 1
        and is_known_town(segments[-2].strip())
        and segments[-1].strip() != segments[-2].strip()
    ):
        segments.pop()  # "Grenoble – Lyon, le 3 mars": the first of the towns
        place = choose_place(segments[-1], evidence, trusted=True, glued=False) or place
    return place


def _is_headline_style(segments: list[str]) -> bool:
    """ "PRESS RELEASE – PARIS – 25 APRIL": all in capitals, and a segment before says what the line is."""
    return len(segments) > 1 and segments[-1].isupper() and any(has_cue("masthead", s) for s in segments[:-1])


def _without_article(before: str) -> str:
    match = load_table("datelines")["dateline.article"].regex.search(before)
    return before[: match.start()] if match else before


def _without_bracket(bare: str) -> str:
    """`bare` without "(Isère)" at its end; a bracket further in ends a name, as a bar does."""
    return re.sub(r"\([^()]*\)", " | ", re.sub(r"\s*\([^()]*\)\s*$", "", bare)).lstrip(" (")


# --- after the date -----------------------------------------------------------------------------------------------


def _skip_tail(text: str, position: int) -> int:
    """Past a closing bracket, the hour and the wire's name after the date."""
    if text[position : position + 1] in (")", "]"):
        position += 1
    for rule_id in ("dateline.time", "dateline.wire", "dateline.time"):
        position = _end_of(rule_id, text, position) or position
    return position


def _has_wire(text: str, position: int) -> bool:
    position = _end_of("dateline.time", text, position) or position
    return _end_of("dateline.wire", text, position) is not None


def _end_of(rule_id: str, text: str, position: int) -> int | None:
    """Where the rule's match ends that begins at `position`."""
    match = load_table("datelines")[rule_id].regex.match(text[position : position + _REACH])
    return None if match is None else position + match.end()


def _is_line(text: str, after: int, *, is_labelled: bool) -> bool:
    """Whether what follows the date is too short, and too little of a sentence, to be the release's text."""
    rest = text[after:].strip(" \t–—-:.|")
    if len(rest.split()) > _MAX_WORDS_AFTER or (
        len(text.split()) > _MAX_WORDS_GLUED and _word_count(rest) > 4 and _ends_sentence(text)
    ):
        return False
    if _AFTER_LINE.match(text[after : after + _REACH]):
        return not (_word_count(rest) > 4 and _ends_sentence(text))
    is_glued = rest[:1].isupper() and len(text.split()) <= _MAX_WORDS_GLUED
    return (is_labelled or is_glued) and not _ends_sentence(text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", "”", "»"))


def _is_closed(text: str, date: DateMention) -> bool:
    """ "(Lyon, 3 May 2021) The": the bracket that opened before the place closes after the date."""
    return text[:1] in "([" and text[date.end : date.end + 1] in (")", "]")


def _place_after(after: str, evidence: Evidence) -> str | None:
    match = re.match(r"\s*(?:(?P<comma>,|\bin\b|\bà\b)|[–—|·•-])\s*(?P<place>[^|·•–—]{2,60})(?=$|[|·•–—])", after)
    if match is None:
        return None
    return choose_place(match["place"].strip(" ."), evidence, trusted=match["comma"] is not None, glued=False)


def _word_count(text: str) -> int:
    return len(_WORD.findall(text))


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load_table("datelines")["dateline.particle"].terms)


def _is_small_word(word: str) -> bool:
    return word in _small_words()
