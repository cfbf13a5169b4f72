"""Imports point down only; only the command line prints; importing does nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import communique

ROOT = Path(communique.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

# From the bottom up; what stands in one row may not import from one another, except within one package.
LAYERS = (
    ("errors",),
    ("document",),
    ("findings",),
    ("records",),
    ("rules",),
    ("readers",),
    ("registry",),
    ("language",),
    ("steps",),
    ("extractor",),
    ("evaluate", "diff"),
    ("batch",),
    ("review",),
    ("api",),
    ("cli",),
    ("__main__",),
)
RANKS = {name: rank for rank, row in enumerate(LAYERS) for name in row}

# Beyond the order: readers give a document, steps read it, and neither knows how the other works.
APART = {("steps", "readers"), ("language", "readers"), ("registry", "readers"), ("cli", "readers"), ("cli", "steps")}

MAX_LINES = 450


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path): path for path in MODULES}
INSIDE = {name: path for name, path in NAMES.items() if name != "communique"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path, nodes: Iterator[ast.AST] | None = None) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it the import stands."""
    for node in nodes or ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "communique")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}: write imports from the top: `from communique...`"
            if (node.module or "").split(".")[0] == "communique":
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    yield full if full in NAMES else str(node.module)


def _package(module: str) -> str:
    return module.split(".")[1]


def test_every_package_has_a_place_in_the_order() -> None:
    assert {_package(name) for name in INSIDE} <= RANKS.keys()


def test_nothing_inside_imports_the_public_face() -> None:
    assert [name for name, path in INSIDE.items() if "communique" in set(_imports(path))] == []


def _points_down(here: str, there: str) -> bool:
    return here == there or (RANKS[there] < RANKS[here] and (here, there) not in APART)


def test_imports_point_down() -> None:
    wrong = [
        f"{name} imports {module}"
        for name, path in INSIDE.items()
        for module in _imports(path)
        if not _points_down(_package(name), _package(module))
    ]
    assert wrong == []


WRONG_WAYS = [("rules", "readers"), ("records", "extractor"), ("diff", "evaluate"), ("steps", "readers")]


@pytest.mark.parametrize(("here", "there"), WRONG_WAYS, ids=map("-".join, WRONG_WAYS))
def test_a_wrong_way_is_seen(here: str, there: str) -> None:
    assert not _points_down(here, there)


def test_no_modules_import_one_another_in_a_circle() -> None:
    imports = {
        name: {m for m in _imports(path, iter(_tree(path).body)) if m != name and not name.startswith(m + ".")}
        for name, path in NAMES.items()
    }
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, f"circle: {' > '.join([*above, module])}"
        if module not in done:
            for imported in sorted(imports.get(module, ())):
                visit(imported, (*above, module))
            done.add(module)

    for name in imports:
        visit(name, ())


def _prints(tree: ast.Module) -> list[int]:
    found = []
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in ("print", "input"):
            found.append(node.lineno)
        if isinstance(called, ast.Attribute) and called.attr in ("echo", "secho"):
            found.append(node.lineno)
        if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr") and isinstance(node.value, ast.Name):
            found += [node.lineno] if node.value.id == "sys" else []
    return found


def test_only_the_command_line_prints() -> None:
    below = {name: path for name, path in NAMES.items() if not name.startswith("communique.cli")}
    assert {name: lines for name, path in below.items() if (lines := _prints(_tree(path)))} == {}


def test_printing_is_seen() -> None:
    assert sorted(_prints(ast.parse("print(1)\nsys.stderr.write('x')\ntyper.echo('x')\nlog.stdout"))) == [1, 2, 3]


def _environment_reads(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]


def test_only_the_choice_of_the_registry_reads_the_environment() -> None:
    """And the engine that tells Ray, which listens to nothing else, to report to nobody."""
    readers = [name for name, path in NAMES.items() if _environment_reads(_tree(path))]
    assert sorted(readers) == ["communique.batch.engines.ray_cluster", "communique.registry.location"]


def test_reading_the_environment_is_seen() -> None:
    assert _environment_reads(ast.parse("import os\nx = os.environ['A']\ny = os.getenv('B')")) == [2, 3]


def test_a_file_is_one_thing() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in NAMES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}, "make it a folder of files"


WATCH = """
import importlib, sys
import communique.cli.main, spacy, pdfplumber, bs4, pyarrow, rich.console  # what the libraries do is theirs
seen = []
def watch(event, args):
    if event == "open":
        name = str(args[0])
        if not name.endswith((".py", ".pyc")) and "__pycache__" not in name:
            seen[-1] += f" opens {name}"
    elif event.startswith(("socket.", "subprocess.", "os.system", "urllib.")):
        seen[-1] += f" {event}"
on = True
sys.addaudithook(lambda event, args: watch(event, args) if on else None)
for module in sys.argv[1:]:
    seen.append("")
    importlib.import_module(module)
    seen[-1:] = [f"{module}: {seen[-1]}"] if seen[-1] else []
on = False
print("\\n".join(seen), end="")
"""


def test_importing_opens_no_file_and_no_connection() -> None:
    modules = [name for name in sorted(NAMES) if not name.endswith("__main__")]
    watched = subprocess.run([sys.executable, "-c", WATCH, *modules], capture_output=True, text=True, check=False)
    assert (watched.stdout, watched.stderr) == ("", "")


DISTRIBUTIONS = {
    "bs4": "beautifulsoup4",
    "charset_normalizer": "charset-normalizer",
    "marisa_trie": "marisa-trie",
    "pdfminer": "pdfminer.six",
}


def test_every_library_that_is_imported_is_declared() -> None:
    """What another library happens to bring along may be gone with its next version."""
    imported = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    libraries = {DISTRIBUTIONS.get(name, name) for name in imported - sys.stdlib_module_names - {"communique"}}
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!;\[ ]", line)[0] for line in project["dependencies"]}
    extra = {re.split(r"[<>=~!;\[ ]", line)[0] for line in project["optional-dependencies"]["ray"]}
    assert libraries - declared <= extra


def test_libraries_of_an_extra_are_imported_when_they_are_used() -> None:
    """A plain install has none of them, and works."""
    hidden = "import sys; sys.modules.update(ray=None, fsspec=None); import communique.cli.main"
    modules = [name for name in sorted(NAMES) if not name.endswith("__main__")]
    code = "; ".join([hidden, *(f"import {name}" for name in modules)])
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr == ""


def test_no_step_keeps_library_objects() -> None:
    """Findings and records are made of plain values: their modules know none of the libraries."""
    for module in ("communique.document", "communique.findings", "communique.records"):
        imported = {
            (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name.split(".")[0]
            for node in ast.walk(_tree(NAMES[module]))
            if isinstance(node, (ast.Import, ast.ImportFrom))
        }
        assert not imported & {"spacy", "bs4", "lxml", "pdfplumber", "pypdfium2"}
