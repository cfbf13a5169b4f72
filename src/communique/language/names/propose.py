"""All rules over one text, in the order in which they build on each other."""

from __future__ import annotations

from communique.language.names.codes import find_codes
from communique.language.names.context import ContextNames
from communique.language.names.definitions import BracketedNames
from communique.language.names.extents import KnownOrganisations
from communique.language.names.gazetteer import find_known
from communique.language.names.labels import LabelledNames
from communique.language.names.organisations import HeadedNames
from communique.language.names.persons import PersonNames
from communique.language.names.spans import INSTITUTION, PLACE, NameSpan
from communique.language.tokens import TokenTable


def propose_names(table: TokenTable) -> list[NameSpan]:
    """Every span that a rule takes for a name, overlapping ones included, in no promised order."""
    gazetteer = find_known(table)
    organisations = [span for span in gazetteer if span.label != PLACE and span.rule != "gazetteer.weak"]
    known = KnownOrganisations(
        end_of={s.start: s.end for s in organisations},
        start_of={s.end - 1: s.start for s in organisations},
        institutions=frozenset(s.start for s in organisations if s.label == INSTITUTION),
        places={s.start: s.end for s in gazetteer if s.label == PLACE},
    )
    codes = find_codes(table)
    headed = HeadedNames(table, known).find()
    labelled = LabelledNames(table, known).find()
    bracketed = BracketedNames(table, known, headed, codes).find()
    others = [*organisations, *codes, *headed, *labelled, *bracketed]
    persons = PersonNames(table, known, others).find()
    unclaimed = ContextNames(table, known, [*others, *persons]).find()
    places = [span for span in gazetteer if span.label == PLACE]
    return [*others, *persons, *unclaimed, *places]
