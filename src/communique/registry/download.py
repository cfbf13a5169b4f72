"""The newest ROR dump from Zenodo: resumed where it was cut, and checked by size and MD5 before it is used.

Source: ROR publishes each release as a version of one Zenodo record; the record's own number always leads to the
newest one (https://ror.readme.io/docs/zenodo), and Zenodo gives the size and MD5 of each file.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from communique.errors import RegistryError

RECORD_URL: Final = "https://zenodo.org/api/records/6347574"

Watch = Callable[[int, int], None]
"""Called with the bytes that are there, and all bytes (0: unknown)."""

_BLOCK: Final = 1 << 18
_TIMEOUT_S: Final = 60
_RECORD_LIMIT: Final = 1 << 24
_TRIES: Final = 5
"""Attempts in a row that bring no further byte, before it is given up."""
_LONGEST_PAUSE_S: Final = 60.0
_FOR_NOW: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_RANGE_REFUSED: Final = 416
_PARTIAL: Final = 206


@dataclass(frozen=True)
class RemoteFile:
    """A file to download; `size` in bytes and `md5` (hex) where they are known, `version` of the release."""

    url: str
    name: str
    size: int | None = None
    md5: str | None = None
    version: str | None = None


def newest_dump(url: str = RECORD_URL) -> RemoteFile:
    """The dump of the newest ROR release, as a Zenodo record or a mirror of one describes it.

    Raises:
        RegistryError: the record can't be had, or describes no dump.
    """
    try:
        with closing(_open(url, {"Accept": "application/json"})) as answer:
            record = json.loads(answer.read(_RECORD_LIMIT))
    except (OSError, http.client.HTTPException) as error:
        raise RegistryError(f"{url}: {_reason(error)}: try again later, or name a dump with --dump-url") from error
    except ValueError as error:
        raise RegistryError(f"{url}: the answer is no JSON: give the address of a Zenodo record") from error
    try:
        files = [_remote(entry, record) for entry in record["files"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RegistryError(f"{url}: the answer is no Zenodo record with files") from error
    for suffix in (".zip", ".json", ".json.gz", ".jsonl.gz"):
        for file in files:
            if file.name.casefold().endswith(suffix):
                return file
    raise RegistryError(f"{url}: the record has no dump among its {len(files)} files")


def file_at(url: str) -> RemoteFile:
    """A file of which only the address is known."""
    name = _safe(PurePosixPath(unquote(urlsplit(url).path)).name)
    return RemoteFile(url, name)


def download(file: RemoteFile, folder: Path, watch: Watch | None = None, *, pause_s: float = 1.0) -> Path:
    """Downloads a file into a folder, and goes on where an earlier attempt was cut.

    Args:
        file: what to download.
        folder: where to; made where it is missing. What is unfinished stands beside as `NAME.part`.
        watch: is told how far it is.
        pause_s: seconds to wait after a first failure; doubled after each further one.

    Returns:
        The path of the whole file.

    Raises:
        RegistryError: it can't be had or is not what it should be; the message says what to do.
    """
    target = folder / file.name
    part = _Part(file, folder / f"{file.name}.part", watch or _tell_nobody)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file() and file.md5 and _fits(target, file):
            return target
        _fetch(part, pause_s)
        part.path.replace(target)
        part.tag_path.unlink(missing_ok=True)
    except OSError as error:
        raise RegistryError(f"{target}: can't be written: {error.strerror or error}") from error
    return target


def _fetch(part: _Part, pause_s: float) -> None:
    """Attempts until the file is whole and fits; the tries start anew with every byte that is won."""
    failed, mismatches = 0, 0
    while True:
        before = part.length()
        try:
            part.fetch_rest()
        except _UnfinishedError as error:
            failed = 0 if part.length() > before else failed + 1
            if failed >= _TRIES:
                raise RegistryError(
                    f"{part.file.url}: {error}, {_TRIES} times in a row: run the command again to go on from there"
                ) from error
            time.sleep(min(_LONGEST_PAUSE_S, error.pause_s or pause_s * 2**failed))
            continue
        if _fits(part.path, part.file):
            return
        mismatches += 1
        part.drop()  # what an earlier attempt left may be of another file: the second time it is whole
        if mismatches > 1:
            raise RegistryError(
                f"{part.file.url}: size or checksum is not what it should be: the file is damaged at its source; "
                "try again later"
            )


class _UnfinishedError(Exception):
    """An attempt was cut; `pause_s` is how long the server asks to wait."""

    def __init__(self, message: str, pause_s: float = 0.0) -> None:
        super().__init__(message)
        self.pause_s = pause_s


class _Part:
    """The unfinished file, and what the server said of the version that it is of."""

    def __init__(self, file: RemoteFile, path: Path, watch: Watch) -> None:
        self.file = file
        self.path = path
        self.tag_path = path.with_name(f"{path.name}.tag")
        self._watch = watch

    def length(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.tag_path.unlink(missing_ok=True)

    def fetch_rest(self) -> None:
        """Asks for what is missing.

        Raises:
            _UnfinishedError: another attempt may do better.
            RegistryError: none will.
        """
        if self.file.size is not None and self.length() >= self.file.size:
            return  # whole, or too long: the check says which
        headers = self._range_headers()
        try:
            with closing(_open(self.file.url, headers)) as answer:
                self._store(answer, appended="Range" in headers)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == _RANGE_REFUSED and headers:
                self.drop()
                raise _UnfinishedError("the server has no such range") from error
            if error.code not in _FOR_NOW:
                raise RegistryError(f"{self.file.url}: {_reason(error)}: check the address") from error
            raise _UnfinishedError(_reason(error), _seconds(error.headers.get("Retry-After"))) from error
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError) as error:
            raise _UnfinishedError(_reason(error)) from error

    def _range_headers(self) -> dict[str, str]:
        """The rest alone is asked for when it is sure to be of the same file as the beginning."""
        length = self.length()
        tag = self.tag_path.read_text(encoding="utf-8") if self.tag_path.is_file() else ""
        if not length or not (tag or self.file.md5):
            return {}
        headers = {"Range": f"bytes={length}-"}
        return {**headers, "If-Range": tag} if tag else headers

    def _store(self, answer: Any, *, appended: bool) -> None:
        start = self.length()
        stated = str(answer.headers.get("Content-Range") or "")
        if not (appended and answer.status == _PARTIAL and stated.startswith(f"bytes {start}-")):
            if answer.status == _PARTIAL:
                self.drop()
                raise _UnfinishedError("the server sent another range than was asked for")
            start = 0
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        if start == 0:
            # A weak tag says nothing about bytes.
            self.tag_path.write_text("" if tag.startswith("W/") else tag, encoding="utf-8")
        expected = answer.headers.get("Content-Length")
        total = start + int(expected) if expected else self.file.size or 0
        done = start
        with self.path.open("ab" if start else "wb") as out:
            while block := answer.read(_BLOCK):
                out.write(block)
                done += len(block)
                self._watch(done, total)
        if done < total:
            raise _UnfinishedError(f"the connection was cut after {done:,} of {total:,} bytes")


def _open(url: str, headers: dict[str, str]) -> Any:
    if urlsplit(url).scheme not in ("http", "https"):
        raise RegistryError(f"{url}: only http and https addresses can be downloaded")
    # Zenodo turns away the user agents that libraries send by themselves.
    agent = {"User-Agent": f"communique/{version('communique')} (registry update)"}
    return urllib.request.urlopen(urllib.request.Request(url, headers={**agent, **headers}), timeout=_TIMEOUT_S)


def _remote(entry: dict[str, Any], record: dict[str, Any]) -> RemoteFile:
    method, _, digest = str(entry.get("checksum") or "").rpartition(":")
    return RemoteFile(
        url=str(entry["links"]["self"]),
        name=_safe(str(entry["key"])),
        size=int(entry["size"]) if entry.get("size") is not None else None,
        md5=digest.casefold() if method in ("", "md5") and digest else None,
        version=(record.get("metadata") or {}).get("version"),
    )


def _safe(name: str) -> str:
    """A file name that stays in its folder, whatever a server calls the file."""
    plain = PurePosixPath(name.replace("\\", "/")).name.lstrip(".")
    return "".join(c if c.isalnum() or c in "._- " else "_" for c in plain) or "ror-data"


def _fits(path: Path, file: RemoteFile) -> bool:
    if file.size is not None and path.stat().st_size != file.size:
        return False
    if not file.md5:
        return True
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == file.md5


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return f"no connection ({error.reason})"
    return f"the connection failed ({error or type(error).__name__})"


def _seconds(value: str | None) -> float:
    return float(value) if value and value.isdigit() else 0.0


def _tell_nobody(done: int, total: int) -> None:
    """Nobody watches."""
