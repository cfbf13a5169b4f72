"""Note labels: how they are printed, which notes a printed mark calls, and how labels follow each other."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import pairwise
from typing import Final, Literal

LabelKind = Literal["number", "letter", "roman", "symbol", "other"]

SYMBOLS: Final = "*†‡§¶‖"
LONGEST_RANGE: Final = 12
"""A mark that would call more notes than this at one place is no range of notes but a span of pages or years."""
LONGEST_JOINED: Final = 6
"""Longer numbers than this, in digits, are not several labels set without anything between them."""
LONGEST_MARK: Final = 60
"""Nothing longer than this, in characters, is read as a mark: markup may set whole paragraphs raised."""

_GLYPHS: Final = str.maketrans(
    "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁎∗＊﹡✱‐‑‒–—−",
    "0123456789abcdefghijklmnoprstuvwxyz*****------",
)
RAISED_GLYPHS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_SINGLE: Final = re.compile(rf"[1-9][0-9]{{0,6}}|[a-z]|[ivxlc]{{1,7}}|([{SYMBOLS}])\1{{0,5}}")
_WRAPPED: Final = re.compile(
    r"^[\s\[(⁽{]*(?:(?:foot)?note\s+|\^)?(?P<inner>[^\s\[\](){}⁽⁾.:,;][^\[\](){}⁽⁾]*?)\s*[\])}⁾.:,;]*\s*$",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s*(?:[,;/·&+]|\bet\b|\band\b|\s)\s*")
_BETWEEN_BRACKETS: Final = re.compile(rf"[\])]\s?[,;]?\s?[\[(]?(?=[^\W_]|[{SYMBOLS}])")
_RANGE: Final = re.compile(r"([1-9]\d{0,6})\s*-\s*([1-9]\d{0,6})")
_KINDS: Final = re.compile(rf"[0-9]+|[a-z]|([{SYMBOLS}])\1*")
_ROMAN: Final = re.compile(r"(?=.)(x{0,4})(ix|iv|v?i{0,4})")


def clean_label(printed: str) -> str:
    """A label as published: raised glyphs spelled as plain ones, without brackets, dots and the word "footnote".

    An empty string when nothing is left.
    """
    if len(printed) > LONGEST_MARK:
        return ""
    match = _WRAPPED.match(printed.translate(_GLYPHS))
    return match["inner"] if match else ""


def is_label(text: str) -> bool:
    """Whether a cleaned text has the form of one label."""
    return _SINGLE.fullmatch(text) is not None


def label_kind(label: str) -> LabelKind:
    """The kind of one label; a letter that could be a Roman number counts as a letter (see `are_roman`).

    "other" is what has not the form of a label and is one only by the markup's word.
    """
    if not is_label(label):
        return "other"
    if label.isdecimal():
        return "number"
    if label[:1] in SYMBOLS:
        return "symbol"
    return "letter" if len(label) == 1 else "roman"


def are_roman(labels: Iterable[str]) -> bool:
    """Whether the alphabetic ones of `labels` count i, ii, iii … rather than a, b, c …"""
    letters = [x for x in labels if x[:1].isalpha()]
    return "i" in letters and "h" not in letters and all(_ROMAN.fullmatch(x) for x in letters)


def rank(label: str, *, roman: bool = False) -> int:
    """The place of a label in its own sequence, from 1; 0 when it has none."""
    if not is_label(label):
        return 0
    if label.isdecimal():
        return int(label)
    if label[0] in SYMBOLS:
        return SYMBOLS.index(label[0]) + 1 + len(SYMBOLS) * (len(label) - 1)
    if roman or len(label) > 1:
        match = _ROMAN.fullmatch(label)
        return _roman_value(match[1], match[2]) if match else 0
    return ord(label) - ord("a") + 1


def _roman_value(tens: str, units: str) -> int:
    small = {"ix": 9, "iv": 4}.get(units)
    if small is None:
        small = 5 * units.count("v") + units.count("i")
    return 10 * len(tens) + small


def read_labels(printed: str, known: Container[str], *, expected: int = 0) -> tuple[str, ...]:
    """The labels that a printed mark calls: "1", "1,2", "2-4", "[1][2]", and "12" where notes 1 and 2 exist.

    Args:
        printed: the mark, with or without brackets.
        known: the labels that have a note; they decide whether "12" is one label or two.
        expected: the number that comes next in the text, 0 when not known: decides where "12", "1" and "2" all exist.

    Returns:
        The labels in the order printed; empty when the mark has not the form of labels.
    """
    if len(printed) > LONGEST_MARK:
        return ()
    if len(pieces := _BETWEEN_BRACKETS.split(printed)) > 1:
        read = [read_labels(piece, known, expected=expected) for piece in pieces]
        return tuple(x for labels in read for x in labels) if all(read) else ()
    inner = clean_label(printed)
    if not inner:
        return ()
    if is_label(inner):
        split = _split_joined(inner, known, expected)
        return split or (inner,)
    labels: list[str] = []
    for piece in _SEPARATOR.split(inner):
        if span := _RANGE.fullmatch(piece):
            first, last = int(span[1]), int(span[2])
            if not first < last <= first + LONGEST_RANGE:
                return ()
            labels += [str(n) for n in range(first, last + 1)]
        elif is_label(piece):
            labels += _split_joined(piece, known, expected) or (piece,)
        elif split := _split_letters(piece, known) or _split_kinds(piece):
            labels += split
        else:
            return ()
    return tuple(labels)


def _split_joined(label: str, known: Container[str], expected: int) -> tuple[str, ...]:
    """The labels that stand without anything between them, or () when `label` is better read as one."""
    if len(label) < 2 or label[0] in SYMBOLS:
        return ()
    if not label.isdecimal():
        return () if label in known else _split_letters(label, known)
    pieces = _split_numbers(label, known, ascending=True)
    if label not in known:
        return pieces or _split_numbers(label, known, ascending=False)
    return pieces if pieces and pieces[0] == str(expected) and int(label) != expected else ()


def _split_numbers(digits: str, known: Container[str], *, ascending: bool) -> tuple[str, ...]:
    """`digits` as two or more different known numbers, the shortest first."""

    def split(rest: str, before: tuple[str, ...]) -> tuple[str, ...]:
        for length in range(1, len(rest) + 1):
            piece = rest[:length]
            if piece[0] == "0" or piece not in known or piece in before:
                continue
            if ascending and before and int(piece) < int(before[-1]):
                continue
            if length == len(rest):
                return (*before, piece)
            if whole := split(rest[length:], (*before, piece)):
                return whole
        return ()

    pieces = split(digits, ()) if len(digits) <= LONGEST_JOINED else ()
    return pieces if len(pieces) > 1 else ()


def _split_letters(letters: str, known: Container[str]) -> tuple[str, ...]:
    ascending = all(a < b for a, b in pairwise(letters))
    return tuple(letters) if ascending and all(c in known for c in letters) else ()


def _split_kinds(piece: str) -> tuple[str, ...]:
    """Labels of different kinds, or different symbols, in a row: "*†", "1*"."""
    tokens = tuple(m[0] for m in _KINDS.finditer(piece))
    return tokens if len(tokens) > 1 and "".join(tokens) == piece and any(t[0] in SYMBOLS for t in tokens) else ()
