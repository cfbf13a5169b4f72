"""All rules over one text, in the order in which they build on each other."""

from __future__ import annotations

from communique.language.names.branches import BranchNames
from communique.language.names.codes import find_codes
from communique.language.names.coined import find_tickers
from communique.language.names.context import ContextNames
from communique.language.names.definitions import BracketedNames
from communique.language.names.extents import KnownOrganisations
from communique.language.names.gazetteer import find_known
from communique.language.names.labels import LabelledNames
from communique.language.names.organisations import HeadedNames
from communique.language.names.persons import PersonNames
from communique.language.names.plurals import PluralNames
from communique.language.names.spans import INSTITUTION, PLACE, NameSpan
from communique.language.tokens import TokenTable


def propose_names(table: TokenTable) -> list[NameSpan]:
    """Every span that a rule takes for a name, overlapping ones included, in no promised order.

    A weak short form of the gazetteer counts only where the text does not define it otherwise: "INT" is what it says.
    """
    tickers = find_tickers(table)
    gazetteer = [s for s in find_known(table) if s.start not in tickers]
    codes = find_codes(table)
    strong = _known(gazetteer, weak=False)
    plurals = PluralNames(table, strong)
    listed = plurals.find()
    headed = [s for s in HeadedNames(table, strong).find() if not plurals.heads.intersection(range(s.start, s.end))]
    bracketed = [s for s in BracketedNames(table, strong, headed, codes).find() if s.start not in tickers]
    defined = _defined_anew(table, bracketed, strong)
    gazetteer = [s for s in gazetteer if s.rule != "gazetteer.weak" or table.surface(s.start, s.end) not in defined]
    known = _known(gazetteer, weak=True)
    labelled = LabelledNames(table, known).find()
    branches = BranchNames(table, known, defined).find()
    organisations = [span for span in gazetteer if span.label != PLACE]
    others = [*organisations, *codes, *headed, *listed, *labelled, *bracketed, *branches]
    persons = PersonNames(table, known, others).find()
    unclaimed = ContextNames(table, known, [*others, *persons], tickers).find()
    places = [span for span in gazetteer if span.label == PLACE]
    return [*others, *persons, *unclaimed, *places]


def _defined_anew(table: TokenTable, bracketed: list[NameSpan], strong: KnownOrganisations) -> frozenset[str]:
    """The short forms that the text defines, for something that the gazetteer does not know by its full name."""
    defined: set[str] = set()
    for span in bracketed:
        if span.rule == "definition.long-form":
            continue
        bracket = next((i for i in range(span.start - 1, max(-1, span.start - 3), -1) if table.words[i].text == "("), 0)
        if bracket - 1 not in strong.start_of:
            defined.add(table.surface(span.start, span.end))
    return frozenset(defined)


def _known(gazetteer: list[NameSpan], *, weak: bool) -> KnownOrganisations:
    organisations = [s for s in gazetteer if s.label != PLACE and (weak or s.rule != "gazetteer.weak")]
    return KnownOrganisations(
        end_of={s.start: s.end for s in organisations},
        start_of={s.end - 1: s.start for s in organisations},
        institutions=frozenset(s.start for s in organisations if s.label == INSTITUTION),
        places={s.start: s.end for s in gazetteer if s.label == PLACE},
    )
