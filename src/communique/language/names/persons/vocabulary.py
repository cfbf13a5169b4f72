"""The words around and inside persons' names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.language.names.lexicon import words_of


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the rule tables that bear on persons, folded, by what they do."""

    titles: frozenset[str]
    particles: frozenset[str]
    sayings: frozenset[str]
    roles: frozenset[str]
    first_names: frozenset[str]
    ambiguous: frozenset[str]
    things: frozenset[str]
    family_names: frozenset[str]
    never: frozenset[str]
    stops: frozenset[str]
    named_after: frozenset[str]
    leading: frozenset[str]
    before_things: frozenset[str]
    inner: frozenset[str]
    telephone: frozenset[str]
    acronyms: frozenset[str]
    chairs: frozenset[str]
    short_titles: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    return Vocabulary(
        titles=words_of("persons", "person.title"),
        particles=words_of("persons", "person.particle"),
        sayings=words_of("persons", "person.saying"),
        roles=words_of("persons", "person.role"),
        first_names=words_of("first_names"),
        ambiguous=words_of("persons", "person.ambiguous-first-name"),
        things=words_of("persons", "person.thing"),
        family_names=words_of("persons", "person.family-name"),
        never=words_of("persons", "person.never") | words_of("demonyms"),
        stops=words_of("function_words"),
        named_after=words_of("name_context", "context.named-after"),
        leading=words_of("persons", "person.leading"),
        before_things=words_of("name_grammar", "grammar.before-thing"),
        inner=words_of("persons", "person.inner-name"),
        telephone=words_of("name_grammar", "grammar.telephone"),
        acronyms=words_of("name_context", "context.no-organisation"),
        chairs=words_of("persons", "person.chair"),
        short_titles=words_of("persons", "person.lower-title"),
    )
