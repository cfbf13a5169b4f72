"""`communique registry build`, `update`, `info` and `search`: what they print, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from dump_server import DumpServer, serving
from dumps import LABORATORY, PORTAL, V2, official_zip, write_array, write_csv, write_lines
from processes import Call

from communique.registry.index import Registry

NAME = "v1.74-2025-11-24-ror-data.zip"


@pytest.fixture(autouse=True)
def user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's folders lie in the test's own; no proxy stands before this machine."""
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "data"))
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def index(tmp_path: Path, call: Call) -> Path:
    """An index of both registers."""
    dump = official_zip(tmp_path / NAME)
    path = tmp_path / "small.registry"
    call("registry", "build", dump, "--rnsr", write_csv(tmp_path / "rnsr-2022.csv", PORTAL), "--out", path)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DumpServer]:
    """A server of the dump."""
    with serving(official_zip(tmp_path / NAME).read_bytes(), NAME) as server:
        yield server


def test_build_says_what_it_read_and_what_joined(tmp_path: Path, call: Call) -> None:
    out = tmp_path / "small.registry"
    table = write_csv(tmp_path / "rnsr-2022.csv", PORTAL)
    result = call("registry", "build", official_zip(tmp_path / NAME), "--rnsr", table, "--out", out)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{NAME}: 6 read",
        "rnsr-2022.csv: 2 read",
        "joined: 1 structures with ROR (1 by unit code, 0 by name); "
        "supervising institutions: 3 found in ROR, 1 by name only",
        f"{out}: {len(Registry.open(out)):,} organisations, {Registry.open(out).header.counts['names']:,} names",
        Registry.open(out).label,
    ]


def test_build_puts_the_index_into_the_users_folder(tmp_path: Path, call: Call) -> None:
    assert call("registry", "build", write_array(tmp_path / "d.json", V2)).exit_code == 0
    assert (tmp_path / "data" / "organisations.registry").is_file()


def test_build_counts_bad_rows(tmp_path: Path, call: Call) -> None:
    rows = [*V2, *({"id": f"bad {i}"} for i in range(7))]
    result = call("registry", "build", write_lines(tmp_path / "d.jsonl", rows))
    assert result.exit_code == 0
    assert "d.jsonl: 6 read, 7 unusable" in result.stdout
    assert "row 7: it has no ROR id but 'bad 0'" in result.stdout
    assert "bad 6" not in result.stdout


@pytest.mark.parametrize("arguments", [["nowhere.zip"], ["page.html"], ["d.json", "--rnsr", "nowhere.csv"]])
def test_build_refuses_what_is_no_dump_in_one_line(arguments: list[str], tmp_path: Path, call: Call) -> None:
    write_array(tmp_path / "d.json", V2)
    (tmp_path / "page.html").write_text("<html>")
    paths = [a if a.startswith("--") else tmp_path / a for a in arguments]
    result = call("registry", "build", *paths, "--out", tmp_path / "i.registry")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert not (tmp_path / "i.registry").exists()


def test_info_tells_of_the_core_on_a_fresh_machine(call: Call) -> None:
    result = call("registry", "info")
    assert result.exit_code == 0
    assert "name      core" in result.stdout
    assert "inside the package" in result.stdout


def test_info_in_json_says_what_and_why(index: Path, call: Call) -> None:
    facts = json.loads(call("registry", "info", "--registry", index, "--json").stdout)
    header = Registry.open(index).header
    assert (facts["name"], facts["version"], facts["digest"]) == ("ror+rnsr", "v1.74+2022", header.digest)
    assert (facts["path"], facts["chosen_by"]) == (str(index), "named by the option or the call")
    assert facts["counts"] == dict(header.counts)
    assert sorted(facts["sources"]) == ["rnsr-2022.csv", NAME]


def test_info_follows_the_variable(index: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_REGISTRY", str(index))
    assert "named by the variable COMMUNIQUE_REGISTRY" in call("registry", "info").stdout


@pytest.mark.parametrize("command", [["info"], ["search", "CNRS"]], ids=["info", "search"])
def test_an_index_that_is_missing_or_damaged_is_refused(command: list[str], tmp_path: Path, call: Call) -> None:
    damaged = tmp_path / "damaged.registry"
    damaged.write_bytes(b"communique-registry\n")
    for path, words in ((tmp_path / "nowhere.registry", "communique registry build"), (damaged, "build it again")):
        result = call("registry", *command, "--registry", path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr


def test_search_prints_ids_facts_and_the_words_that_matched(index: Path, call: Call) -> None:
    result = call("registry", "search", "physique brum", "--registry", index)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Laboratoire de physique des brumes",
        f"  {LABORATORY}  RNSR 200012345A",
        "  laboratory; Brumeville, FR; active; 1990–; UMR 9901, UMR_S 9901",
        "  words: physique brumes",
        "  under: Université de Brumeville; Conseil national des brumes; Ecole des vents perdus",
    ]


def test_search_in_json_gives_all_that_is_known(index: Path, call: Call) -> None:
    hits = json.loads(call("registry", "search", "UMR9901", "--registry", index, "--json").stdout)
    assert [(h["ror"], h["rnsr"], h["found_by"], h["matched"]) for h in hits] == [
        (LABORATORY, "200012345A", "code", ["UMR9901"])
    ]
    assert [p["name"] for p in hits[0]["parents"]][-1] == "Ecole des vents perdus"
    assert hits[0]["opened"] == 1990


def test_search_is_narrowed_by_country_and_limit(index: Path, call: Call) -> None:
    def countries(*options: str) -> list[str]:
        result = call("registry", "search", "Conseil national des brumes", "--registry", index, "--json", *options)
        return sorted(hit["country"] for hit in json.loads(result.stdout))

    assert countries() == ["FR", "LB"]
    assert countries("--country", "LB") == ["LB"]
    assert len(countries("--limit", "1")) == 1


def test_search_that_finds_nothing_ends_with_one(call: Call) -> None:
    result = call("registry", "search", "Zwqx Institute")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing has that name in core@" in result.stderr
    result = call("registry", "search", "Zwqx Institute", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


def test_update_downloads_builds_and_tidies_up(server: DumpServer, tmp_path: Path, call: Call) -> None:
    result = call("registry", "update", "--url", server.record_url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{NAME}: 6 read" in result.stdout
    assert Registry.open(tmp_path / "data" / "organisations.registry").header.version == "v1.74"
    assert list((tmp_path / "cache").iterdir()) == []


def test_update_does_nothing_when_the_index_is_of_the_newest_release(server: DumpServer, call: Call) -> None:
    call("registry", "update", "--url", server.record_url)
    again = call("registry", "update", "--url", server.record_url)
    assert (again.exit_code, len(server.asked)) == (0, 1)
    assert "the newest release" in again.stdout
    assert call("registry", "update", "--url", server.record_url, "--force").exit_code == 0
    assert len(server.asked) == 2


def test_update_takes_a_mirror_and_goes_on_with_an_earlier_call(server: DumpServer, tmp_path: Path, call: Call) -> None:
    server.cuts = [100]
    assert call("registry", "update", "--dump-url", server.file_url).exit_code == 0
    assert server.asked == [None, "bytes=100-"]


@pytest.mark.parametrize("case", ["missing", "wrong-checksum", "no-record"])
def test_update_that_fails_ends_with_one_and_leaves_the_index(
    case: str, server: DumpServer, tmp_path: Path, call: Call
) -> None:
    call("registry", "build", write_array(tmp_path / "d.json", V2))
    index = tmp_path / "data" / "organisations.registry"
    before = index.read_bytes()
    if case == "missing":
        server.failures = [404]
    elif case == "wrong-checksum":
        server.checksum = "md5:" + "0" * 32
    url = server.address + "/page" if case == "no-record" else server.record_url
    result = call("registry", "update", "--url", url)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert index.read_bytes() == before


def test_update_does_not_lose_the_tables_of_rnsr(server: DumpServer, index: Path, tmp_path: Path, call: Call) -> None:
    update = ("registry", "update", "--url", server.record_url, "--out", index)
    refused = call(*update)
    assert refused.exit_code == 2
    assert "--rnsr" in refused.stderr
    assert call(*update, "--rnsr", tmp_path / "rnsr-2022.csv").exit_code == 0
    assert Registry.open(index).header.name == "ror+rnsr"
    assert call(*update, "--without-rnsr", "--force").exit_code == 0
    assert Registry.open(index).header.name == "ror"


@pytest.mark.parametrize(
    "options",
    [["--url", "http://127.0.0.1:1/a", "--dump-url", "http://127.0.0.1:1/b"], ["--rnsr", "nowhere.csv"]],
    ids=["two-addresses", "missing-table"],
)
def test_update_called_wrongly_ends_with_two(options: list[str], call: Call) -> None:
    assert call("registry", "update", *options).exit_code == 2


@pytest.mark.parametrize("command", ["build", "update", "info", "search"])
def test_every_command_shows_examples_and_exit_codes(command: str, call: Call) -> None:
    shown = call("registry", command, "--help").stdout
    assert f"communique registry {command}" in shown
    assert "Exit codes:" in shown
