"""The index file: what goes in comes out; and a damaged, foreign or missing file is known before it is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import RegistryError
from communique.registry.index import Registry, build_index
from communique.registry.index_file import FORMAT, MAGIC, IndexHeader, index_bytes
from communique.registry.organisations import NAME_KINDS, Name, Organisation

ORGANISATIONS = [
    Organisation(
        "https://ror.org/0cccccc03",
        "200012345A",
        "laboratory",
        (Name("Laboratoire de physique des brumes", "label", "fr"), Name("LPBR", "acronym")),
        codes=("USR 9901", "UMR_S 9902"),
        country="FR",
        cities=("Brumeville", "Marvent"),
        types=("facility",),
        status="inactive",
        opened=1990,
        closed=2020,
        parents=("https://ror.org/0aaaaaa01",),
        successors=("201012345Z",),
        parent_names=("École des vents perdus",),
    ),
    Organisation(None, "201012345Z", "laboratory", (Name("Équipe des givres", "label"),), country="FR"),
    Organisation(None, None, "institution", (Name("Maison sans identifiant", "label"), Name("LPBR", "weak"))),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.registry"
    build_index(path, ORGANISATIONS, "ror+rnsr", "v2.9+2022", {"dump.zip": "0" * 64})
    return path


def test_what_goes_in_comes_out(path: Path) -> None:
    assert sorted(Registry.open(path), key=repr) == sorted(ORGANISATIONS, key=repr)


@pytest.mark.parametrize(
    ("lookup", "key", "names"),
    [
        ("with_name", "LABORATOIRE DE PHYSIQUE, DES BRUMES", ["Laboratoire de physique des brumes"]),
        ("with_name", "lpbr", ["Laboratoire de physique des brumes", "Maison sans identifiant"]),
        ("with_name", "equipe des givres", ["Équipe des givres"]),
        ("with_name", "Laboratoire de physique", []),
        ("with_name", "", []),
        ("with_code", "USR9901", ["Laboratoire de physique des brumes"]),
        ("with_code", "UAR 9901", ["Laboratoire de physique des brumes"]),
        ("with_code", "U 9902", ["Laboratoire de physique des brumes"]),
        ("with_code", "UMR 9902", ["Laboratoire de physique des brumes"]),
        ("with_code", "UMR 9901", []),
    ],
)
def test_lookups_find_whole_keys_in_any_spelling(path: Path, lookup: str, key: str, names: list[str]) -> None:
    registry = Registry.open(path)
    assert sorted(registry.organisation(n).name for n in getattr(registry, lookup)(key)) == names


@pytest.mark.parametrize("id_", ["https://ror.org/0cccccc03", "0cccccc03", "0CCCCCC03", "200012345A", "200012345a"])
def test_an_id_is_found_whole_or_by_its_last_part(path: Path, id_: str) -> None:
    registry = Registry.open(path)
    number = registry.with_id(id_)
    assert number is not None
    assert registry.organisation(number) == ORGANISATIONS[0]


def test_an_unknown_id_and_number_are_refused(path: Path) -> None:
    registry = Registry.open(path)
    assert registry.with_id("0zzzzzz99") is None
    with pytest.raises(IndexError):
        registry.organisation(len(registry))


def test_the_header_is_kept_and_labels_the_index(path: Path) -> None:
    header = Registry.open(path).header
    assert (header.name, header.version, dict(header.sources)) == ("ror+rnsr", "v2.9+2022", {"dump.zip": "0" * 64})
    assert (header.counts["organisations"], header.counts["names"]) == (3, 5)
    assert header.label == f"ror+rnsr@v2.9+2022+{header.digest[:12]}"


def test_the_order_of_organisations_does_not_change_a_byte(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.registry"
    build_index(other, ORGANISATIONS[::-1], "ror+rnsr", "v2.9+2022", {"dump.zip": "0" * 64})
    assert other.read_bytes() == path.read_bytes()


def test_bytes_in_memory_and_on_disk_are_the_same(path: Path, tmp_path: Path) -> None:
    header = IndexHeader("a", "1", {}, {})
    from communique.registry.index_file import write_index

    sections = {"one": b"x" * 65, "two": b"", "three": b"abc"}
    write_index(tmp_path / "a.registry", header, sections)
    assert (tmp_path / "a.registry").read_bytes() == index_bytes(header, sections)[0]


def _damaged(blob: bytes, place: int) -> bytes:
    return blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]


def _of_another_format(blob: bytes) -> bytes:
    return blob.replace(f'"format": {FORMAT}'.encode(), f'"format": {FORMAT + 1}'[:11].encode(), 1)


DAMAGE = {
    "empty": (lambda blob: b"", "empty"),
    "another-file": (lambda blob: b"%PDF-1.7" + blob, "no registry index"),
    "magic-alone": (lambda blob: MAGIC, "damaged"),
    "header-cut-off": (lambda blob: blob[: len(MAGIC) + 20], "damaged"),
    "header-damaged": (lambda blob: blob.replace(b'"counts"', b'"counts ', 1), "damaged"),
    "header-of-no-index": (lambda blob: MAGIC + (2).to_bytes(8, "little") + b"{}" + bytes(100), "build it again"),
    "header-a-list": (lambda blob: MAGIC + (2).to_bytes(8, "little") + b"[]" + bytes(100), "damaged"),
    "another-format": (_of_another_format, "another version"),
    "half": (lambda blob: blob[: len(blob) // 2], "cut off"),
    "first-byte-of-a-section": (lambda blob: _damaged(blob, blob.index(b'{"cities"')), "damaged"),
    "name-of-a-section": (lambda blob: blob.replace(b'"records": ', b'"recordz": ', 1), "damaged"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_index_is_refused_with_what_to_do(case: str, path: Path) -> None:
    damage, words = DAMAGE[case]
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(RegistryError, match=words) as refusal:
        Registry.open(path)
    assert str(path) in str(refusal.value)


def test_a_missing_index_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="communique registry build"):
        Registry.open(tmp_path / "nowhere.registry")


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="can't be read"):
        Registry.open(tmp_path)


NAMES = st.lists(
    st.builds(Name, st.text(min_size=1, max_size=20), st.sampled_from(NAME_KINDS), st.none() | st.just("fr")),
    min_size=1,
)
ANY = st.builds(
    Organisation,
    ror=st.none() | st.from_regex(r"https://ror\.org/0[a-z0-9]{6}\d\d", fullmatch=True),
    rnsr=st.none() | st.from_regex(r"\d{9}[A-Z]", fullmatch=True),
    kind=st.sampled_from(["institution", "laboratory"]),
    names=NAMES.map(tuple),
    codes=st.lists(st.sampled_from(["UMR 1", "U 22", "EA 333"])).map(tuple),
    country=st.none() | st.just("FR"),
    opened=st.none() | st.integers(1200, 2100),
)


@settings(max_examples=30)
@given(st.lists(ANY, max_size=8))
def test_any_organisations_come_out_as_they_went_in(organisations: list[Organisation]) -> None:
    registry = Registry.of(organisations, "any", "1")
    assert sorted(registry, key=repr) == sorted(organisations, key=repr)
    for organisation in organisations:
        for name in organisation.names:
            if any(c.isalnum() for c in name.text):
                assert organisation in [registry.organisation(n) for n in registry.with_name(name.text)]
