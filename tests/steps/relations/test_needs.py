"""What an expression can't do without is read off its notation, and never too much of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.extractor import default_extractor
from communique.rules import load_table
from communique.steps.relations.clause import Clause, Finder, Replacement
from communique.steps.relations.forms import TABLES, rules_of
from communique.steps.relations.needs import Found, needs_of, needs_of_terms
from communique.steps.relations.notation import GRAMMAR, grammar
from communique.steps.relations.signs import bits_for, bits_of

FIXTURES = Path(__file__).parents[3] / "fixtures"
STAGES = sorted({str(r.fields.get("stage", "clause")) for t in TABLES for r in load_table(t).rules})


def _phrase(name: str, begins: bool) -> Found:
    return {"created": ((frozenset({"crea*", "founded$"}),), True), "maybe": ((), begins)}[name]


def _needs(expression: str) -> list[set[str]]:
    return [set(need) for need in needs_of(expression, _phrase, lambda kinds: kinds)]


NEEDED = [
    ("{any:LI} of", [{"<L>", "<I>"}, {"of*"}]),
    ("{any:L} of {any:I}", [{"<L>"}, {"of$"}, {"<I>"}]),
    ("{any:L},? (?:of|in) {any:I}", [{"<L>"}, {"of*", "in*"}, {"<I>"}]),
    ("(?P<subject>{any:L})(?: by)?", [{"<L>"}]),
    (" laboratory$", [{"labo*"}]),
    ("laboratory ", []),  # "colaboratory "
    (" units? ", [{"unit*"}]),
    (" (?:{created}|built) ", [{"crea*", "founded$", "buil*"}]),
    (" (?:{maybe}|built) ", []),
    ("{created}", [{"crea*", "founded$"}]),
    ("{created}{0,3}", []),
    (r"\(as", [{"("}, {"as*"}]),
    ("[^,;]{0,20} by ", [{"by$"}]),
    ("(?! of) by ", [{"by$"}]),
    ("(?<=, )by ", []),
    (r"\bby ", [{"by$"}]),  # "stand-by " too: what a hyphen joins are words
    (" co-(?:founded|led) ", [{"co*"}, {"foun*", "led*"}]),
    ("[,;] ?(?:by|in) ", [{"by*", "in*"}]),
    ("[a;](?:by|in) ", []),
    ("{maybe}by ", []),
    (" {maybe}by ", [{"by$"}]),
    (" (?:big |small-){0,3}by ", [{"by$"}]),
    (" (?:big |ab){0,3}by ", []),
    (r"(?<![\w'-])by(?![\w'-])", [{"by$"}]),
    ("(?i: by )", []),
]


@pytest.mark.parametrize(("expression", "expected"), NEEDED, ids=[e for e, _ in NEEDED])
def test_needs_are_what_must_stand(expression: str, expected: list[set[str]]) -> None:
    assert _needs(expression) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["set up", "opens"], {"set$", "opens$"}),
        (["laborator*"], {"labo*"}),
        (["*founded by"], {"by$"}),
        (["cr*a"], {"cr*"}),
    ],
    ids=["longest-word", "open-end", "open-start", "open-middle"],
)
def test_terms_need_their_longest_word(terms: list[str], expected: set[str]) -> None:
    assert needs_of_terms(terms) == (frozenset(expected),)


def test_a_term_without_a_sure_word_needs_nothing() -> None:
    assert needs_of_terms(["of", "*"]) == ()


def test_a_text_has_the_bits_of_its_words_and_no_others() -> None:
    bits = bits_for([frozenset({"quark*"[:4] + "*", "gluon$"})])
    assert not bits & ~bits_of("the quarks")
    assert not bits & ~bits_of("a gluon, they say")
    assert bits & ~bits_of("gluons and squarks")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Clauses of some fixtures as they stand whenever they are rewritten."""
    seen: dict[str, None] = {}
    plain = Clause.rewrite

    def rewrite(clause: Clause, pattern: Finder, replacement: str | Replacement) -> bool:
        seen[clause.text] = None
        return plain(clause, pattern, replacement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clause, "rewrite", rewrite)
        for path in sorted(FIXTURES.glob("*/release.html"))[::3]:
            default_extractor()(path.read_bytes(), path.name)
    return list(seen)[::5]


def _expressions() -> Iterator[tuple[str, re.Pattern[str], int]]:
    for row in load_table(GRAMMAR).rules:
        yield row.id, grammar(row.id).pattern, grammar(row.id).needs
    for stage in STAGES:
        for rule in rules_of(stage):
            yield from ((rule.id, form.pattern, form.needs) for form in rule.forms)


def test_no_clause_matches_an_expression_whose_needs_it_lacks(texts: list[str]) -> None:
    assert len(texts) > 100
    expressions = list(_expressions())
    lacking = [
        (id_, text)
        for text in texts
        for id_, pattern, needs in expressions
        if needs & ~bits_of(text) and (match := pattern.search(text)) and match.group()
    ]
    assert lacking == []


def test_needs_spare_most_searches(texts: list[str]) -> None:
    needs = [needs for _, _, needs in _expressions()]
    searched = sum(not n & ~bits_of(text) for text in texts for n in needs)
    assert searched < 0.35 * len(texts) * len(needs)
