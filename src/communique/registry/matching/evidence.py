"""What strings say for and against each organisation that is found in them, as codes of facets (see `facets.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.batches import EDGE, Batch
from communique.registry.matching.facets import FACETS, GROUPS, PARENT, Scale
from communique.registry.matching.finds import Finds
from communique.registry.matching.name_forms import FAMILY
from communique.registry.matching.names import NameIndex
from communique.registry.matching.organisation_sections import FACTS
from communique.registry.matching.surroundings import Surroundings
from communique.registry.matching.walks import Bools, Ints, ragged
from communique.registry.matching.word_table import CAPITALS, FLAGS, KINDS, TYPE

HOPELESS: Final = -280
"""Weight of words and place below which a find is dropped unseen, in hundredths of a logit. Over the three sets 48 % of
the candidates go, and of 9,680 links none is lost (at -360 43 %)."""
_COUNTRY, _TYPE, _ACTIVE, _UNIT, _SUPERVISES, _NAMES, _HUB, _FUNDER = range(len(FACTS))
_KIND, _VARIANT, _RARITY, _DISTINCT, _UNIV, _LETTERS, _KNOWN, _PARTS, _FUNDS = range(9)  # of NATURE
_NAME, _SHORT, _UNIT_GROUP = (GROUPS.index(group) for group in ("name", "short", "unit"))
_OTHER_COUNTRY, _NO_COUNTRY = 1, 4
_WORDS: Final = (
    "nature", "left", "right", "tail", "written", "capitals", "left-univ", "left-right", "left-names", "right-names",
    "whole",
)  # fmt: skip
_PLACE: Final = (
    "place", "distinct-town", "rare-town", "names-town", "letters-town", "funder-town", "hub-town", "left-town",
    "right-town",
)  # fmt: skip
_BOTH: Final = len(_WORDS) + len(_PLACE)
_REST: Final = ("situation", "alone", "parts", "rivals", "kin", "code", "shouted", "supervises")

FACETS_OF_FINDS: Final = (*_WORDS, *_PLACE, *_REST, "parent")
"""The facets of a candidate: the rows of its codes."""
COLUMNS: Final = ("string", "start", "end", "organisation", "group", "nowhere", "whole", "univ")


@dataclass(slots=True)
class Candidates:
    """Organisations that may be meant: columns of one length, those of a string one after the other.

    `group` is an index into GROUPS; `organisation` is a parent of what is named for some of the last group; `nowhere`:
    no country in the string; `whole`: nothing else in the part; `univ`: the name says university. `codes` has a row for
    each of FACETS_OF_FINDS.
    """

    string: Ints
    start: Ints
    end: Ints
    organisation: Ints
    group: Ints
    nowhere: Bools
    whole: Bools
    univ: Bools
    codes: npt.NDArray[np.int32]

    def __getitem__(self, chosen: Ints | Bools) -> Candidates:
        columns: dict[str, Any] = {column: getattr(self, column)[chosen] for column in COLUMNS}
        at = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return Candidates(**columns, codes=self.codes.take(at, axis=1))

    def weigh(self, scale: Scale) -> Ints:
        """What all evidence weighs, in hundredths of a logit."""
        return scale.bias(self.group) + scale.weigh(FACETS_OF_FINDS, self.codes, self.group)


def candidates(batch: Batch, finds: Finds, index: NameIndex, scale: Scale | None) -> Candidates:
    """The organisations that strings may name; without a scale those too that are hopeless."""
    entries = index.entries[finds.entry].astype(np.int64)
    organisation, nature = entries[:, 0], entries[:, 1]
    told = index.natures[nature].astype(np.int64)
    facts = index.facts[organisation].astype(np.int64)
    single = finds.end - finds.start == 1
    group = np.where(facts[:, _UNIT] > 0, _UNIT_GROUP, np.where(single, _SHORT, _NAME))
    group = np.where(told[:, _VARIANT] == FAMILY, PARENT, group)
    whole = (batch.left[finds.start] == EDGE) & (batch.right[finds.end - 1] == EDGE)
    country = finds.suits(
        facts[:, _COUNTRY], named=(0, _OTHER_COUNTRY), hinted=(2, 3), otherwise=_NO_COUNTRY
    )  # indexes into `spelling.COUNTRIES`
    supervises = (facts[:, _SUPERVISES] > 0) & (country != _OTHER_COUNTRY)  # its units are in other towns, not abroad
    around = Surroundings(batch, finds, index, organisation, told, facts, group)
    codes = np.zeros((len(FACETS_OF_FINDS), len(group)), dtype=np.int32)
    sides = _sides(batch, finds)
    codes[: len(_WORDS)] = _words(batch, finds, nature, told, facts, whole, single, sides)
    codes[len(_WORDS) : _BOTH] = _place(told, country, around.town(supervises), sides)
    likely, with_parents = _likely(codes[:_BOTH], group, supervises, index, organisation, scale)
    codes[_BOTH:-1] = (
        FACETS["situation"].code(finds.inside, around.holds, around.beside, around.again, around.child),
        FACETS["alone"].code(around.alone, told[:, _KIND], told[:, _LETTERS]),
        np.minimum(batch.full[finds.string], 5),
        around.rivals,
        FACETS["kin"].code(np.minimum(around.kin, 3), around.child),
        around.code,
        batch.shouted[finds.string] & single,
        np.where(supervises, FACETS["supervises"].code(whole + 1, country, around.university[finds.string]), 0),
    )
    every = Candidates(
        finds.string, finds.start, finds.end, organisation, group, country == _NO_COUNTRY, whole & (group != PARENT),
        (told[:, _UNIV] > 0) & (group != PARENT), codes,
    )  # fmt: skip
    return _joined(every[likely], _parents(every[with_parents], index, around))


def _words(
    batch: Batch, finds: Finds, nature: Ints, told: Ints, facts: Ints, whole: Bools, single: Bools,
    sides: tuple[Ints, Ints],
) -> tuple[Ints, ...]:  # fmt: skip
    """What the words of a name say, and those beside it: the codes of _WORDS."""
    first, last = finds.start, finds.end - 1
    univ, known = told[:, _UNIV], told[:, _KNOWN]
    left, right = batch.left[first], batch.right[last]
    long_left, long_right = batch.long[batch.part[first]], batch.long[batch.part[last]]
    typed_first, typed_last = ((batch.columns[word, FLAGS] & TYPE) != 0 for word in (first, last))
    inner_left, inner_right = left != EDGE, right != EDGE
    return (
        nature,
        FACETS["left"].code(batch.left_class[first], left, typed_first & inner_left, univ, long_left & inner_left),
        FACETS["right"].code(batch.right_class[last], right, typed_last & inner_right, univ, long_right & inner_right),
        FACETS["tail"].code(batch.tail[last], univ),
        FACETS["written"].code(
            finds.how, finds.across, finds.place, whole,
            np.where(whole, told[:, _KIND], 0), np.where(whole, facts[:, _TYPE], 0),
        ),
        np.where(single, batch.columns[first, CAPITALS] + 1, 0),
        FACETS["left-univ"].code(sides[0], univ),
        FACETS["left-right"].code(*sides),
        FACETS["left-names"].code(sides[0], known),
        FACETS["right-names"].code(sides[1], known),
        FACETS["whole"].code(whole, told[:, _RARITY], told[:, _DISTINCT], known),
    )  # fmt: skip


def _sides(batch: Batch, finds: Finds) -> tuple[Ints, Ints]:
    """What stands on the left and on the right of each find, as indexes into `spelling.SIDES`."""
    kinds = batch.table.kinds
    first, last = finds.start, finds.end - 1
    left, right = batch.left[first], batch.right[last]
    return (
        np.where(left == EDGE, 0, 1 + (left - 1) * len(KINDS) + kinds[batch.left_class[first]]),
        np.where(right == EDGE, 0, 1 + (right - 1) * len(KINDS) + kinds[batch.right_class[last]]),
    )


def _place(told: Ints, country: Ints, town: Ints, sides: tuple[Ints, Ints]) -> tuple[Ints, ...]:
    """What a string's places say: the codes of _PLACE."""
    columns = [told[:, column] for column in (_DISTINCT, _RARITY, _KNOWN, _LETTERS, _FUNDS, _PARTS)] + [*sides]
    return (
        FACETS["place"].code(country, town, told[:, _VARIANT]),
        *(FACETS[facet].code(column, town) for facet, column in zip(_PLACE[1:], columns, strict=True)),
    )


def _likely(
    codes: npt.NDArray[np.int32],
    group: Ints,
    supervises: Bools,
    index: NameIndex,
    organisation: Ints,
    scale: Scale | None,
) -> tuple[Bools, Bools]:
    """Which finds may come to anything by their words and place, and the parents of which may."""
    kin = index.kin_starts[organisation + 1].astype(np.int64) - index.kin_starts[organisation]
    likely = np.ones(len(group), dtype=bool)
    with_parents = (group == _NAME) & (kin > 0) & (kin <= 2)
    if scale is not None:
        both = FACETS_OF_FINDS[:_BOTH]
        likely = scale.bias(group) + scale.weigh(both, codes, group) >= HOPELESS
        likely |= supervises
        some = np.flatnonzero(with_parents)
        parent = np.full(len(some), PARENT)
        with_parents[some] = scale.bias(parent) + scale.weigh(both, codes[:, some], parent) >= HOPELESS
    return likely, with_parents


def _parents(named: Candidates, index: NameIndex, around: Surroundings) -> Candidates:
    """The parents of what is named, where they are not named: Harvard University for the Harvard Medical School."""
    starts = index.kin_starts[named.organisation].astype(np.int64)
    count = index.kin_starts[named.organisation + 1].astype(np.int64) - starts
    which = np.repeat(np.arange(len(count)), count)
    kin = index.kin[ragged(starts, count)].astype(np.int64).reshape(-1, 2)
    unnamed = ~around.is_named(named.string[which], kin[:, 0])
    which, kin = which[unnamed], kin[unnamed]
    parents = named[which]
    facts = index.facts[kin[:, 0]].astype(np.int64)
    same = facts[:, _COUNTRY] == index.facts[parents.organisation, _COUNTRY]
    parents.codes[-1] = FACETS["parent"].code(
        kin[:, 1], facts[:, _TYPE], count[which], same, facts[:, _ACTIVE], facts[:, _NAMES], facts[:, _HUB]
    )
    parents.organisation = kin[:, 0]
    parents.group = np.full(len(which), PARENT)
    parents.whole = parents.univ = np.zeros(len(which), dtype=bool)
    return parents


def _joined(one: Candidates, other: Candidates) -> Candidates:
    """The candidates of both, string by string."""
    order = np.argsort(np.concatenate([one.string, other.string]), kind="stable")
    columns: dict[str, Any] = {
        column: np.concatenate([getattr(one, column), getattr(other, column)]) for column in COLUMNS
    }
    return Candidates(**columns, codes=np.concatenate([one.codes, other.codes], axis=1))[order]
