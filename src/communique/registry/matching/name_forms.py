"""The ways in which addresses write a name: turned, without its owner or town, one school for the whole university."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Final, NamedTuple

from communique.registry.matching.words import Vocabulary, Word, read_words
from communique.registry.organisations import Name

VARIANTS: Final = (
    "full", "turned", "bare", "townless", "part", "school", "joined", "order", "town", "family", "cut", "owner",
    "front", "meant",
)  # fmt: skip
FULL, TURNED, BARE, TOWNLESS, PART, SCHOOL, JOINED, ORDER, TOWN, FAMILY, CUT, OWNER, FRONT, MEANT = range(len(VARIANTS))
LIMIT: Final = 24
"""Words of a name that are indexed; longer names are titles that no address writes out."""

_VOCABULARY: Final = Vocabulary()
_SCHOOLS: Final = ("Medical School", "School of Medicine", "Law School", "School of Law", "Business School")
"""Schools that a university is named for: `Yale Law School`."""
_CEDEX: Final = re.compile(r"\bcedex\b.*|\d+", re.I)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.[ -]?)+")
_GIVEN: Final = re.compile(r"^[^\W\d_]\w+ (?:[^\W\d_]\. ?)+(?=[^\W\d_]\w+ )")
"""Given names of the person that an organisation is named for; the initial in the middle tells that it is one."""
_VETERANS: Final = re.compile(r"\b(?:VA|Veterans(?: Affairs| Administration|'(?: Affairs| Administration)?)?)(?= \w)")
_OF_VETERANS: Final = ("VA", "Veterans Affairs", "Veterans Administration")
_NATION: Final = re.compile(r"^(?:The )?(?:United States|U\.?S\.?) ")
_ACADEMY: Final = re.compile(r"(?:,? of the|,) (?:\w+ ){1,3}Academy of (?:\w+ ){0,2}Sciences$")
_PARTS: Final = re.compile(r"\s+[-–—:/]\s+|\s*:\s+")
_PLACED: Final = re.compile(r"\s*,\s*|\s+(?:at|in|à)\s+|\s+[-–—]\s+")
_COMPANY: Final = re.compile(
    r"[ ,]+(?:Group|Corporation|Corp|Company|Co|Incorporated|Inc|Limited|Ltd"
    r"|AG|SA|SE|SpA|NV|BV|AB|Oyj?|GmbH|LLC|plc)\.?$"
)
_HONOUR: Final = re.compile(
    r"[ ,]+(?:named (?:after|for|in hono)|im\. ?(?=\w)|imeni |имени |им\. ?|імені |ім\. ?).*$", re.I
)
"""In honour of whom an organisation has its name: few addresses write it."""
_TRUST: Final = re.compile(r",? NHS (?:Foundation )?Trust$")
_TAIL: Final = re.compile(r"^(?P<whole>.*\b(?:Univ\w+|Institute of \w+)) (?:School of Medicine|University)$")
_TURNING: Final = frozenset({"univ", "inst", "lab", "cent", "hosp", "coll"})


class IndexName(NamedTuple):
    """A name as it is indexed: the number of its organisation, its kind, an index into VARIANTS, its words."""

    number: int
    kind: str
    variant: int
    words: list[Word]


def content(text: str) -> list[Word]:
    """The words that count; a text in capitals is read as if it were not, so that its articles are known."""
    text = text.lower() if text.isupper() and len(text) > 12 else text
    return [word for word in read_words(text, _VOCABULARY)[0] if word.key]


def town_forms(town: str) -> str:
    """The words of a town as an address is searched for them: `NANTES CEDEX 3` is `nantes`."""
    return " ".join(w.form for w in content(without_cedex(town)))


def without_cedex(town: str) -> str:
    """A town without what only the post writes."""
    return _CEDEX.sub(" ", town).strip()


def plain_name(text: str, towns: Set[str] = frozenset()) -> str:
    """A name without the kind of a company, and without brackets at its end but of a town: `Frankfurt (Oder)`."""
    without = _BRACKETS.sub("", text)
    of_town = without != text and any(_ends_with(content(text), town) for town in towns)
    return _COMPANY.sub("", text if of_town else without)


def _ends_with(words: Sequence[Word], town: str) -> bool:
    forms = town.split(" ")
    return len(forms) > 1 and [word.form for word in words[-len(forms) :]] == forms


def in_any_order(words: Sequence[Word]) -> list[Word]:
    """Words in an order that does not depend on theirs."""
    return sorted(words, key=lambda word: (word.key, word.form))


def is_indexed(words: Sequence[Word]) -> bool:
    """Whether words can be looked up as a name: not too many, and no single one that stands in every address."""
    if len(words) == 1:
        return not words[0].kind and len(words[0].form) > 1 and not words[0].form.isdigit()
    return 0 < len(words) <= LIMIT


def forms_of(name: Name, towns: Set[str]) -> Iterator[tuple[int, list[Word]]]:
    """The ways in which addresses write a name, as indexes into VARIANTS and words.

    Args:
        name: one name of an organisation.
        towns: where it is, as `town_forms` gives them.
    """
    words = content(name.text)
    yield FULL, words
    if name.kind in ("acronym", "weak"):
        return
    yield from ((TURNED, other) for other in _turned(name.text, words))
    plain = plain_name(name.text, towns)
    bare = content(plain)
    if len(bare) < len(words):
        yield BARE, bare
        yield from ((BARE, other) for other in _turned(plain, bare))
    yield from _without_owner(name.text)
    yield from _schools(words)
    without = content(_INITIALS.sub("", plain))
    if 2 < len(without) < len(bare):
        yield BARE, without
    yield from _of_persons_and_veterans(plain)
    yield from _towns(bare, towns)
    parts = [content(part) for part in _PARTS.split(name.text)]
    for part in parts if len(parts) > 1 else ():
        if len(part) > 1 and " ".join(w.form for w in part) not in towns:
            yield from ((PART, other) for other in (part, *_turned("", part)))
    if tail := _TAIL.match(name.text):
        yield CUT, content(tail["whole"])


def _towns(words: list[Word], towns: Set[str]) -> Iterator[tuple[int, list[Word]]]:
    """Without the town, wherever it stands, and with the whole of it where the name has its last word: `IIT Delhi`."""
    begins = {town.split(" ")[0] for town in towns}
    starts = [i for i, word in enumerate(words) if word.form in begins]
    for cut in range(1, min(4, len(words) - 1)) if starts else ():
        for first in (start for start in starts if start < len(words) - cut):
            rest = [*words[:first], *words[first + cut :]]
            if " ".join(w.form for w in words[first : first + cut]) in towns:
                yield FRONT, rest
                yield from ((FRONT, other) for other in _turned("", rest) if any(not w.kind for w in rest))
    for cut in range(1, min(4, len(words) - 1)):
        if " ".join(w.form for w in words[-cut:]) in towns and any(not w.kind for w in words[:-cut]):
            yield TOWNLESS, words[:-cut]
    for town in sorted(towns):
        *before, last = town.split(" ")
        if before and len(words) > 2 and last == words[-1].form and before[-1] != words[-2].form:
            yield TOWN, [*words[:-1], *content(" ".join(before)), words[-1]]


def _without_owner(name: str) -> Iterator[tuple[int, list[Word]]]:
    """`Naval Research Laboratory` for that of the United States; without the academy, honour or trust of a name."""
    for rest in (part.sub("", name) for part in (_NATION, _ACADEMY, _HONOUR, _TRUST)):
        words = content(rest)
        if rest != name and (len(words) > 2 or (len(words) == 2 and any(not w.kind for w in words))):
            yield BARE, words


def _of_persons_and_veterans(name: str) -> Iterator[tuple[int, list[Word]]]:
    """`Smith Veterans Affairs Hospital` and `J.T. Smith VA Hospital` for `John T. Smith VA Hospital`."""
    given = _GIVEN.match(name)
    surname = name[given.end() :] if given else name
    short = f"{name[0]}.{name.split(' ', 1)[1]}" if given else name
    for text in dict.fromkeys((name, short, surname)):
        others = [_VETERANS.sub(owner, text) for owner in _OF_VETERANS] if _VETERANS.search(text) else [text]
        for other in dict.fromkeys(others):
            words = content(other)
            if other != name and len(words) > 2:
                yield BARE, words


def _schools(words: Sequence[Word]) -> Iterator[tuple[int, list[Word]]]:
    if not words:
        return
    *own, last = words
    if last.key in ("univ", "coll") and 1 <= len(own) <= 2 and not any(word.kind for word in own):
        yield from ((SCHOOL, [*own, *content(school)]) for school in _SCHOOLS)


def _turned(text: str, words: list[Word]) -> Iterator[list[Word]]:
    """`Maryland Univ., College Park` and `Univ. Boston`, as abbreviating services and other languages write them."""
    if len(words) < 2:
        return
    if words[0].key in _TURNING:
        head = len(content(_PLACED.split(text)[0]))
        yield [*words[1:], words[0]]
        if 2 <= head < len(words):
            yield [*words[1:head], words[0], *words[head:]]
    elif words[-1].key == "univ":
        yield [words[-1], *words[:-1]]
