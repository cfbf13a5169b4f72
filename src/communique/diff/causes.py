"""Why something changed, as far as the digests in two records tell."""

from __future__ import annotations

from typing import Final

from communique.diff.changes import Cause, CauseKind
from communique.diff.comparison import Comparison
from communique.diff.differences import Difference
from communique.diff.stored import StoredRecord, Versions

_OF_THE_TOOL: Final[tuple[tuple[str, CauseKind], ...]] = (
    ("rules", "rules"),
    ("model", "model"),
    ("registry", "registry"),
    ("version", "tool"),
)
_OF_THE_MODEL: Final = "model."


def possible_causes(base: StoredRecord, new: StoredRecord) -> tuple[CauseKind, ...]:
    """In what two records of one release differ that can change what they say."""
    found = tool_causes(base.extractor, new.extractor)
    return ("source", *found) if base.source.sha256 != new.source.sha256 else found


def tool_causes(base: Versions, new: Versions) -> tuple[CauseKind, ...]:
    """In what two versions of the tool differ."""
    return tuple(kind for name, kind in _OF_THE_TOOL if getattr(base, name) != getattr(new, name))


def cause_of(difference: Difference, possible: tuple[CauseKind, ...], comparison: Comparison) -> Cause:
    """The cause of one difference, among those that are possible for its release.

    Where several are, what the difference itself tells narrows them down: a link comes from the registry; a fact
    between entities that both sides know comes from the rules, or from the model that stated it. The source and
    the version stay possible wherever they differ.

    Args:
        difference: what differs.
        possible: in what the two records differ.
        comparison: where it was found.
    """
    if not possible:
        return Cause(("unknown",), certain=False)
    rules = _rules(difference)
    likely = _likely(difference, rules, comparison)
    narrowed = [kind for kind in possible if kind in (likely, "tool", "source")] if likely in possible else [*possible]
    kinds = tuple(sorted(narrowed, key=lambda kind: (kind != likely, kind != "source")))
    return Cause(kinds, rules if "rules" in kinds else (), len(kinds) == 1)


def _likely(difference: Difference, rules: tuple[str, ...], comparison: Comparison) -> CauseKind | None:
    if difference.kind == "link":
        return "registry"
    if not rules or difference.kind == "confidence" or not _named_on_both(difference, comparison):
        return None
    by_model = {rule.startswith(_OF_THE_MODEL) for rule in rules}
    return None if len(by_model) > 1 else "model" if True in by_model else "rules"


def _named_on_both(difference: Difference, comparison: Comparison) -> bool:
    """Whether both sides know the entities of the fact: then it is no entity that only one of them found."""
    for side, fact in enumerate(difference.facts):
        if fact is not None:
            keys, paired = comparison.entities.keys[side], len(comparison.entities.pairs)
            ids = (fact.subject, fact.object) if fact.object is not None else (fact.subject,)
            if any(keys[id_] >= paired for id_ in ids):
                return False
    return True


def _rules(difference: Difference) -> tuple[str, ...]:
    """The rules of the fact before and after, each once."""
    return tuple(dict.fromkeys(fact.rule for fact in difference.facts if fact is not None))
