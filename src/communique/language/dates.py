"""Dates in running text: what is written, how precisely, and which day it means once the release's date is known.

`find_dates` reads a text, `resolve` completes a mention that leaves something to the reader ("this April",
"hier", "1 October"). The shapes are data: `rules/dates.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal

from communique.findings import Language
from communique.rules.loader import Rule, load_table

Precision = Literal["day", "month", "year"]
Relation = Literal["stated", "last", "this", "next"]
Direction = Literal["past", "future"]
Unit = Literal["day", "month", "year"]


_REACH: Final = 64
"""Characters around an anchor (a month's name, a year) in which the rest of a date stands: twice the longest that
the rows' examples have, so that what a row looks at behind a date is never cut off."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: `text[start:end]`, half-open.

    `year`, `month` and `day` are what is stated. A mention without a year needs the release's date: `relation` says
    which one of the Aprils, Mondays or springs is meant ("stated": nothing is said), and `shift` counts units of
    `shift_unit` from the release's date (yesterday: -1 day). `weekday` is 0 for Monday, `season` the month in which the
    season begins. `day_first_assumed` is True for "04/05/2023", which can be read two ways.
    """

    start: int
    end: int
    precision: Precision
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    relation: Relation = "stated"
    shift_unit: Unit | None = None
    shift: int = 0
    day_first_assumed: bool = False

    @property
    def iso(self) -> str | None:
        """The date in ISO form with the stated precision; None when it depends on the release's date."""
        return None if self.year is None else _iso(self.precision, self.year, self.month, self.day)


def find_dates(text: str, language: Language) -> tuple[DateMention, ...]:
    """The dates of `text` in order, not overlapping; where two shapes compete the longer one is taken.

    Full dates are read in both languages whatever `language` is; words such as "hier" or "today" and bare years only
    in the text's own.
    """
    masks: list[tuple[int, int]] = []
    found: list[DateMention] = []
    windows = _windows(text)
    for rule, near in _rules(language):
        for match in (m for start, end in windows.get(near, ()) for m in rule.regex.finditer(text, start, end)):
            if rule.fields.get("mask"):
                masks.append(match.span())
            elif (mention := _read(rule, match)) is not None:
                found.append(mention)
    return tuple(_without_masked(_without_overlaps(found), sorted(masks)))


def resolve(mention: DateMention, release_date: str | None, *, direction: Direction | None = None) -> str | None:
    """The ISO date that `mention` means in a release of `release_date`, with the precision that was stated.

    Args:
        mention: a date as `find_dates` gives it.
        release_date: the release's own date in ISO form, of any precision; None when it is not known.
        direction: what the sentence says of the time ("will be opened": future). Without it, and where the mention
            says nothing itself, the date nearest to the release's is taken, the past one of two equally near.

    Returns:
        None when the release's date is missing or not precise enough ("yesterday" in a release of April 2022).
    """
    if mention.iso is not None:
        return mention.iso
    reference = _reference(release_date)
    if reference is None:
        return None
    stated = len((release_date or "").split("-"))
    if mention.shift_unit == "day":
        return (reference + timedelta(days=mention.shift)).isoformat() if stated == 3 else None
    if mention.shift_unit == "month":
        return _shifted_month(reference, mention.shift) if stated >= 2 else None
    if mention.shift_unit == "year":
        return _iso(mention.precision, reference.year + mention.shift, mention.month, mention.day)
    if mention.weekday is not None and mention.day is None:
        return _weekday(mention, reference, direction) if stated == 3 else None
    if stated == 1:
        return None
    if mention.season is not None:
        year = _occurrence(mention.relation, direction, reference, mention.season, None)
        return str(year)
    if mention.month is not None:
        year = _occurrence(mention.relation, direction, reference, mention.month, mention.day)
        return _iso(mention.precision, year, mention.month, mention.day)
    return None


def _windows(text: str) -> dict[frozenset[str], list[tuple[int, int]]]:
    """The stretches of `text` near anchors, for each set of anchors that rules name and that stand in it."""
    anchors = [(anchor.lastgroup, *anchor.span()) for anchor in _anchors().finditer(text)]
    found: dict[frozenset[str], list[tuple[int, int]]] = {}
    for near in _anchor_sets() if anchors else ():
        for name, first, last in anchors:
            if name in near:
                windows = found.setdefault(near, [])
                start, end = max(0, first - _REACH), last + _REACH
                if windows and start <= windows[-1][1]:
                    windows[-1] = (windows[-1][0], end)
                else:
                    windows.append((start, end))
    return found


@cache
def _anchors() -> re.Pattern[str]:
    return re.compile(str(_table("anchors")["pattern"]))


@cache
def _anchor_sets() -> tuple[frozenset[str], ...]:
    return tuple(dict.fromkeys(frozenset(rule.fields["near"]) for rule in load_table("dates").rules))


@cache
def _rules(language: Language) -> tuple[tuple[Rule, frozenset[str]], ...]:
    """The rules that read texts of a language, each with the anchors near which it finds something."""
    rules = load_table("dates").rules
    return tuple((r, frozenset(r.fields["near"])) for r in rules if language in r.fields.get("languages", (language,)))


# --- reading one match ------------------------------------------------------------------------------------------


def _read(rule: Rule, match: re.Match[str]) -> DateMention | None:
    """The mention of one match; None when the numbers make no date (31 February)."""
    groups = {k.rstrip("2"): v for k, v in match.groupdict().items() if v is not None}
    span = match.span("span") if "span" in groups and match.groupdict().get("span") else match.span()
    if match.groupdict().get("span2"):
        span = match.span("span2")
    year = _year(groups.get("year"))
    month = _month(groups.get("month"))
    day = int(groups["day"]) if "day" in groups else None
    if not _exists(year, month, day):
        return None
    unit, shift, relation = _shift(rule, groups)
    return DateMention(
        start=span[0],
        end=span[1],
        precision=_precision(rule, groups, unit),
        rule=rule.id,
        year=year,
        month=month,
        day=day,
        weekday=_look_up("weekdays", groups.get("weekday")),
        season=_look_up("seasons", groups.get("season")),
        relation=relation,
        shift_unit=unit,
        shift=shift,
        day_first_assumed=rule.id == "date.figures" and _can_be_swapped(month, day),
    )


def _precision(rule: Rule, groups: Mapping[str, str], unit: Unit | None) -> Precision:
    stated = rule.fields.get("precision")
    if stated in ("day", "month", "year"):
        precision: Precision = stated
        return precision
    if "day" in groups or "weekday" in groups:
        return "day"
    if "month" in groups:
        return "month"
    return unit or "year"


def _shift(rule: Rule, groups: Mapping[str, str]) -> tuple[Unit | None, int, Relation]:
    """How the mention is counted from the release's date: unit, number of units, and the relation otherwise."""
    relation = _relation(groups.get("relation"))
    if "count" in groups:
        number = int(groups["count"]) if groups["count"].isdigit() else _look_up("counts", groups["count"]) or 1
        unit: Unit = "month" if groups["unit"].startswith("mo") else "year"
        return unit, -number, "stated"
    declared: Unit | None = rule.fields.get("shift_unit")
    if declared is None:
        return None, 0, relation
    if "shift" in rule.fields:
        return declared, int(rule.fields["shift"]), "stated"
    if relation == "stated":
        if "day" in groups:  # a relation was possible but is not written: "2 June", not "2 June last year"
            return None, 0, "stated"
        return declared, 0, "stated"
    return declared, {"last": -1, "this": 0, "next": 1}[relation], "stated"


def _relation(word: str | None) -> Relation:
    if word is None:
        return "stated"
    relation: Relation = _table("relations").get(_folded(word), "this")  # type: ignore[assignment]
    return relation


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _look_up("months", text)


def _look_up(table: str, word: str | None) -> int | None:
    return None if word is None else int(_table(table)[_folded(word)])


@cache
def _table(name: str) -> Mapping[str, str | int]:
    table: Mapping[str, str | int] = load_table("dates").settings[name]
    return table


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", letters).strip(" .,")


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None:
        return True
    try:
        date(year or 2000, month, day)  # 2000: a leap year, 29 February may stand without a year
    except ValueError:
        return False
    return True


def _can_be_swapped(month: int | None, day: int | None) -> bool:
    return month is not None and day is not None and day <= 12 and day != month


# --- which mentions stand -----------------------------------------------------------------------------------------


def _without_overlaps(found: list[DateMention]) -> Iterator[DateMention]:
    end = 0
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


_YEAR_RULES: Final = frozenset({"date.en.year", "date.fr.year"})


def _without_masked(mentions: Iterator[DateMention], masks: list[tuple[int, int]]) -> Iterator[DateMention]:
    """Drops bare years inside a mask (sorted by start); other shapes are too specific to be a code."""
    i = 0
    for mention in mentions:
        while i < len(masks) and masks[i][1] <= mention.start:
            i += 1
        masked = i < len(masks) and masks[i][0] < mention.end
        if not (masked and mention.rule in _YEAR_RULES):
            yield mention


# --- completing a mention -----------------------------------------------------------------------------------------


def _reference(release_date: str | None) -> date | None:
    """The release's date as a day; the middle of the month or year where it is less precise."""
    if not release_date:
        return None
    parts = [int(p) for p in release_date.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 7, parts[2] if len(parts) > 2 else 15)


def _occurrence(relation: Relation, direction: Direction | None, reference: date, month: int, day: int | None) -> int:
    """The year in which that month (or day of the month) is the one that is meant."""
    here = (reference.month, reference.day) if day is not None else (reference.month, 0)
    there = (month, day) if day is not None else (month, 0)
    if relation == "this":
        return reference.year
    if relation == "last":
        return reference.year if there < here else reference.year - 1
    if relation == "next":
        return reference.year if there > here else reference.year + 1
    if direction == "past":
        return reference.year if there <= here else reference.year - 1
    if direction == "future":
        return reference.year if there >= here else reference.year + 1
    distance = month - reference.month
    if distance >= 6:
        return reference.year - 1
    return reference.year + 1 if distance < -6 else reference.year


def _weekday(mention: DateMention, reference: date, direction: Direction | None) -> str:
    """The day of that name within a week: on or before the release unless something says otherwise."""
    assert mention.weekday is not None
    if mention.relation == "next" or (mention.relation == "stated" and direction == "future"):
        ahead = (mention.weekday - reference.weekday()) % 7
        if mention.relation == "next" and ahead == 0:
            ahead = 7
        return (reference + timedelta(days=ahead)).isoformat()
    back = (reference.weekday() - mention.weekday) % 7
    if mention.relation == "last" and back == 0:
        back = 7
    return (reference - timedelta(days=back)).isoformat()


def _shifted_month(reference: date, shift: int) -> str:
    months = reference.year * 12 + reference.month - 1 + shift
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _iso(precision: Precision, year: int, month: int | None, day: int | None) -> str:
    if precision == "year" or month is None:
        return f"{year:04d}"
    if precision == "month" or day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"
