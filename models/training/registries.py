"""Names to put in the place of others: organisations of ROR and RNSR, persons recombined from the corpora."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.language.names.spans import LABORATORY, PERSON
from communique.rules import load_table
from training.texts import AnnotatedText

_LATIN = re.compile(r"[\w\s\-'’.,&–/]+")
_FRANCOPHONE = frozenset({"FR", "BE", "CH", "LU", "SN", "MA", "TN", "DZ", "CM", "CI", "MG", "ML", "BF", "GA", "CG"})
_KINDS = {"education", "government", "healthcare", "nonprofit", "funder", "company", "facility", "other", "archive"}
_ENGLISH_HEADS = (
    "{t} Laboratory", "Laboratory of {t}", "Laboratory for {t}", "Department of {t}", "School of {t}",
    "Institute of {t}", "Institute for {t}", "Centre for {t}", "Center for {t}", "Faculty of {t}", "{t} Group",
    "{t} Lab", "{t} Research Unit", "{p} Laboratory", "{p} Institute", "{p} Lab", "Division of {t}", "{t} Facility",
    "{p} Centre for {t}", "Joint Laboratory for {t}", "{t} Observatory", "Research Centre for {t}", "{t} Network",
    "Institute for {t} and {t}", "Department of {t} and {t}", "{c} {t} Laboratory", "{c} Institute of {t}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its full name and the short form, if any, that texts use beside it."""

    full: str
    short: str = ""


class NamePool:
    """Draws names by kind and language; the same random state gives the same names."""

    def __init__(self, registry: Path, corpora: Iterable[AnnotatedText]) -> None:
        self.institutions: dict[str, list[Named]] = {"en": [], "fr": []}
        self.laboratories: dict[str, list[Named]] = {"en": [], "fr": []}
        self.towns: dict[str, list[str]] = {"en": [], "fr": []}
        self._read_ror(registry / "ror.jsonl.gz")
        self._read_rnsr(registry)
        self.first_names, self.surnames = _person_parts(corpora)
        self._topics = [t for rule in ("subject.english",) for t in load_table("subject_words")[rule].terms]

    def draw(self, kind: str, language: str, rng: random.Random) -> Named:
        """A name of a laboratory, institution or person. One in five comes from the other language."""
        if kind == PERSON:
            return self._person(rng)
        tongue = language if rng.random() < 0.8 else ("fr" if language == "en" else "en")
        if kind == LABORATORY:
            if tongue == "en" and rng.random() < 0.6:
                return self._english_laboratory(rng)
            return rng.choice(self.laboratories[tongue])
        if rng.random() < 0.04:
            return Named(_coined(rng))
        return rng.choice(self.institutions[tongue])

    def draw_town(self, language: str, rng: random.Random) -> str:
        return rng.choice(self.towns[language])

    def _person(self, rng: random.Random) -> Named:
        first = rng.choice(self.first_names)
        last = rng.choice(self.surnames)
        chance = rng.random()
        if chance < 0.15:
            last = _blend(last, rng.choice(self.surnames))
        elif chance < 0.22:
            last = f"{last}-{rng.choice(self.surnames)}"
        elif chance < 0.28:
            last = rng.choice(("de ", "van ", "von ", "Le ", "da ", "El ", "di ", "van der ", "O’", "Mc")) + last
        if rng.random() < 0.08:
            first = f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}."
        elif rng.random() < 0.05:
            first = f"{first[0]}."
        elif rng.random() < 0.08:
            first = f"{first}-{rng.choice(self.first_names)}"
        return Named(f"{first} {last}", last)

    def _english_laboratory(self, rng: random.Random) -> Named:
        def topic() -> str:
            word = rng.choice(self._topics)
            joined = f"{rng.choice(self._topics)} {word}" if rng.random() < 0.4 else word
            return joined.title()

        shape = rng.choice(_ENGLISH_HEADS)
        while "{t}" in shape:
            shape = shape.replace("{t}", topic(), 1)
        person = rng.choice(self.surnames)
        full = shape.replace("{p}", person).replace("{c}", rng.choice(self.towns["en"]))
        initials = "".join(w[0] for w in full.split() if w[0].isupper())
        return Named(full, initials if len(initials) > 2 else _coined(rng) if rng.random() < 0.5 else "")

    def _read_ror(self, path: Path) -> None:
        for row in _rows(path):
            if not _KINDS & set(row["types"]):
                continue
            acronyms = [n["value"] for n in row["names"] if "acronym" in n["types"] and 2 <= len(n["value"]) <= 9]
            short = acronyms[0] if acronyms and _LATIN.fullmatch(acronyms[0]) else ""
            for name in row["names"]:
                if "acronym" in name["types"] or not _is_latin(name["value"]):
                    continue
                french = name["lang"] == "fr" or (name["lang"] is None and row["country"] in _FRANCOPHONE)
                language = "fr" if french else "en"
                named = Named(name["value"].split(" (")[0], short)
                if len(named.full) > 80:
                    continue
                self.institutions[language].append(named)
                if "facility" in row["types"] and row["country"] == "FR":
                    self.laboratories[language].append(named)
            city = row["locations"][0].get("city") if row["locations"] else None
            if city and _is_latin(city):
                self.towns["fr" if row["country"] in _FRANCOPHONE else "en"].append(city)

    def _read_rnsr(self, registry: Path) -> None:
        seen = set()
        for file, name_key in (("rnsr-2022.jsonl.gz", "libelle"), ("rnsr-2019.jsonl.gz", "intitule")):
            for row in _rows(registry / file):
                name = row.get(name_key) or ""
                if not name or len(name) > 110 or name.upper() in seen or not _is_latin(name):
                    continue
                seen.add(name.upper())
                short = row.get("sigle") or ""
                full = sentence_case(name) if name.isupper() else name
                self.laboratories["fr"].append(Named(full, short if 2 <= len(short) <= 12 else ""))


def sentence_case(name: str) -> str:
    """A French name in capitals as it is written in running text."""
    parts = re.split(r"([\s'’\-/]+)", name.lower())
    return "".join(p.capitalize() if i == 0 and p not in ("l", "d") else p for i, p in enumerate(parts))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _is_latin(name: str) -> bool:
    return bool(_LATIN.fullmatch(name)) and all(ord(c) < 0x250 or c in "’–" for c in name)


def _person_parts(corpora: Iterable[AnnotatedText]) -> tuple[list[str], list[str]]:
    """First names and surnames of persons in the corpora; first names of our own table besides."""
    first = {term for rule in load_table("first_names").rules for term in rule.terms}
    last: set[str] = set()
    for annotated in corpora:
        if annotated.source == "europeana-bnf":
            continue
        for start, end, label in annotated.marks:
            words = annotated.text[start:end].split()
            if label == PERSON and 2 <= len(words) <= 3 and all(re.fullmatch(r"[A-ZÀ-Ý][\w'’\-]+", w) for w in words):
                first.add(words[0])
                last.add(words[-1])
    return sorted(first), sorted(last)


def _blend(left: str, right: str) -> str:
    """A surname that nobody has, made of two."""
    blend = left[: max(2, len(left) // 2)] + right[len(right) // 2 :].lower()
    return blend if blend.isalpha() else left


def _coined(rng: random.Random) -> str:
    """A coined name, as of companies and laboratories."""
    syllables = ("qua", "ne", "lis", "or", "bi", "tec", "ma", "vi", "sol", "ar", "ix", "ter", "lum", "gen", "syn", "io")
    word = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 3))).capitalize()
    chance = rng.random()
    if chance < 0.3:
        return word.upper()
    if chance < 0.45:
        return word + rng.choice(("Lab", "Tech", "Bio", "Sys"))
    return word
