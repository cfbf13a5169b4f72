"""Inputs at a URL that fsspec can read, such as `s3://bucket/releases`; needs the extra `ray`, and fsspec's own
package for the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, cast

from communique.batch.inputs.files import MAX_INPUT_BYTES, explain, require_content
from communique.errors import ReadError, RunError

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAGIC: Final = re.compile(r"[*?[]")


def is_url(name: str) -> bool:
    """Whether a name is a URL and no path."""
    return _URL.match(name) is not None


def files_at(url: str) -> Iterator[tuple[str, str]]:
    """The files that a URL stands for: itself, those below it, or those that fit it as a pattern; sorted.

    Yields:
        The URL of a file, and how it is called from `url` on; the second is empty for what is named itself.

    Raises:
        ReadError: missing, no-permission or unreadable.
        RunError: fsspec, or what it needs for the protocol, is not installed.
    """
    files, path = file_system(url)
    with _explained():
        if files.isfile(path):
            yield url, ""
        elif files.isdir(path):
            for found in sorted(files.find(path)):
                name = found[len(path.rstrip("/")) :].lstrip("/")
                yield f"{url.rstrip('/')}/{name}", name
        elif (magic := _MAGIC.search(path)) and (fitting := sorted(files.glob(path))):
            start = path[: magic.start()].rpartition("/")[0]
            for found in fitting:
                if files.isfile(found):
                    yield files.unstrip_protocol(found), found[len(start) :].lstrip("/")
        else:
            raise FileNotFoundError(url)


def read_url(url: str) -> bytes:
    """The bytes of the file at a URL.

    Raises:
        ReadError: missing, no-permission, too-large, unreadable or empty.
    """
    with open_url(url) as file, _explained():
        data = file.read(MAX_INPUT_BYTES + 1)
    if len(data) > MAX_INPUT_BYTES:
        raise ReadError("too-large", f"the file has more than {MAX_INPUT_BYTES} bytes")
    return require_content(data)


@contextmanager
def open_url(url: str) -> Iterator[BinaryIO]:
    """The file at a URL, open for reading.

    Raises:
        ReadError: missing, no-permission or unreadable.
    """
    files, path = file_system(url)
    with _explained():
        file = files.open(path, "rb")
    with file:
        yield cast(BinaryIO, file)


def file_system(url: str) -> tuple[Any, str]:
    """What reads and writes at a URL, as fsspec gives it, and the path that it knows the URL by.

    Raises:
        RunError: fsspec, or what it needs for the protocol, is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise RunError(f"{url}: URLs need fsspec: pip install 'communique[ray]'") from error
    try:
        files, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise RunError(f"{url}: {error}") from error
    return files, path


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise explain(error) from error
    except Exception as error:  # each protocol's library has errors of its own
        raise ReadError("unreadable", f"it can't be read: {type(error).__name__}: {error}") from error
