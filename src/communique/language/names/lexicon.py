"""The rule tables for names, in the form in which the rules read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from communique.language.names.terms import TermTrie
from communique.language.tokenizer import token_pattern
from communique.language.tokens import fold
from communique.rules import load_table


@dataclass(frozen=True, slots=True)
class Head:
    """A word that names a kind of organisation.

    `left` and `right` say on which sides the name may stand, `style` how the right side is written. `lower`: in lower
    case before a proper name it is a head too, `lower_before`: if one of these words comes next, a capital further on
    is enough; `inside`: in lower case it is one where an organisation follows; `only_lower`: with a capital it is none.
    """

    rule: str
    kind: str
    left: bool
    right: bool
    style: Literal["english", "french", "either"]
    lower: bool
    lower_before: frozenset[str]
    inside: bool
    only_lower: bool
    unit_type: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """Words that introduce a name. `acronym`: written in capitals only ("UMR", "IRL")."""

    rule: str
    kind: str
    text: str
    unit_type: str | None
    acronym: bool
    part_of_name: bool


@cache
def heads() -> dict[str, Head]:
    """The heads by folded word."""
    found: dict[str, Head] = {}
    for rule in load_table("organisation_heads").rules:
        side = rule.fields["name"]
        head = Head(
            rule=rule.id,
            kind=rule.fields["kind"],
            left=side in ("left", "both"),
            right=side in ("right", "both"),
            style=rule.fields["style"],
            lower=bool(rule.fields.get("lower")),
            lower_before=frozenset(map(fold, rule.fields.get("lower_before", ()))),
            inside=bool(rule.fields.get("inside")),
            only_lower=bool(rule.fields.get("only_lower")),
            unit_type=rule.fields.get("unit_type"),
        )
        for term in rule.terms:
            found.setdefault(fold(term), head)
    return found


@cache
def settled_heads() -> frozenset[str]:
    """The rules of heads that make an institution of every name: universities, hospitals, agencies."""
    return frozenset(h.rule for h in heads().values() if h.kind == "institution" and h.rule not in _OPEN_HEADS)


_OPEN_HEADS = frozenset({"head.direction", "head.union", "head.foundation", "head.societe", "head.public-body"})


@cache
def labels() -> TermTrie[Label]:
    """The unit labels by folded words."""
    trie: TermTrie[Label] = TermTrie()
    for rule in load_table("unit_labels").rules:
        for term in rule.terms:
            acronym = bool(rule.fields.get("acronym"))
            label = Label(
                rule=rule.id,
                kind=rule.fields["kind"],
                text=term,
                unit_type=rule.fields.get("unit_type") or (term if acronym else None),
                acronym=acronym,
                part_of_name=bool(rule.fields.get("name_with_label")),
            )
            trie.add(term_keys(term), label)
    return trie


@cache
def words_of(table: str, *rules: str) -> frozenset[str]:
    """The folded terms of some rules of a table; of all, if none is named."""
    return frozenset(
        fold(term) for rule in load_table(table).rules if not rules or rule.id in rules for term in rule.terms
    )


def term_keys(term: str) -> list[str]:
    """The folded tokens of a term, tokenised as texts are."""
    return [fold(word) for word in _pattern().findall(term) if not word.isspace()]


@cache
def _pattern() -> re.Pattern[str]:
    return token_pattern()
