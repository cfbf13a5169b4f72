"""Other names in the place of those in a text: the contexts stay, what is named changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from communique.language.model.tags import ANYTHING
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, PERSON
from training.registries import Named, NamePool
from training.releases import Release
from training.texts import AnnotatedText, Mark

_VOWELS = "aeiouyhàâéèêîïôûüœAEIOUYHÀÂÉÈÊÎÏÔÛÜŒ"


def vary_release(release: Release, pool: NamePool, rng: random.Random, share: float = 0.7) -> AnnotatedText:
    """The release with about `share` of its entities renamed, each one throughout."""
    renamed: dict[int, Named] = {}
    chosen: dict[int, bool] = {}

    def rename(surface: str, label: str) -> str | None:
        entry = release.names.get(surface)
        if entry is None or label == ANYTHING:
            return None
        number, kind, is_full = entry
        if number not in chosen:
            chosen[number] = kind in (LABORATORY, INSTITUTION, PERSON) and rng.random() < share
            if chosen[number]:
                renamed[number] = pool.draw(kind, release.annotated.language, rng)
        if not chosen[number]:
            return None
        new = renamed[number]
        return new.full if is_full or (" " in surface and kind != PERSON) or not new.short else new.short

    return substitute(release.annotated, rename)


def vary_passage(annotated: AnnotatedText, pool: NamePool, rng: random.Random, share: float = 0.5) -> AnnotatedText:
    """The passage with about `share` of its persons and organisations renamed, the same name the same way."""
    renamed: dict[str, str | None] = {}

    def rename(surface: str, label: str) -> str | None:
        if label not in (PERSON, ORGANISATION):
            return None
        if surface not in renamed:
            renamed[surface] = None
            if rng.random() < share:
                named = pool.draw(PERSON if label == PERSON else INSTITUTION, annotated.language, rng)
                short = " " not in surface and bool(named.short)
                renamed[surface] = named.short if short else named.full
        return renamed[surface]

    return substitute(annotated, rename)


def substitute(annotated: AnnotatedText, rename: Callable[[str, str], str | None]) -> AnnotatedText:
    """The text with marked words replaced by what `rename(words, label)` gives; None leaves them."""
    text = ""
    marks: list[Mark] = []
    position = 0
    for start, end, label in annotated.marks:
        before = annotated.text[position:start]
        surface = annotated.text[start:end]
        new = rename(surface, label)
        if new is not None:
            before = _mend_elision(before, new)
            surface = new
        text += before
        marks.append((len(text), len(text) + len(surface), label))
        text += surface
        position = end
    return replace(annotated, text=text + annotated.text[position:], marks=tuple(marks))


def _mend_elision(before: str, name: str) -> str:
    """ "l'" and "d'" stand before vowels only."""
    if before[-1:] in ("'", "’") and name[0] not in _VOWELS:
        for elided, whole in (("l", "le "), ("L", "Le "), ("d", "de "), ("D", "De ")):
            if before[-2:-1] == elided:
                return before[:-2] + whole
    return before


def capital_lines(annotated: AnnotatedText, rng: random.Random, share: float = 0.3) -> AnnotatedText:
    """Some short lines (headings) in capitals, as many layouts set them."""
    lines = []
    for line in annotated.text.split("\n"):
        upper = line.upper()
        is_heading = 8 < len(line) < 120 and not line.rstrip().endswith((".", ":", ";"))
        lines.append(upper if is_heading and len(upper) == len(line) and rng.random() < share else line)
    return replace(annotated, text="\n".join(lines))
