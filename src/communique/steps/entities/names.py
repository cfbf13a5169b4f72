"""One occurrence of a name in the text, as the merging rules see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from communique.findings import Mention, MentionSource
from communique.records import normal_name
from communique.registry.core import CoreOrganisation, core_organisations
from communique.rules import load_table

_TABLED = ("gazetteer.", "definition.", "repeat.", "plural.")
"""Rules whose names may be those of the core table."""
_SOURCES: dict[str, MentionSource] = {"gazetteer": "gazetteer", "model": "model"}


@dataclass(frozen=True, slots=True)
class Name:
    """`bare` is the surface without a unit label in front ("IRL ESS" is "ESS"), `key` that as compared.

    `kind` is an entity kind or "unit_code"; `row` is the organisation of the core table that the surface names, None
    where it names none. `weak`: by a form that other organisations bear too, so that the release may mean another.
    """

    start: int
    end: int
    text: str
    bare: str
    key: str
    kind: str
    rule: str
    row: int | None
    weak: bool = False

    @property
    def sure_row(self) -> int | None:
        """The row where no other organisation bears the form."""
        return None if self.weak else self.row

    @property
    def is_organisation(self) -> bool:
        return self.kind in ("laboratory", "institution")

    @property
    def is_short(self) -> bool:
        """Whether the name is one word, as acronyms and coined names are."""
        return " " not in self.bare

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that the release uses: a town that stands for its university is none."""
        if self.rule.startswith("plural."):
            return (self.bare,)
        words = self.text.split(" ")
        if self.rule.startswith("label.left-") and len(words) > 1 and words[-1].islower():
            return (self.text, " ".join(words[:-1]))  # Life Science and Bioprocesses division
        return (self.text, self.bare)

    @property
    def mention(self) -> Mention:
        return Mention(self.start, self.end, _SOURCES.get(self.rule.partition(".")[0], "rule"), self.rule)


def make_names(text: str, spans: Iterable[tuple[int, int, str, str, str]]) -> list[Name]:
    """The names of (start, end, kind, rule, full name) spans of characters, in text order."""
    names = []
    for start, end, kind, rule, full in spans:
        surface = text[start:end]
        known = kind in ("laboratory", "institution") and rule.startswith(_TABLED)
        form = normal_name(full or surface)
        row = _rows().get(form) if known else None
        bare = full or without_label(surface)
        weak = row is not None and form in _weak_forms()
        names.append(Name(start, end, surface, bare, normal_name(bare), kind, rule, row, weak))
    return sorted(names, key=lambda n: (n.start, n.end))


def without_label(text: str) -> str:
    """A name without the unit label that it begins with; a label alone stays."""
    first, _, rest = text.partition(" ")
    return rest if rest and not rest[0].isdigit() and first in unit_acronyms() else text


@cache
def unit_acronyms() -> frozenset[str]:
    """The labels written in capitals: "UMR", "IRL", "LabCom"."""
    rows = load_table("unit_labels").rules
    return frozenset(t for rule in rows if rule.id == "label.unit-acronym" for t in rule.terms)


@cache
def _rows() -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, organisation in enumerate(core_organisations()):
        for form in organisation.forms():
            rows.setdefault(normal_name(form), row)
    return rows


@cache
def _weak_forms() -> frozenset[str]:
    strong = {normal_name(form) for row in core_organisations() for form in (*row.names, *row.acronyms)}
    return frozenset({normal_name(form) for row in core_organisations() for form in row.weak} - strong)


def core_row(row: int) -> CoreOrganisation:
    """The organisation in a row of the core table."""
    return core_organisations()[row]
