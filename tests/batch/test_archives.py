"""Archives: what is read of them, in which order and at what cost, and what is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from communique.batch.inputs import Input, close_archives, find_inputs, members, read_input, tars
from communique.errors import READ_REASONS, ReadError

ICE = b"<p>Ice</p>"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tgz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": lambda data: zstandard.ZstdCompressor().compress(data),
}
KINDS = ("zip", *PACKERS)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    close_archives()


def pack_tar(*files: tuple[str, bytes] | tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", errors="surrogateescape", encoding="utf-8") as archive:
        for file in files:
            if isinstance(file, tarfile.TarInfo):
                archive.addfile(file)
                continue
            info = tarfile.TarInfo(file[0])
            info.size = len(file[1])
            archive.addfile(info, io.BytesIO(file[1]))
    return packed.getvalue()


def pack_zip(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def pack(kind: str, *files: tuple[str, bytes]) -> bytes:
    return pack_zip(*files) if kind == "zip" else PACKERS[kind](pack_tar(*files))


def outcome(input_: Input) -> bytes | str:
    try:
        return input_.read()
    except ReadError as error:
        return error.reason


def found(*named: str) -> list[tuple[str, bytes | str]]:
    return [(input_.uri, outcome(input_)) for input_ in find_inputs(named).inputs]


def message(input_: Input) -> str:
    with pytest.raises(ReadError) as caught:
        input_.read()
    return caught.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_the_releases_of_an_archive_are_inputs_in_its_order(kind: str) -> None:
    left = [(name, b"-") for name in ("notes.md", ".x.html", "__MACOSX/._a.pdf")]
    Path(f"it.{kind}").write_bytes(pack(kind, *left, ("b/2.html", b"two"), ("./a.PDF", b"one")))
    assert found(f"it.{kind}") == [(f"it.{kind}!/b/2.html", b"two"), (f"it.{kind}!/a.PDF", b"one")]
    assert find_inputs([f"it.{kind}"]).not_taken == {".html": 1, ".md": 1, ".pdf": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_members_can_be_read_in_any_order_and_twice(kind: str) -> None:
    Path(f"it.{kind}").write_bytes(pack(kind, *((f"{i}.html", b"%d" % i) for i in range(5))))
    inputs = find_inputs([f"it.{kind}"]).inputs
    assert [inputs[i].read() for i in (3, 1, 1, 4, 0, 2)] == [b"3", b"1", b"1", b"4", b"0", b"2"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_in_an_archive_is_read(kind: str) -> None:
    inner = pack(kind, ("1.html", b"one"), ("2.html", b"two"))
    Path(f"it.{kind}").write_bytes(pack(kind, ("0.html", b"zero"), (f"in.{kind}", inner), ("3.html", b"three")))
    assert found(f"it.{kind}") == [
        (f"it.{kind}!/0.html", b"zero"),
        (f"it.{kind}!/in.{kind}!/1.html", b"one"),
        (f"it.{kind}!/in.{kind}!/2.html", b"two"),
        (f"it.{kind}!/3.html", b"three"),
    ]


def test_an_archive_three_deep_is_refused() -> None:
    deep = pack_zip(("c.tar", pack_tar(("d.html", ICE))), ("e.html", ICE))
    Path("a.zip").write_bytes(pack_zip(("b.zip", deep)))
    assert found("a.zip") == [("a.zip!/b.zip!/c.tar", "refused"), ("a.zip!/b.zip!/e.html", ICE)]


def test_archives_in_folders_are_opened() -> None:
    Path("in").mkdir()
    Path("in/a.zip").write_bytes(pack_zip(("b.html", ICE)))
    Path("in/c.html").write_bytes(ICE)
    assert [uri for uri, _ in found("in")] == ["in/a.zip!/b.html", "in/c.html"]


def test_what_an_archive_is_its_content_says() -> None:
    Path("it.zip").write_bytes(pack("tar.gz", ("a.html", ICE)))
    Path("it.tar").write_bytes(pack("zip", ("a.html", ICE)))
    assert found("it.zip", "it.tar") == [("it.zip!/a.html", ICE), ("it.tar!/a.html", ICE)]


NAMES = {
    "up": "../a.html",
    "up and down": "b/../../a.html",
    "absolute": "/etc/a.html",
    "drive": "C:/a.html",
    "backslashes": "..\\a.html",
}


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_out_is_refused(kind: str, name: str) -> None:
    Path(f"it.{kind}").write_bytes(pack(kind, (name, ICE), ("b.html", ICE)))
    assert [what for _, what in found(f"it.{kind}")] == ["refused", ICE]


LINKS = {
    "link": tarfile.SYMTYPE,
    "hard link": tarfile.LNKTYPE,
    "pipe": tarfile.FIFOTYPE,
    "device": tarfile.CHRTYPE,
    "disk": tarfile.BLKTYPE,
}


@pytest.mark.parametrize("kind", LINKS.values(), ids=LINKS)
def test_what_is_no_file_is_refused(kind: bytes) -> None:
    info = tarfile.TarInfo("a.html")
    info.type, info.linkname = kind, "b.html"
    Path("it.tar").write_bytes(pack_tar(("b.html", ICE), info))
    assert found("it.tar") == [("it.tar!/b.html", ICE), ("it.tar!/a.html", "refused")]


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO], ids=["link", "pipe"])
def test_what_is_no_file_is_refused_in_a_zip_too(mode: int) -> None:
    info = zipfile.ZipInfo("a.html")
    info.external_attr = (mode | 0o644) << 16
    Path("it.zip").write_bytes(pack_zip((info, b"/etc/passwd"), ("b.html", ICE)))
    assert [what for _, what in found("it.zip")] == ["refused", ICE]


def test_a_member_with_a_password_is_a_coded_failure() -> None:
    data = bytearray(pack_zip(("a.html", ICE), ("b.html", ICE)))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    Path("it.zip").write_bytes(data)
    assert [what for _, what in found("it.zip")] == ["encrypted", ICE]


def test_a_member_that_is_packed_too_tightly_is_refused() -> None:
    Path("it.zip").write_bytes(pack_zip(("a.html", bytes(1 << 25)), ("b.html", ICE)))
    assert [what for _, what in found("it.zip")] == ["refused", ICE]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_a_member_over_the_limit_is_not_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(f"it.{kind}").write_bytes(pack(kind, ("a.html", ICE * 10), ("b.html", ICE)))
    monkeypatch.setattr(members, "MAX_MEMBER_BYTES", 50)
    assert [what for _, what in found(f"it.{kind}")] == ["too-large", ICE]


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_an_archive_that_unpacks_without_end_is_given_up(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (members, tars):
        monkeypatch.setattr(module, "FREE_ARCHIVE_BYTES", 1 << 20)
    files = [(f"{i}.html", bytes(1 << 18)) for i in range(40)]
    Path(f"it.{kind}").write_bytes(pack(kind, *files))
    inputs = find_inputs([f"it.{kind}"]).inputs
    assert 1 < len(inputs) < 40
    assert inputs[-1].uri == f"it.{kind}"
    assert "as only bombs do" in message(inputs[-1])


def test_archives_in_an_archive_share_what_it_may_unpack_to(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (members, tars):
        monkeypatch.setattr(module, "FREE_ARCHIVE_BYTES", 1 << 20)
    inner = pack("tar.gz", *((f"{i}.html", bytes(1 << 17)) for i in range(4)))
    Path("it.zip").write_bytes(pack_zip(*((f"{i}.tar.gz", inner) for i in range(40))))
    reasons = [what for _, what in found("it.zip")]
    assert 4 < reasons.index("refused") < 20
    assert set(reasons[reasons.index("refused") :]) == {"refused"}


def test_members_that_share_their_bytes_are_refused() -> None:
    data = bytearray(pack_zip(("a.html", ICE), ("b.html", ICE), ("c.html", ICE)))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[second + 42 : second + 46] = struct.pack("<L", 0)  # where the first one stands
    Path("it.zip").write_bytes(data)
    assert [what for _, what in found("it.zip")] == ["refused", "refused", ICE]


def test_a_zip_that_holds_itself_ends() -> None:
    """As the quines do: each level is the whole again."""
    inner = pack_zip(("r.zip", pack_zip(("r.zip", b"PK\x03\x04"))))
    Path("r.zip").write_bytes(pack_zip(("r.zip", inner)))
    assert found("r.zip") == [("r.zip!/r.zip!/r.zip", "refused")]


def test_an_archive_with_too_many_members_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "MAX_MEMBERS", 2)
    Path("it.tar").write_bytes(pack_tar(*((f"{i}.html", ICE) for i in range(4))))
    assert found("it.tar") == [("it.tar!/0.html", ICE), ("it.tar!/1.html", ICE), ("it.tar", "refused")]


@pytest.mark.parametrize("kind", ["tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_of_a_torn_tar_is_read_what_stands_before_the_tear(kind: str) -> None:
    noise = random.Random(1)
    data = pack(kind, *((f"{i}.html", noise.randbytes(1 << 17)) for i in range(20)))
    Path(f"it.{kind}").write_bytes(data[: len(data) // 2])
    results = found(f"it.{kind}")
    whole = [uri for uri, what in results if isinstance(what, bytes)]
    assert whole == [f"it.{kind}!/{i}.html" for i in range(len(whole))]
    assert 0 < len(whole) < 11
    assert results[-1] == (f"it.{kind}", "unreadable")
    assert {what for _, what in results[len(whole) :]} == {"unreadable"}


def test_a_tar_with_rubbish_between_members_is_read_up_to_it() -> None:
    data = pack_tar(("a.html", ICE))[:1024] + b"rubbish!" * 64 + pack_tar(("b.html", ICE))
    Path("it.tar").write_bytes(data)
    assert found("it.tar") == [("it.tar!/a.html", ICE), ("it.tar", "unreadable")]
    assert "after 1 members" in message(find_inputs(["it.tar"]).inputs[-1])


def test_a_member_whose_sum_is_wrong_costs_itself_only() -> None:
    data = bytearray(pack_zip(("a.html", ICE), ("b.html", ICE)))
    data[data.index(b"a.html") + 8] ^= 0xFF
    Path("it.zip").write_bytes(data)
    assert [what for _, what in found("it.zip")] == ["unreadable", ICE]


BROKEN = {
    "rubbish": b"rubbish" * 200,
    "a zip torn in its first member": pack_zip(("a.md", ICE))[:40],
    "an empty file": b"",
    "a header of a zip alone": b"PK\x03\x04",
    "a header of gzip alone": b"\x1f\x8b\x08\x00",
    "a directory of 4 GB": b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 9, 9, 1 << 31, 0, 0),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("suffix", ["zip", "tar.gz"])
def test_a_broken_archive_is_one_coded_failure(data: bytes, suffix: str) -> None:
    Path(f"it.{suffix}").write_bytes(data)
    assert found(f"it.{suffix}") == [(f"it.{suffix}", "unreadable")]


class _Pipe(io.BytesIO):
    """What can't go back: then the lengths of members follow them."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    tell = seek  # type: ignore[assignment]


def pack_zip_through_pipe(*files: tuple[str, bytes]) -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return pipe.getvalue()


@pytest.mark.parametrize("packed", [pack_zip, pack_zip_through_pipe], ids=["lengths", "lengths that follow"])
def test_of_a_torn_zip_is_read_what_stands_before_the_tear(packed: Callable[..., bytes]) -> None:
    noise = random.Random(1)
    whole = [(f"é{i}.html", noise.randbytes(3000)) for i in range(9)]
    data = packed(("sub/", b""), *whole, ("../z.html", ICE), ("y.html", b"ice" * 1000))
    uris = [(f"it.zip!/{name}", content) for name, content in whole]
    Path("it.zip").write_bytes(data[:-10])
    assert found("it.zip") == [
        *uris,
        ("it.zip!/../z.html", "refused"),
        ("it.zip!/y.html", b"ice" * 1000),
        ("it.zip", "unreadable"),
    ]
    assert "12 members are read without it" in message(find_inputs(["it.zip"]).inputs[-1])
    Path("it.zip").write_bytes(data[:15000])
    assert found("it.zip") == [*uris[:4], ("it.zip!/é4.html", "unreadable"), ("it.zip", "unreadable")]


def test_a_torn_zip_may_be_a_bomb_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "FREE_ARCHIVE_BYTES", 1 << 20)
    data = pack_zip_through_pipe(*((f"{i}.html", bytes(1 << 18)) for i in range(40)))
    Path("it.zip").write_bytes(data[:-10])
    results = found("it.zip")
    assert 1 < len(results) < 40
    assert results[-1] == ("it.zip", "refused")


def test_a_zip_with_a_name_that_is_not_in_its_encoding_is_read() -> None:
    Path("it.zip").write_bytes(pack_zip(("é.html", ICE), ("b.html", ICE)).replace("é".encode(), b"\xff\xfe"))
    assert found("it.zip") == [("it.zip!/\\xff\\xfe.html", ICE), ("it.zip!/b.html", ICE), ("it.zip", "unreadable")]


def test_a_missing_archive_is_a_coded_failure() -> None:
    assert found("gone.zip") == [("gone.zip", "missing")]


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
@pytest.mark.parametrize("type_", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_with_a_negative_size_leads_nowhere(kind: str, type_: bytes) -> None:
    info = tarfile.TarInfo("a.html")
    info.type, info.size = type_, -1024
    data = pack_tar(("b.html", ICE))[:1024] + info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)
    Path(f"it.{kind}").write_bytes(PACKERS[kind](data))
    first, *_, last = found(f"it.{kind}")
    assert first == (f"it.{kind}!/b.html", ICE)
    assert last == (f"it.{kind}", "unreadable")


def test_a_header_that_claims_gigabytes_asks_for_no_memory() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 33
    Path("it.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    assert found("it.tar") == [("it.tar", "unreadable")]


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
def test_a_header_full_of_digits_takes_no_time(kind: str) -> None:
    """Older versions of `tarfile` would search it for hours."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 18
    data = info.tobuf(tarfile.GNU_FORMAT) + b"1" * (1 << 18) + pack_tar(("a.html", ICE))
    Path(f"it.{kind}").write_bytes(PACKERS[kind](data))
    assert found(f"it.{kind}") == [(f"it.{kind}", "unreadable")]


def test_a_file_with_holes_is_refused() -> None:
    info = tarfile.TarInfo("a.html")
    info.type = tarfile.GNUTYPE_SPARSE
    Path("it.tar").write_bytes(pack_tar(info, ("b.html", ICE)))
    assert [what for _, what in found("it.tar")] == ["refused", ICE]


ODD_NAMES = {
    "accents": ("é.html", "é.html"),
    "a line feed": ("a\nb.html", "a\nb.html"),
    "no UTF-8": ("caf\udce9.html", "caf\\xe9.html"),
}


@pytest.mark.parametrize(("name", "uri"), ODD_NAMES.values(), ids=ODD_NAMES)
def test_odd_names_in_a_tar_are_told_apart(name: str, uri: str) -> None:
    Path("it.tar").write_bytes(pack_tar((name, ICE)))
    assert found("it.tar") == [(f"it.tar!/{uri}", ICE)]


def test_a_zip_that_does_not_say_its_names_are_utf8_is_understood() -> None:
    data = bytearray(pack_zip(("é.html", ICE)))
    for at in (data.index(b"PK\x03\x04") + 7, data.index(b"PK\x01\x02") + 9):
        data[at] &= ~0x08
    Path("it.zip").write_bytes(data)
    assert found("it.zip") == [("it.zip!/é.html", ICE)]


def test_a_name_that_stands_twice_is_numbered() -> None:
    Path("it.tar").write_bytes(pack_tar(("a.html", b"old"), ("a.html", b"new"), ("a.html", b"newest")))
    assert found("it.tar") == [
        ("it.tar!/a.html", b"old"),
        ("it.tar!/a.html#2", b"new"),
        ("it.tar!/a.html#3", b"newest"),
    ]


def test_an_archive_that_is_named_twice_is_taken_once() -> None:
    Path("it.zip").write_bytes(pack_zip(("a.html", ICE)))
    assert found("it.zip", "it.zip", ".") == [("it.zip!/a.html", ICE), ("./it.zip!/a.html", ICE)]


def test_an_empty_member_is_a_coded_failure() -> None:
    Path("it.zip").write_bytes(pack_zip(("a.html", b" \n")))
    assert found("it.zip") == [("it.zip!/a.html", "empty")]


def test_an_archive_that_changes_meanwhile_is_seen() -> None:
    Path("it.tar").write_bytes(pack_tar(("a.html", ICE), ("b.html", ICE)))
    first, second = find_inputs(["it.tar"]).inputs
    assert first.read() == ICE
    Path("it.tar").write_bytes(pack_tar(("c.html", ICE), ("d.html", ICE), ("e.html", ICE)))
    assert "was changed" in message(second)


def test_members_read_in_order_are_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("it.tar.gz").write_bytes(pack("tar.gz", *((f"{i}.html", b"%d" % i * 2500) for i in range(200))))
    inputs = find_inputs(["it.tar.gz"]).inputs
    unpacked: list[int] = []
    read = tars._Forward.read

    def counted(self: tars._Forward, size: int) -> bytes:
        data = read(self, size)
        unpacked.append(len(data))
        return data

    monkeypatch.setattr(tars._Forward, "read", counted)
    for input_ in inputs:
        input_.read()
    assert sum(unpacked) < 200 * (7500 + 1024)


@pytest.mark.parametrize("kind", KINDS)
def test_one_release_is_not_read_from_an_archive(kind: str) -> None:
    Path(f"it.{kind}").write_bytes(pack(kind, ("a.html", ICE)))
    with pytest.raises(ReadError, match="this is an archive; `communique run` reads what is in it"):
        read_input(f"it.{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_wrong_with_an_archive_is_a_coded_failure(kind: str) -> None:
    whole = pack(kind, ("a.html", ICE * 20), (f"in.{kind}", pack(kind, ("x.html", ICE))), ("é" * 80 + ".html", ICE))
    chance = random.Random(kind)
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 1, 2, 5, 20])):
            at, length = chance.randrange(len(data) or 1), chance.choice([1, 1, 1, 4, 512])
            data[at : at + length] = chance.randbytes(length) if chance.random() < 0.7 else b""
        Path(f"it.{kind}").write_bytes(data or b"-")
        assert {what for _, what in found(f"it.{kind}") if isinstance(what, str)} <= READ_REASONS.keys()
