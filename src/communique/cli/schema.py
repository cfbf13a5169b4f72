"""`communique schema`."""

from __future__ import annotations

import typer

EXAMPLES = "Example: communique schema > release.schema.json"


def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from communique.records import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True))
