"""`communique registry info`."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.options import RegistryOption

EXAMPLES = """Examples:

communique registry info

communique registry info --registry organisations.registry --json

Exit codes: 0 an index is in use; 2 the one that was asked for can't be used."""


def info(
    registry: RegistryOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell which index of organisations is in use, why, and what is in it."""
    import json

    from communique.cli.output import write_out
    from communique.cli.trouble import usage_error
    from communique.errors import RegistryError
    from communique.registry.location import chosen_registry, open_registry

    try:
        choice = chosen_registry(registry)
        header = open_registry(registry).header
    except RegistryError as error:
        usage_error(str(error))
    facts = {
        "name": header.name,
        "version": header.version,
        "digest": header.digest,
        "label": header.label,
        "path": choice.path,
        "chosen_by": choice.rule,
        "counts": dict(header.counts),
        "sources": dict(header.sources),
    }
    if json_:
        write_out(json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True))
        return
    lines = [
        f"label     {header.label}",
        f"name      {header.name}",
        f"version   {header.version}",
        f"digest    {header.digest}",
        f"path      {choice.path or 'inside the package'}",
        f"chosen    {choice.rule}",
        *(f"counts    {count:,} {what}" for what, count in sorted(header.counts.items())),
        *(f"source    {name}  sha256 {digest}" for name, digest in sorted(header.sources.items())),
    ]
    write_out("\n".join(lines))
