"""One occurrence of a name in the text, as the merging rules see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from communique.findings import Mention, MentionSource
from communique.language.names.spans import NameSpan
from communique.records import normal_name

_SOURCES: dict[str, MentionSource] = {"gazetteer": "gazetteer", "model": "model"}


@dataclass(frozen=True, slots=True)
class Name:
    """`key` is the surface as compared; `kind` is an entity kind or "unit_code"."""

    start: int
    end: int
    text: str
    key: str
    kind: str
    rule: str

    @property
    def mention(self) -> Mention:
        return Mention(self.start, self.end, _SOURCES.get(self.rule.partition(".")[0], "rule"), self.rule)


def named_in(text: str, spans: Iterable[tuple[int, NameSpan, Token]]) -> list[Name]:
    """The names with character offsets, in text order."""
    names = []
    for start, span, last in spans:
        end = last.idx + len(last.text)
        surface = text[start:end]
        names.append(Name(start, end, surface, normal_name(surface), span.label, span.rule))
    return sorted(names, key=lambda n: (n.start, n.end))
