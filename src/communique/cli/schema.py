"""`communique schema`."""

from __future__ import annotations

EXAMPLES = "Example: communique schema > release.schema.json"


def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from communique.cli.output import write_out
    from communique.records import json_schema

    write_out(json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True))
