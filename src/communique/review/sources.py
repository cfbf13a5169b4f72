"""The file that a record was read from, when it is still where it was and still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from communique.batch.inputs import read_input
from communique.errors import ReadError


def find_source(uri: str, sha256: str, folders: Sequence[Path] = ()) -> bytes | None:
    """The bytes with the digest `sha256`, at `uri` or below one of `folders`; None when they are not there.

    Args:
        uri: the path as the record has it; a record is data, and a path in it is believed only as far as the digest.
        sha256: of the source.
        folders: where the path may begin; the working folder is always tried.
    """
    for path in (Path(uri), *(folder / uri for folder in folders), *(folder / Path(uri).name for folder in folders)):
        try:
            data = read_input(path)
        except ReadError:
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    return None
