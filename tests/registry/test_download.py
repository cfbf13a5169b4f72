"""Downloads: whole, resumed, from servers without ranges; checked; and given up with a reason."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dump_server import DumpServer, serving

from communique.errors import RegistryError
from communique.registry.download import RemoteFile, download, file_at, newest_dump

CONTENT = bytes(range(256)) * 4000


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine uses, it does not stand before itself."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[DumpServer]:
    with serving(CONTENT) as server:
        yield server


def _fetch(file: RemoteFile, folder: Path) -> bytes:
    path = download(file, folder, pause_s=0.0)
    assert sorted(p.name for p in folder.iterdir()) == [file.name]
    return path.read_bytes()


def test_a_record_says_which_dump_is_newest(server: DumpServer) -> None:
    dump = newest_dump(server.record_url)
    assert (dump.url, dump.name, dump.size, dump.version) == (server.file_url, server.name, len(CONTENT), "v1.74")
    assert newest_dump(f"{server.address}/moved") == dump


def test_a_fresh_download_is_whole(server: DumpServer, tmp_path: Path) -> None:
    assert _fetch(newest_dump(server.record_url), tmp_path / "new" / "folder") == CONTENT
    assert server.asked == [None]


def test_a_download_tells_how_far_it_is(server: DumpServer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    download(newest_dump(server.record_url), tmp_path, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)


def test_a_connection_that_is_cut_goes_on_where_it_was(server: DumpServer, tmp_path: Path) -> None:
    server.cuts = [300_000, 0, 100_000]
    assert _fetch(newest_dump(server.record_url), tmp_path) == CONTENT
    assert server.asked == [None, "bytes=300000-", "bytes=300000-", "bytes=400000-"]


def test_an_earlier_call_is_gone_on_with(server: DumpServer, tmp_path: Path) -> None:
    dump = newest_dump(server.record_url)
    (tmp_path / f"{dump.name}.part").write_bytes(CONTENT[:5000])
    assert _fetch(dump, tmp_path) == CONTENT
    assert server.asked == ["bytes=5000-"]


def test_a_server_without_ranges_is_asked_for_the_whole_again(server: DumpServer, tmp_path: Path) -> None:
    server.ranges = False
    server.cuts = [300_000]
    assert _fetch(newest_dump(server.record_url), tmp_path) == CONTENT
    assert server.asked == [None, "bytes=300000-"]


def test_the_rest_of_another_file_is_never_put_behind_a_beginning(server: DumpServer, tmp_path: Path) -> None:
    dump = newest_dump(server.record_url)
    (tmp_path / f"{dump.name}.part").write_bytes(b"x" * 5000)
    assert _fetch(dump, tmp_path) == CONTENT
    assert server.asked == ["bytes=5000-", None]


def test_a_whole_file_that_is_there_is_not_downloaded_again(server: DumpServer, tmp_path: Path) -> None:
    dump = newest_dump(server.record_url)
    (tmp_path / dump.name).write_bytes(CONTENT)
    assert _fetch(dump, tmp_path) == CONTENT
    assert server.asked == []


def test_an_address_alone_is_resumed_by_its_tag(server: DumpServer, tmp_path: Path) -> None:
    server.cuts = [300_000]
    assert _fetch(file_at(server.file_url), tmp_path) == CONTENT
    assert server.asked == [None, "bytes=300000-"]


@pytest.mark.parametrize("tag", [None, 'W/"weak"'], ids=["no-tag", "weak-tag"])
def test_without_checksum_and_tag_a_download_begins_anew(tag: str | None, server: DumpServer, tmp_path: Path) -> None:
    server.tag = tag
    server.cuts = [300_000]
    assert _fetch(file_at(server.file_url), tmp_path) == CONTENT
    assert server.asked == [None, None]


def test_a_file_that_changed_meanwhile_is_had_whole(server: DumpServer, tmp_path: Path) -> None:
    file = file_at(server.file_url)
    (tmp_path / f"{file.name}.part").write_bytes(b"x" * 5000)
    (tmp_path / f"{file.name}.part.tag").write_text('"earlier"')
    assert _fetch(file, tmp_path) == CONTENT


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(status: int, server: DumpServer, tmp_path: Path) -> None:
    server.failures = [status, status]
    assert _fetch(newest_dump(server.record_url), tmp_path) == CONTENT


def test_a_part_that_is_too_long_is_dropped(server: DumpServer, tmp_path: Path) -> None:
    dump = newest_dump(server.record_url)
    (tmp_path / f"{dump.name}.part").write_bytes(CONTENT + b"more")
    assert _fetch(dump, tmp_path) == CONTENT


def test_a_part_beyond_the_end_is_dropped_where_the_size_is_unknown(server: DumpServer, tmp_path: Path) -> None:
    dump = replace(newest_dump(server.record_url), size=None)
    (tmp_path / f"{dump.name}.part").write_bytes(CONTENT + b"more")
    assert _fetch(dump, tmp_path) == CONTENT


def test_a_wrong_checksum_is_refused_after_a_second_try(server: DumpServer, tmp_path: Path) -> None:
    server.checksum = "md5:" + "0" * 32
    with pytest.raises(RegistryError, match="checksum"):
        download(newest_dump(server.record_url), tmp_path, pause_s=0.0)
    assert server.asked == [None, None]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_file_that_is_not_there_is_refused_at_once(status: int, server: DumpServer, tmp_path: Path) -> None:
    server.failures = [status]
    with pytest.raises(RegistryError, match=f"{status}.*check the address"):
        download(newest_dump(server.record_url), tmp_path, pause_s=0.0)
    assert len(server.asked) == 1


def test_a_server_that_never_answers_well_is_given_up_and_the_part_kept(server: DumpServer, tmp_path: Path) -> None:
    dump = newest_dump(server.record_url)
    server.cuts = [1000]
    server.failures = []
    (tmp_path / f"{dump.name}.part").write_bytes(CONTENT[:5000])
    server.failures = [503] * 5
    with pytest.raises(RegistryError, match="run the command again"):
        download(dump, tmp_path, pause_s=0.0)
    assert (tmp_path / f"{dump.name}.part").stat().st_size == 5000
    assert len(server.asked) == 5


def test_a_closed_port_is_given_up_with_a_reason(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/dump.zip"
        with pytest.raises(RegistryError, match="no connection"):
            download(file_at(url), tmp_path, pause_s=0.0)
        with pytest.raises(RegistryError, match="try again later"):
            newest_dump(url)


@pytest.mark.parametrize(
    ("path", "words"), [("/nowhere", "404"), ("/page", "no JSON"), ("/other-json", "no Zenodo record")]
)
def test_an_answer_that_is_no_record_is_refused(path: str, words: str, server: DumpServer) -> None:
    with pytest.raises(RegistryError, match=words):
        newest_dump(server.address + path)


def test_a_record_without_a_dump_is_refused(server: DumpServer) -> None:
    server.name = "notes.txt"
    with pytest.raises(RegistryError, match="no dump"):
        newest_dump(server.record_url)


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://example.org/dump.zip", "dump.zip"])
def test_only_web_addresses_are_downloaded(url: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="only http and https"):
        download(file_at(url), tmp_path)


def test_a_servers_file_name_stays_in_its_folder(server: DumpServer, tmp_path: Path) -> None:
    server.name = "../../outside.zip"
    assert newest_dump(server.record_url).name == "outside.zip"
    assert file_at("https://example.org/").name == "ror-data"
    assert file_at("https://example.org/a/..%2F..%2Fb.zip").name == "b.zip"


def test_a_folder_that_cannot_be_made_is_said(server: DumpServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RegistryError, match="can't be written"):
        download(newest_dump(server.record_url), tmp_path / "file")
