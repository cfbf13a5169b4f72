"""Institution or laboratory: what a registry's types, parents and names say."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from communique.registry.organisations import OrganisationKind

# Words that begin the name of a structure inside an institution, when the registry knows a parent.
_PART: Final = re.compile(
    r"(?:national |joint |royal )?(?:laborator|lab |labo |institut|cent(?:re|er)s? |département|departement|department|"
    r"d[ée]l[ée]gation|unit[éey]|[ée]quipe|team|facult|school|d[ée]partement|division|section|group|groupe|programme|"
    r"program |f[ée]d[ée]ration|plateforme|platform|observato|station|service|p[ôo]le|maison|instituto|laboratorio|"
    r"departamento|fachbereich|max planck|fraunhofer|collège doctoral|ufr |umr |irl |usr )",
    re.IGNORECASE,
)
# Words by which a laboratory is one, parent or not.
_LABORATORY: Final = re.compile(
    r"\b(?:laborator(?:y|ies|ium|io|i)|laboratoires?|max planck institut\w*|fraunhofer[- ]institut\w*|"
    r"unité mixte|joint research unit|unité de recherche|groupe de recherche|équipe d)",
    re.IGNORECASE,
)
# Words by which a structure with a parent still stands by itself: GOLD's institutions under institutions.
_INSTITUTION: Final = re.compile(
    r"\b(?:universit|hospital|hôpital|hôpitaux|klinik|centre hospitalier|medical cent(?:re|er)|helmholtz|ministr|"
    r"école (?:nationale|normale|supérieure|centrale|polytechnique)|agence|agency|fondation|foundation|"
    r"academy of|académie)",
    re.IGNORECASE,
)


def kind_of(name: str, types: Collection[str], *, has_parent: bool, has_code: bool) -> OrganisationKind:
    """Whether an organisation is a structure below the level of an institution.

    Args:
        name: the name to show.
        types: ROR's, in lower case.
        has_parent: whether the registry knows an organisation above it.
        has_code: whether it has a French unit code.
    """
    if has_code:
        return "laboratory"
    if "company" in types or "government" in types or _INSTITUTION.search(name):
        return "institution"
    if _LABORATORY.search(name):
        return "laboratory"
    if has_parent and "healthcare" not in types and ("facility" in types or _PART.match(name)):
        return "laboratory"
    return "institution"
