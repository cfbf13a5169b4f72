"""The place of a dateline: which of the names before a date is a town, and how it is written in running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from communique.rules.loader import load_table
from communique.steps.structure.cues import has_cue

_SEPARATOR: Final = re.compile(r"\s*(?:,|;|\s/|/\s|\s(?:and|et|AND|ET|&)\s)\s*")
_PREPOSITIONS: Final = frozenset(["at", "of", "from", "de", "du", "in", "near", "to", "à", "vers", "by"])
_MADE_IN: Final = re.compile(r"^(?:(?:[Ff]ait|[Dd]onné|[Pp]ublié)\s)?(?:[àÀ]|[Ii]n)\s")
_POSTAL_CODE: Final = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+")
_ARRONDISSEMENT: Final = re.compile(r"\s\d{1,2}(?:er|e|ème)?$")
_TOKEN: Final = re.compile(r"[^\s]+")
_MAX_WORDS: Final = 5
_MAX_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rest of the release says about a name: its text, and names (folded) known to be organisations."""

    text: str = ""
    organisations: frozenset[str] = field(default_factory=frozenset)

    def is_located_in(self, name: str) -> bool:
        """Whether the text says "in NAME", "à NAME" somewhere."""
        return re.search(rf"\b(?:in|near|to|à|vers)\s{re.escape(name)}\b", self.text, re.IGNORECASE) is not None

    def is_spoken_of(self, name: str) -> bool:
        """Whether the text uses the name as it uses an organisation's: not after a preposition, not in a dateline."""
        uses = re.finditer(rf"(?<![\w-])(?P<before>\w+\s)?{re.escape(name)}(?![\w-])(?P<after>\s*,)?", self.text)
        return any(not use["after"] and (use["before"] or "").strip().casefold() not in _PREPOSITIONS for use in uses)


def choose_place(expression: str, evidence: Evidence, *, trusted: bool, glued: bool) -> str | None:
    """The first town in `expression`, as running text writes it; None when there is none.

    Towns that a slash without spaces joins are one expression and stay together ("Hamburg/Kiel").

    Args:
        expression: what stands before (or after) the date: "BOGOTÁ, Colombia", "Hanoï et Marseille".
        evidence: the rest of the release.
        trusted: the expression stands where only a place can stand (a comma and the date follow); otherwise a name
            needs support: a country after it, the list of towns, or the text. A name that the text uses as an
            organisation's comes last ("CERN, Geneva").
        glued: words of a masthead may run into the place without punctuation ("Direction de la communication Nancy").
    """
    elements = [_without_address(e.strip(' "“”«»*')) for e in _SEPARATOR.split(expression)]
    readings = [(i, n) for i, e in enumerate(elements) for n in _readings(e, evidence, glued=glued)]
    if glued:
        readings += [(i, n) for i, e in enumerate(elements) if (n := _known_suffix(e)) and n != e]
    doubtful: list[str] = []
    for i, name in readings:
        if _is_organisation(name, evidence) or (is_region(name) and not is_known_town(name)):
            continue
        has_region = i + 1 < len(elements) and is_region(elements[i + 1])
        if has_region or any(is_known_town(n) or evidence.is_located_in(n) for n in name.split("/")):
            return _in_running_text(name, evidence.text)
        if not (_is_acronym(name, elements) or evidence.is_spoken_of(name)) and trusted:
            return _in_running_text(name, evidence.text)
        doubtful.append(name)
    return _in_running_text(doubtful[0], evidence.text) if doubtful and trusted else None


def is_known_town(name: str) -> bool:
    """Whether `name` is in the list of towns."""
    return folded(name) in _towns()


def is_place_shaped(name: str) -> bool:
    """Whether `name` is written as names of towns are: a few capitalised words, small ones between them."""
    tokens = name.split()
    if (
        not 1 <= len(tokens) <= _MAX_WORDS
        or len(name) > _MAX_LENGTH
        or any(c.isdigit() or c in '|:"“”«»=@' for c in name)
    ):
        return False
    if not _is_capitalised(tokens[0]) or not _is_capitalised(tokens[-1]):
        return False
    return all(_is_capitalised(t) or _is_particle(t) for t in tokens)


def folded(name: str) -> str:
    """`name` for comparison: no case, no diacritics, single spaces."""
    if name.isascii():
        return " ".join(name.lower().split())
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _without_address(element: str) -> str:
    """The town in "75016 Paris", "CH-1211 Genève", "Paris 5e", "Fait à Lyon"."""
    element = _MADE_IN.sub("", element)
    return _ARRONDISSEMENT.sub("", _POSTAL_CODE.sub("", element))


def _readings(element: str, evidence: Evidence, *, glued: bool) -> Iterator[str]:
    """The element itself where it is written as towns are, and the town at the end of a masthead that ran into it."""
    suffix = _known_suffix(element) if glued else None
    is_whole = suffix in (None, element) or is_known_town(element) or evidence.is_located_in(element)
    if is_whole and is_place_shaped(element) and not has_cue("masthead", element):
        yield element
    is_address = element[:1].isdigit()
    tail = _tail(element) if glued and not is_address else element
    if tail != element and is_place_shaped(tail) and not has_cue("masthead", tail):
        yield tail


def _is_acronym(name: str, elements: Sequence[str]) -> bool:
    """Whether the name is in capitals where others beside it are not: "CERN, Geneva"."""
    return name.isupper() and any(not e.isupper() for e in elements)


def _tail(element: str) -> str:
    """The capitalised words at the end that are written alike: "PRESS RELEASE Lyon" ends in "Lyon"."""
    taken: list[str] = []
    style: bool | None = None
    for token in reversed(_TOKEN.findall(element)):
        if _is_particle(token) and taken and token.islower():
            taken.append(token)
            continue
        if not _is_capitalised(token) or token.endswith((")", ":")):
            break
        if style is not None and token.isupper() != style:
            break
        style = token.isupper()
        taken.append(token)
    while taken and taken[-1].islower():
        taken.pop()
    return " ".join(reversed(taken))


def _known_suffix(element: str) -> str | None:
    """The longest end of `element` that is a town of the list."""
    tokens = element.split()
    for i in range(max(0, len(tokens) - 4), len(tokens)):
        if is_known_town(" ".join(tokens[i:])):
            return " ".join(tokens[i:])
    return None


def _is_capitalised(token: str) -> bool:
    word = token.lstrip("(\"'“«’")
    bare = word.rstrip(".")
    if word.endswith(".") and folded(bare) not in _terms("dateline.abbreviation") and len(bare) > 1 and "." not in bare:
        return False
    return bool(word) and (word[0].isupper() or (word[1:2] in ("'", "’") and word[2:3].isupper()))


def _is_particle(token: str) -> bool:
    return folded(token).rstrip("'") in _terms("dateline.particle")


def is_region(name: str) -> bool:
    """Whether `name` is a country, or a division that news wires add to a town ("Calif.", "NSW")."""
    return not {name, name + "."}.isdisjoint(_exact_terms("dateline.region")) or (
        len(name) > 2 and folded(name) in _regions()
    )


def _is_organisation(name: str, evidence: Evidence) -> bool:
    if is_known_town(name):
        return False
    if folded(name) in evidence.organisations:
        return True
    return load_table("datelines")["dateline.organisation"].regex.search(name) is not None


def _in_running_text(name: str, text: str) -> str:
    """`name` without the capitals of a headline: as the release writes it elsewhere, or by the usual rules."""
    name = name.rstrip(".") if folded(name.rstrip(".").split()[-1]) not in _terms("dateline.abbreviation") else name
    if not name.isupper():
        return name
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
        if not match[0].isupper() and match[0][0].isupper():
            return match[0]
    return re.sub(r"[^\W\d_]+(?:['’](?=\w))?", _title_cased, name)


def _title_cased(match: re.Match[str]) -> str:
    word = match[0].lower()
    if match.start() and folded(word).rstrip("'") in _terms("dateline.particle"):
        return word
    return word[0].upper() + word[1:]


@cache
def _towns() -> frozenset[str]:
    listed = (t for rule in load_table("places").rules if rule.id != "place.region" for t in rule.terms)
    return frozenset(folded(t) for t in listed) | _terms("dateline.city")


@cache
def _regions() -> frozenset[str]:
    return frozenset(folded(t) for t in load_table("places")["place.region"].terms) | _terms("dateline.region")


@cache
def _terms(rule_id: str) -> frozenset[str]:
    return frozenset(folded(t) for t in load_table("datelines")[rule_id].terms)


@cache
def _exact_terms(rule_id: str) -> frozenset[str]:
    return frozenset(load_table("datelines")[rule_id].terms)
