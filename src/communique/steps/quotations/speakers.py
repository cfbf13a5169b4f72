"""Who says quoted words, and whether they are said at all: attribution beside the marks and between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.document import Span
from communique.findings import EntityFinding, Language, Quotation
from communique.rules.loader import load_table
from communique.steps.quotations.marks import Quoted

_REACH: Final = 320
"""An attribution stands within so many characters of the marks."""

_REACH_BACK: Final = 2000
"""Whom a pronoun means was named within so many characters before it."""

_LONGEST_AUXILIARY: Final = 12
_WORDS_BEFORE_VERB: Final = 16
_WORDS_BEFORE_INVERSION: Final = 3
_LEAST_WORDS: Final = 3
_LEAST_WORDS_ALONE: Final = 5
_SENTENCE_END: Final = re.compile(r"[.!?…](?=[\s”»\"]|$)")
_ABBREVIATION: Final = re.compile(r"(?:^|[\s(])(?:Dr|Dre|Pr|Prof|Mr|Mrs|Ms|M|Mme|St|[A-Z])\.$")
_WORD: Final = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """An attribution: whether one was found, and the person's key where the text names one."""

    speaker: int | None
    is_said: bool


class Attribution:
    """Finds the speakers of one release's quotations."""

    def __init__(
        self, text: str, language: Language, blocks: Sequence[Span], entities: Sequence[EntityFinding]
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._verb = _verbs(language)
        self._pronoun = _alternation(f"quotation.pronoun.{language}")
        self._people = sorted((m.start, m.end, e.key) for e in entities if e.kind == "person" for m in e.mentions)
        self._starts = [start for start, _, _ in self._people]

    def quotations(self, quoted: Sequence[Quoted]) -> tuple[Quotation, ...]:
        """The stretches that somebody says, in order, with the speaker where the text tells."""
        found: list[Quotation] = []
        last_speaker: int | None = None
        last: Quoted | None = None
        for i, stretch in enumerate(quoted):
            before = quoted[i - 1].closes if i and quoted[i - 1].block == stretch.block else 0
            after = quoted[i + 1].opens if i + 1 < len(quoted) else len(self._text)
            parts, said = self._inside(stretch)
            if not said.is_said:
                said = self._beside(stretch, before, after, last_speaker)
            speaker = said.speaker
            if not said.is_said:
                goes_on = last is not None and last.block == stretch.block and self._follows(last, stretch)
                if not self._is_sentence(stretch, least=1 if goes_on else _LEAST_WORDS_ALONE):
                    continue
                speaker = last_speaker if goes_on else None
            elif len(_WORD.findall(stretch.words(self._text))) < _LEAST_WORDS and not self._is_sentence(
                stretch, least=1
            ):
                continue
            found += (Quotation(p.start, p.end, speaker) for p in parts)
            last, last_speaker = stretch, speaker
        return tuple(found)

    def _beside(self, stretch: Quoted, before: int, after: int, last_speaker: int | None) -> _Said:
        said = self._after(stretch, after, last_speaker)
        return said if said.is_said else self._before(stretch, before, last_speaker)

    def _after(self, stretch: Quoted, limit: int, last_speaker: int | None) -> _Said:
        """``“…,” says X``, ``“…,” X said``, ``« … », explique X``."""
        end = min(limit, self._blocks_end(stretch), stretch.closes + _REACH)
        tail = self._text[stretch.closes : end]
        if not self._stays_open(stretch, tail):
            return _Said(None, False)
        tail = tail[: _sentence_end(tail)]
        verb = self._verb.search(tail)
        if verb is None or len(_WORD.findall(tail[: verb.start()])) > _WORDS_BEFORE_VERB:
            return _Said(None, False)
        offset = stretch.closes
        is_inverted = len(_WORD.findall(tail[: verb.start()])) <= _WORDS_BEFORE_INVERSION
        subject = self._person(offset, offset + verb.start(), last=True)
        if subject is None and is_inverted and not self._pronoun_at(tail, verb):
            subject = self._person(offset + verb.end(), offset + len(tail), last=False)
        if subject is None and self._pronoun_at(tail, verb):
            subject = self._antecedent(stretch, last_speaker)
        return _Said(subject, True)

    def _before(self, stretch: Quoted, limit: int, last_speaker: int | None) -> _Said:
        """``X said: “…”``, ``Selon X, « … »``, ``X: “…”``."""
        block = self._blocks[stretch.block]
        start = max(limit, block.start, stretch.opens - _REACH)
        lead = self._text[start : stretch.opens]
        begin = _last_sentence(lead)
        lead, start = lead[begin:], start + begin
        subject = self._person(start, stretch.opens, last=True)
        if subject is not None and re.fullmatch(
            r"\s?:\s*", lead[self._last_person_end(start, stretch.opens) - start :]
        ):
            return _Said(subject, True)
        verbs = list(self._verb.finditer(lead))
        if verbs:
            verb = verbs[-1]
            if len(_WORD.findall(lead[verb.end() :])) > _WORDS_BEFORE_VERB:
                return _Said(None, False)
            subject = self._person(start, start + verb.start(), last=True)
            if subject is None and self._pronoun_at(lead, verb):
                subject = self._antecedent(stretch, last_speaker)
            if subject is not None or lead.rstrip().endswith(":"):
                return _Said(subject, True)
            return _Said(None, False)
        if lead.rstrip().endswith(":") and self._person_within(start, stretch.opens, reach=12)[0] is not None:
            return _Said(self._person(start, stretch.opens, last=False), True)
        if subject is not None and load_table("quotations")["quotation.introducer"].regex.search(lead):
            return _Said(self._person(start, stretch.opens, last=False), True)
        return _Said(None, False)

    def _inside(self, stretch: Quoted) -> tuple[list[Span], _Said]:
        """``« …, résume X. … »``: the words of the speaker, without those that name him."""
        whole = [Span(stretch.start, stretch.end)]
        if stretch.mark != "«":
            return whole, _Said(None, False)
        words = stretch.words(self._text)
        for verb in self._verb.finditer(words):
            lead = max(0, verb.start() - _LONGEST_AUXILIARY)
            comma = re.search(r",\s(?:a\s|ont\s|avait\s)?$", words[lead : verb.start()])
            key, mention_end = self._person_within(stretch.start + verb.end(), stretch.end)
            if comma is None or key is None:
                continue
            end = mention_end + _sentence_end(self._text[mention_end : min(stretch.end, mention_end + _REACH)])
            resumes = Span(min(end + 1, stretch.end), stretch.end)
            second = _trimmed(self._text, resumes)
            first = Span(stretch.start, stretch.start + lead + comma.start())
            return [s for s in (first, second) if s.start < s.end], _Said(key, True)
        return whole, _Said(None, False)

    # --- people ---------------------------------------------------------------------------------------------------

    def _person(self, start: int, end: int, *, last: bool) -> int | None:
        """The key of the first or last person mentioned in `[start, end)`."""
        i, j = bisect_left(self._starts, start), bisect_left(self._starts, end)
        inside = [p for p in self._people[i:j] if p[1] <= end]
        return inside[-1 if last else 0][2] if inside else None

    def _last_person_end(self, start: int, end: int) -> int:
        i, j = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return max((p[1] for p in self._people[i:j] if p[1] <= end), default=start)

    def _person_within(self, start: int, end: int, reach: int = 60) -> tuple[int | None, int]:
        i = bisect_left(self._starts, start)
        if i < len(self._people) and self._people[i][0] <= start + reach and self._people[i][1] <= end:
            return self._people[i][2], self._people[i][1]
        return None, start

    def _antecedent(self, stretch: Quoted, last_speaker: int | None) -> int | None:
        """Whom "she" means: the one person of the nearest sentence that names any; nobody where it names two.

        A paragraph without a name goes on with the last speaker, else with the one person of the paragraph before.
        """
        block = self._blocks[stretch.block]
        here = self._nearest(max(block.start, stretch.opens - _REACH_BACK), stretch.opens)
        if here:
            return here.pop() if len(here) == 1 else None
        if last_speaker is not None:
            return last_speaker
        if stretch.block == 0:
            return None
        before = self._blocks[stretch.block - 1]
        people = self._keys(before.start, before.end)
        return people.pop() if len(people) == 1 else None

    def _nearest(self, start: int, end: int) -> set[int]:
        """The persons of the last sentence of `[start, end)` in which any is named."""
        last = self._last_person_end(start, end)
        if last == start:
            return set()
        return self._keys(start + _last_sentence(self._text[start:last]), last)

    def _keys(self, start: int, end: int) -> set[int]:
        i, j = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return {key for _, stop, key in self._people[i:j] if stop <= end}

    def _pronoun_at(self, words: str, verb: re.Match[str]) -> bool:
        """Whether a pronoun is the verb's subject: "she said", "says he", "a-t-elle déclaré"."""
        return bool(
            re.search(rf"\b(?:{self._pronoun})\s(?:a\s|\w+ly\s)?$", words[: verb.start()], re.IGNORECASE)
            or re.search(rf"-(?:{self._pronoun})\s$", words[: verb.start()], re.IGNORECASE)
            or re.match(rf"[\s-]+(?:{self._pronoun})\b", words[verb.end() :], re.IGNORECASE)
        )

    # --- the words ------------------------------------------------------------------------------------------------

    def _blocks_end(self, stretch: Quoted) -> int:
        """The end of the block in which the stretch closes."""
        i = stretch.block
        while i + 1 < len(self._blocks) and self._blocks[i].end < stretch.closes:
            i += 1
        return self._blocks[i].end

    def _stays_open(self, stretch: Quoted, tail: str) -> bool:
        """Whether the sentence goes on after the closing mark."""
        following = tail.lstrip()
        if following[:1] in (",", "–", "—", "-"):
            return True
        if stretch.words(self._text)[-1:] in (",", "?", "!", "…"):
            return bool(following)
        return following[:1].islower()

    def _is_sentence(self, stretch: Quoted, least: int) -> bool:
        words = stretch.words(self._text)
        is_sentence = load_table("quotations")["quotation.sentence"].regex.search(words) is not None
        return is_sentence and len(_WORD.findall(words)) >= least

    def _follows(self, last: Quoted, stretch: Quoted) -> bool:
        """Whether only the attribution of the one before stands between two stretches of a paragraph."""
        between = self._text[last.closes : stretch.opens]
        return not between[_sentence_end(between) + 1 :].strip()


@cache
def _alternation(rule_id: str) -> str:
    terms = sorted(load_table("quotations")[rule_id].terms, key=len, reverse=True)
    return "|".join(re.escape(t).replace("'", "['’]").replace("\\ ", r"\s") for t in terms)


@cache
def _verbs(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{_alternation(f'quotation.verb.{language}')})(?![\w'’])")


def _sentence_end(words: str) -> int:
    """The offset of the first full stop that ends a sentence; the length where none does."""
    for match in _SENTENCE_END.finditer(words):
        if not _ABBREVIATION.search(words[: match.end()]):
            return match.start()
    return len(words)


def _last_sentence(words: str) -> int:
    """Where the last, unfinished sentence of `words` begins."""
    begin = 0
    for match in _SENTENCE_END.finditer(words):
        if not _ABBREVIATION.search(words[: match.end()]):
            begin = match.end()
    return begin


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    return Span(start, end)
