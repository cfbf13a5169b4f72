"""The committed JSON Schema is the models' own, and judges records as they do."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from communique.records import Release, json_schema

COMMITTED = json.loads(files("communique").joinpath("schema/release.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(COMMITTED)


def test_the_committed_schema_is_the_models_own() -> None:
    assert json_schema() == COMMITTED, "run `make schema`, read the difference, and name it in CHANGELOG.md"


def test_the_schema_is_valid_itself() -> None:
    Draft202012Validator.check_schema(COMMITTED)


def test_a_valid_record_is_valid_by_the_schema(sample: dict[str, Any]) -> None:
    record = json.loads(Release.model_validate(sample).to_json())
    assert [error.message for error in VALIDATOR.iter_errors(record)] == []


CONTRACT = """
    blocks contacts date dateline_place entities extractor facts footnotes id issuer issues language quotations
    schema_version source status text title
"""


def test_the_schema_holds_the_fields_of_the_contract() -> None:
    # Fields may be added, but what other people's programs rely on keeps its name.
    assert set(CONTRACT.split()) <= COMMITTED["properties"].keys()


WRONG = {
    "a field that nobody knows": {"colour": "red"},
    "another language": {"language": "de"},
    "a date in words": {"date": "last April"},
    "a number as title": {"title": 7},
    "no text": {"text": None},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_wrong_record_is_wrong_by_the_schema(sample: dict[str, Any], change: dict[str, Any]) -> None:
    record = json.loads(Release.model_validate(sample).to_json()) | change
    assert not VALIDATOR.is_valid(record)
