"""Codes of research units: "UMR 5217", "U1019", "IRL 3157"."""

from __future__ import annotations

import re

from communique.language.names.spans import LABORATORY, UNIT_CODE, NameSpan
from communique.language.tokens import TokenTable
from communique.rules import load_table


def find_codes(table: TokenTable) -> list[NameSpan]:
    """All unit codes as spans of tokens."""
    spans = []
    for rule in load_table("unit_codes").rules:
        for match in rule.regex.finditer(table.text):
            start, end = table.around(match.start(), match.end())
            label = LABORATORY if rule.fields.get("names") else UNIT_CODE
            spans.append(NameSpan(start, end, label, rule.id))
    return sorted(spans)


def normal_code(text: str) -> tuple[str, str] | None:
    """(unit type, code) as a record gives them, from a code as printed: ("UMR", "UMR 5217"), ("U", "U1019")."""
    for rule in load_table("unit_codes").rules:
        match = rule.regex.fullmatch(text)
        if match is None:
            continue
        unit_type = re.sub(r"[_\s]", "", match["unit_type"])
        joint = "" if unit_type == "U" else " "
        return unit_type, f"{unit_type}{joint}{match['number']}"
    return None
