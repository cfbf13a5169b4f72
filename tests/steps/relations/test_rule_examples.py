"""Every example in the tables of the relations step holds, and no row is left without one."""

from __future__ import annotations

import pytest
from marked import clause_of, read_marked, split_example

from communique.rules import load_table
from communique.rules.loader import Rule
from communique.steps.relations.forms import TABLES, rule_of
from communique.steps.relations.notation import GRAMMAR, PHRASES, compiled, grammar

RULES = [rule for table in TABLES for rule in load_table(table).rules if rule.clause]
ACCEPTED = [(rule, example) for rule in RULES for example in rule.accepts]
REJECTED = [(rule, example) for rule in RULES for example in rule.rejects]
EXPRESSIONS = [rule for rule in load_table(GRAMMAR).rules if rule.clause]
SHARED = [rule for table in PHRASES for rule in load_table(table).rules if rule.clause]


def _ids(cases: list[tuple[Rule, str]]) -> list[str]:
    return [f"{rule.id}-{example[:40]}" for rule, example in cases]


@pytest.mark.parametrize(("rule", "example"), ACCEPTED, ids=_ids(ACCEPTED))
def test_a_rule_reads_what_it_accepts(rule: Rule, example: str) -> None:
    sentence, stated = split_example(example)
    release = read_marked(sentence)
    assert stated, "an accepted example says which facts it states"
    assert sorted(map(release.pair, release.facts_of_rule(rule.id))) == sorted(stated)


@pytest.mark.parametrize(("rule", "example"), REJECTED, ids=_ids(REJECTED))
def test_a_rule_leaves_what_it_rejects(rule: Rule, example: str) -> None:
    sentence, stated = split_example(example)
    assert not stated
    assert read_marked(sentence).facts_of_rule(rule.id) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_form_of_a_rule_compiles(rule: Rule) -> None:
    forms = rule_of(rule).forms
    assert len(forms) == len(rule.clause)
    assert all(form.pattern.groups for form in forms)


@pytest.mark.parametrize("rule", EXPRESSIONS, ids=lambda rule: rule.id)
def test_the_examples_of_an_expression_hold(rule: Rule) -> None:
    found = {e: bool(grammar(rule.id).search(clause_of(e).text)) for e in (*rule.accepts, *rule.rejects)}
    assert found == {**dict.fromkeys(rule.accepts, True), **dict.fromkeys(rule.rejects, False)}


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: rule.id)
def test_the_examples_of_a_phrase_hold(rule: Rule) -> None:
    whole = compiled(f"^{{{rule.id}}}$", rule.id)
    found = {e: bool(whole.search(clause_of(e).text)) for e in (*rule.accepts, *rule.rejects)}
    assert found == {**dict.fromkeys(rule.accepts, True), **dict.fromkeys(rule.rejects, False)}
