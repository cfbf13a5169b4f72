"""The notation of the relations tables, as it is searched."""

from __future__ import annotations

import re
import time

import pytest

from communique.rules import Rule, load_table
from communique.steps.relations import notation
from communique.steps.relations.clause import Clause
from communique.steps.relations.notation import Expression, grammar, phrase, spellings
from communique.steps.relations.signs import bits_for, word


def test_an_apposition_is_not_looked_for_in_all_ways_to_cut_its_words() -> None:
    words = " ".join(["thermodynamically"] * 6)
    started = time.process_time()
    assert grammar("subject.inside-apposition").search(f"\ue000, {words} which ") is None
    assert time.process_time() - started < 1


@pytest.mark.parametrize("row", [r for r in load_table("phrases").rules if r.terms], ids=lambda row: row.id)
def test_every_term_of_a_row_is_found_where_terms_share_their_first_letters(row: Rule) -> None:
    expression = re.compile(phrase(row.id))
    written = {letters for term in row.terms for letters, _ in spellings(term)}
    assert [letters for letters in sorted(written) if not expression.fullmatch(letters)] == []


def test_a_row_is_found_where_nothing_else_has_needed_its_words_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        notation, "grammar", lambda _: Expression(re.compile("unheard"), bits_for([frozenset({word("unheard")})]))
    )
    text = "an unheard word"
    clause = Clause(text, list(range(len(text))), list(range(1, len(text) + 1)))
    assert notation.rewrite(clause, [("row", "old")])
    assert clause.text == "an old word"
