"""Telephone numbers and e-mail addresses: where they stand, and in the form in which programs use them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

import phonenumbers

from communique.document import Run
from communique.rules.loader import load_table

_LEAST_DIGITS: Final = 7
_MOST_DIGITS: Final = 16
_EXTENSION: Final = re.compile(r",?\s(?:ext\.?|extension|poste|x)\s?(\d{1,6})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signal:
    """A number or an address: `[start, end)` of the text with its label ("Tel:"), `value` as written."""

    start: int
    end: int
    kind: Literal["phone", "email"]
    value: str


def find_signals(text: str, runs: Sequence[Run] = (), offset: int = 0) -> list[Signal]:
    """Numbers and addresses of `text` in order; fax numbers are left out.

    Args:
        text: the words of a contact block.
        runs: runs with links in it, for addresses that only a link gives.
        offset: where `text` begins in the document.
    """
    printed = list(_emails(text))
    emails = _merged(printed, _linked_emails(text, runs, offset))
    return _merged(emails, _phones(text))


def standard_phone(written: str, regions: Sequence[str]) -> str:
    """The number in E.164 (with ";ext=" for an extension), or as written where its country stays unknown.

    Args:
        written: "+44 (0)1865 280528", "01 44 23 60 97".
        regions: countries that a national number may belong to, the likeliest first (ISO 3166).
    """
    extension = _EXTENSION.search(written)
    number = written[: extension.start()] if extension else written
    international = re.sub(r"^00\s?(?=[1-9])", "+", re.sub(r"^\((\+\d+)\)", r"\1", number))
    by_form = tuple(_regions_by_form(number))
    candidates: list[str | None] = [None] if international.startswith("+") else [*by_form, *regions]
    for region in candidates:
        try:
            parsed = phonenumbers.parse(international, region)
        except phonenumbers.NumberParseException:
            continue
        certain = region is None or region in by_form
        if phonenumbers.is_possible_number(parsed) if certain else phonenumbers.is_valid_number(parsed):
            standard: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            return f"{standard};ext={extension[1]}" if extension else standard
    return written


def plain_email(written: str) -> str:
    """The address without its disguise: "presse [at] cnrs.fr" is presse@cnrs.fr."""
    address = re.sub(r"\s?(?:[\[(]\s?(?:at|à|arobase|@)\s?[\])]|\[a\]|_at_)\s?", "@", written, flags=re.IGNORECASE)
    address = re.sub(r"\s?[\[(]\s?(?:dot|point)\s?[\])]\s?", ".", address, flags=re.IGNORECASE)
    return re.sub(r"\s", "", address)


def _emails(text: str) -> Iterator[Signal]:
    for match in load_table("contacts")["contact.email"].regex.finditer(text):
        label = load_table("contacts")["contact.email-label"].regex.search(
            text[max(0, match.start() - 12) : match.start()]
        )
        yield Signal(match.start() - (len(label[0]) if label else 0), match.end(), "email", plain_email(match[0]))


def _linked_emails(text: str, runs: Sequence[Run], offset: int) -> Iterator[Signal]:
    for run in runs:
        link = run.style.link or ""
        start, end = max(run.start - offset, 0), min(run.end - offset, len(text))
        if link.lower().startswith("mailto:") and start < end:
            address = unquote(link[7:].split("?")[0]).strip()
            if "@" in address:
                yield Signal(start, end, "email", address)


def _phones(text: str) -> Iterator[Signal]:
    table = load_table("contacts")
    for match in table["contact.phone"].regex.finditer(text):
        digits = sum(c.isdigit() for c in match[0])
        before = text[max(0, match.start() - 12) : match.start()]
        if not _LEAST_DIGITS <= digits <= _MOST_DIGITS or table["contact.fax"].regex.search(before + match[0]):
            continue
        label = next(
            (m for m in table["contact.phone-label"].regex.finditer(before + match[0]) if m.end() == len(before)), None
        )
        yield Signal(
            match.start() - (len(before) - label.start() if label else 0), match.end(), "phone", match[0].strip()
        )


def _regions_by_form(number: str) -> Iterator[str]:
    for rule in load_table("contacts").rules:
        if "region" in rule.fields and rule.regex.search(number.strip()):
            yield rule.fields["region"]


def _merged(first: Sequence[Signal], others: Iterable[Signal]) -> list[Signal]:
    """Both in text order, without those of `others` that overlap one of `first` (sorted, not overlapping)."""
    starts = [s.start for s in first]
    kept = list(first)
    for other in others:
        i = bisect_left(starts, other.end) - 1
        if i < 0 or first[i].end <= other.start:
            kept.append(other)
    return sorted(kept, key=lambda s: s.start)
