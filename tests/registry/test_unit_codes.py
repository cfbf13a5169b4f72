"""Unit codes: found, told from names, compared, and known under an earlier or later kind."""

from __future__ import annotations

import pytest

from communique.registry.codes import code_families, is_unit_code, normal_code, unit_codes, without_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("UMR_S 1234", ["UMR_S 1234"]),
        ("UMRS 1234", ["UMR_S 1234"]),
        ("UMR S 938", ["UMR_S 938"]),
        ("UMR7178", ["UMR 7178"]),
        ("UMR-6211", ["UMR 6211"]),
        ("UMR CNRS 6211", ["UMR 6211"]),
        ("U 1016", ["U 1016"]),
        ("INSERM U1046", ["U 1046"]),
        ("EA 4245", ["EA 4245"]),
        ("FR 3076", ["FR 3076"]),
        ("UMR_MD 1", ["UMR_MD 1"]),
        ("UMI_ 2005", ["UMI 2005"]),
        ("U001080", ["U 1080"]),
        ("UMR 8253/UMRS 1151", ["UMR 8253", "UMR_S 1151"]),
        ("UM 82 (U 603/UMR 8154)", ["UM 82", "U 603", "UMR 8154"]),
        ("UR UM207", ["UM 207"]),
        ("UMR", []),
        ("UB1", []),
        ("HUMR 5217", []),
        ("UMR 2018.C100", []),
        ("Hall U", []),
        ("", []),
    ],
)
def test_codes_are_found_in_one_spelling(text: str, codes: list[str]) -> None:
    assert list(unit_codes(text)) == codes


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("UMR 5217", True),
        ("UMR 8253/U 1151", True),
        ("Inserm U1046", True),
        ("UPR 2151 - Laboratoire de vents", False),
        ("UMR Brumes", False),
        ("LPBR", False),
    ],
)
def test_a_code_is_told_from_a_name(text: str, is_code: bool) -> None:
    assert is_unit_code(text) is is_code


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Paragraphe des vents - EA 349", "Paragraphe des vents"),
        ("CONFIGURATIONS (EA 1337 - UR 1337 depuis 2020)", "CONFIGURATIONS"),
        ("Institut des nuages (INL)", "Institut des nuages (INL)"),
        ("Centre Paul-Vent", "Centre Paul-Vent"),
        ("UMR 5217", "UMR 5217"),
    ],
)
def test_a_name_is_freed_of_its_codes(name: str, plain: str) -> None:
    assert without_codes(name) == plain


@pytest.mark.parametrize("code", ["UMR 5217", "UMR5217", "umr_5217", "UMR-05217"])
def test_spellings_of_a_code_compare_equal(code: str) -> None:
    assert normal_code(code) == "umr 5217"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UMS 3603", "UAR 3603", True),
        ("USR 3155", "UAR 3155", True),
        ("UMI 2005", "IRL 2005", True),
        ("EA 3300", "UR 3300", True),
        ("UMR_S 1234", "U 1234", True),
        ("UMR_A 1287", "UMR 1287", True),
        ("UMR 1234", "U 1234", False),
        ("UMR 5217", "UMR 5218", False),
        ("FR 3076", "FRE 3076", False),
    ],
)
def test_a_unit_is_known_under_earlier_and_later_kinds(one: str, other: str, same: bool) -> None:
    assert bool(set(code_families(one)) & set(code_families(other))) is same
