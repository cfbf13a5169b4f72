"""The tokenizer of our pipelines: one for both languages, made for names rather than for grammar.

Hyphens, slashes and elided articles are tokens of their own ("l'", "Université", "Paris", "-", "Saclay"), so that
every name in "CEA-Leti", "CNRS/Inserm" or "l'Inria" starts and ends where a token does. Initials ("J.", "U.S.") and
the abbreviations of the table `abbreviations` keep their stop. A line feed or a tab is a token: blocks and table
cells end there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from communique.rules import load_table

TOKENIZER = "communique.tokenizer.v1"


def token_pattern() -> re.Pattern[str]:
    """Matches one token after the other; whatever no alternative names is a token of one character."""
    table = load_table("abbreviations")
    stopped = sorted((t for rule in table.rules for t in rule.terms), key=lambda t: (-len(t), t))
    abbreviations = "|".join(re.escape(t) for t in stopped)
    return re.compile(
        rf"""
          (?<![^\W_])(?:{abbreviations})(?![^\W_])      # Dr. Mme. e.g. etc.
        | (?<![^\W_])(?:[^\W\d_a-zß-öø-ÿ]\.){{2,}}[^\W\d_a-zß-öø-ÿ]?(?![^\W_])     # U.S.  J.P.  H.U.B
        | (?<![^\W_])[^\W\d_a-zß-öø-ÿ]\.(?=[\s\-–,)])   # J.
        | (?<![^\W_])(?:[ldjmtscnLDJMTSCN]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=[^\W_])
        | ['’][sS](?![^\W_])                            # the possessive
        | (?<![^\W_])(?:[A-Z]&[A-Z]|A/S)(?![^\W_])      # R&D, Novo Nordisk A/S
        | \d+(?:[.,]\d+)*(?![^\W_])                     # 1,025.5
        | [^\W_]+(?:['’@*_](?!s\b)[^\W_]+)*(?:²|³|\+(?![^\W_]))?   # words; jun'ichirō, Pl@ntNet, BMC², DELTA+
        | \r\n|\s|[^\s]
        """,
        re.VERBOSE,
    )


class ReleaseTokenizer:
    """Turns a text into a `Doc`; `doc.text` is the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._pattern = token_pattern()

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in self._pattern.finditer(text):
            word = match.group()
            if word == " " and spaces and not spaces[-1] and match.start() == end:
                spaces[-1] = True
                end = match.end()
                continue
            words.append(word)
            spaces.append(False)
            end = match.end()
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002 - spaCy's protocol
        """Nothing: the tokenizer is made of a rule table, which the package brings along."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> ReleaseTokenizer:  # noqa: ARG002
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        return None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ReleaseTokenizer:  # noqa: ARG002
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def create_release_tokenizer() -> Any:
    """For `[nlp.tokenizer]` in a spaCy config."""

    def make(nlp: Language) -> ReleaseTokenizer:
        return ReleaseTokenizer(nlp.vocab)

    return make
