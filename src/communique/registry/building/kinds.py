"""Institution or laboratory: what a registry's types, parents and names say."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from communique.registry.organisations import OrganisationKind

# Words by which a laboratory is one, parent or not.
_LABORATORY: Final = re.compile(
    r"\b(?:laborator(?:y|ies|ium|io|i)|laboratoires?|max planck institut\w*|fraunhofer[- ]institut\w*|"
    r"unité mixte|joint research unit|unité de recherche|groupe de recherche|équipe d)",
    re.IGNORECASE,
)
# Words that begin the name of a structure inside an institution, when the registry knows a parent.
_PART: Final = re.compile(
    r"(?:(?:national|joint|royal|advanced) )?"
    r"(?:lab|labo|cent(?:re|er)s?|centros?|d[ée]partement|departa?ment\w*|d[ée]l[ée]gation|unit|unit[ée]|[ée]quipe|team|"
    r"facult\w+|divisi[oó]n|section|group|groupe|programme?|f[ée]d[ée]ration|plate-?forme?|platform|observator\w+|"
    r"observatoire|station|service|p[ôo]le|maison|fachbereich|ufr|umr|irl|usr|school of|"
    r"institut(?:e|o|ul)? (?:of|for|de|des|du|für|d['’]))(?![^\W_])",
    re.IGNORECASE,
)
# Words by which a structure stands by itself although it has a parent: hospitals, schools, agencies, ministries.
_INSTITUTION: Final = re.compile(
    r"\b(?:universit|hospital|hôpital|hôpitaux|klinik|centre hospitalier|chu |chru |medical cent(?:re|er)|helmholtz|"
    r"ministr|école (?:nationale|normale|supérieure|centrale|polytechnique|des hautes)|agence|agency|fondation|"
    r"foundation|academy|académie|institut\w*(?: national)? (?:of technology|of education|d['’]études politiques|"
    r"of political|de technologie|tecnol|superior|supérieur|polit[ée]c|polyte|federal|cathol|agro|polytech|"
    r"des sciences appliquées))",
    re.IGNORECASE,
)
_STANDING: Final = frozenset({"company", "government", "healthcare"})


def kind_of(name: str, types: Collection[str], *, has_parent: bool, has_code: bool) -> OrganisationKind:
    """Whether one of ROR's organisations is a structure below the level of an institution.

    Args:
        name: the name to show.
        types: ROR's, in lower case.
        has_parent: whether the registry knows an organisation above it.
        has_code: whether it has a French unit code.
    """
    if has_code:
        return "laboratory"
    if stands_alone(name, types):
        return "institution"
    if _LABORATORY.search(name):
        return "laboratory"
    if has_parent and (_PART.match(name) or "facility" in types):
        return "laboratory"
    return "institution"


def kind_of_structure(name: str, *, has_code: bool) -> OrganisationKind:
    """The same for a structure of RNSR: a laboratory, but for the few hospitals and schools that are listed there."""
    return "institution" if not has_code and _INSTITUTION.match(name) else "laboratory"


def stands_alone(name: str, types: Collection[str]) -> bool:
    """Whether the types or the name say that it is an institution, whatever stands above it."""
    return not _STANDING.isdisjoint(types) or _INSTITUTION.search(name) is not None
