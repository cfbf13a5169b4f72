"""`communique registry search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli.options import RegistryOption

if TYPE_CHECKING:
    from communique.registry.index import Registry
    from communique.registry.searching import Hit

EXAMPLES = """Examples:

communique registry search "Institut Néel"

communique registry search "UMR 5217" --json

communique registry search "physique solides" --country FR --limit 5

communique registry search https://ror.org/02feahw73

Exit codes: 0 found; 1 nothing found; 2 wrong usage, or an index that can't be used."""

_NOTHING_FOUND = 1


def search(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A name, an acronym, a unit code, an id, or words of a name, whole or begun."
        ),
    ],
    registry: RegistryOption = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only organisations of this country, as FR.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 10,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look organisations up: exact names, acronyms, codes and ids first, then names with all the words."""
    import json

    from communique.cli.output import write_out
    from communique.cli.trouble import usage_error
    from communique.errors import RegistryError
    from communique.registry.location import open_registry
    from communique.registry.searching import search as search_registry

    try:
        opened = open_registry(registry)
    except RegistryError as error:
        usage_error(str(error))
    hits = search_registry(opened, name, country=country, limit=limit)
    if json_:
        write_out(json.dumps([_as_dict(opened, h) for h in hits], ensure_ascii=False, indent=2))
    elif hits:
        write_out("\n\n".join(_as_text(opened, hit) for hit in hits))
    else:
        typer.echo(f"communique: nothing has that name in {opened.label}", err=True)
    if not hits:
        raise typer.Exit(_NOTHING_FOUND)


def _as_dict(registry: Registry, hit: Hit) -> dict[str, Any]:
    organisation = hit.organisation
    return {
        "ror": organisation.ror,
        "rnsr": organisation.rnsr,
        "name": organisation.name,
        "kind": organisation.kind,
        "codes": list(organisation.codes),
        "country": organisation.country,
        "cities": list(organisation.cities),
        "status": organisation.status,
        "opened": organisation.opened,
        "closed": organisation.closed,
        "parents": _parents(registry, hit),
        "found_by": hit.how,
        "matched_name": hit.name,
        "matched": list(hit.matched),
    }


def _as_text(registry: Registry, hit: Hit) -> str:
    organisation = hit.organisation
    where = ", ".join(filter(None, (*organisation.cities, organisation.country)))
    years = (
        f"{organisation.opened or ''}–{organisation.closed or ''}" if organisation.opened or organisation.closed else ""
    )
    about = "; ".join(
        filter(None, (organisation.kind, where, organisation.status, years, ", ".join(organisation.codes)))
    )
    rnsr = f"RNSR {organisation.rnsr}" if organisation.rnsr else None
    ids = "  ".join(filter(None, (organisation.ror, rnsr))) or "no id"
    matched = f"  {hit.how}: {' '.join(hit.matched)}"
    if hit.name != organisation.name:
        matched += f"  in “{hit.name}”"
    lines = [organisation.name, f"  {ids}", f"  {about}", matched]
    if parents := [p["name"] or "" for p in _parents(registry, hit)]:
        lines.append(f"  under: {'; '.join(parents)}")
    return "\n".join(lines)


def _parents(registry: Registry, hit: Hit) -> list[dict[str, str | None]]:
    """The parents with their names, as far as the index has them."""
    found: list[dict[str, str | None]] = []
    for id_ in hit.organisation.parents:
        number = registry.with_id(id_)
        found.append({"id": id_, "name": id_ if number is None else registry.organisation(number).name})
    found.extend({"id": None, "name": name} for name in hit.organisation.parent_names)
    return found
