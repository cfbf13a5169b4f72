"""The Python interface: what `import communique` gives."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from communique.batch.engines.local import carry_out_all
from communique.batch.inputs import Input, uri_of
from communique.batch.tasks import Extracted, Task, describe_bug
from communique.diff.compare import diff
from communique.errors import CommuniqueError, ExtractionError
from communique.extractor import default_extractor
from communique.records import Release
from communique.registry.location import open_registry

__all__ = ["diff", "extract", "extract_many", "load"]

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

Source = str | Path | bytes | BinaryIO


def extract(source: Source, registry: str | os.PathLike[str] | None = None) -> Release:
    """The record of one release.

    Args:
        source: a path, the bytes of a PDF or HTML file, or a file object open for reading bytes. The record's
            `source.uri` is the path as given, the file object's name, or `bytes:` and the start of the SHA-256.
        registry: the index of organisations to link entities to, or `core`; by default the one in use: that of the
            variable COMMUNIQUE_REGISTRY, else the one that was built for this user, else the core.

    Raises:
        RegistryError: the index can't be used.
        ReadError: the source gives no document; `reason` says why, for programs, and the message for people.
        ExtractionError: a bug in communique; the cause is chained.
    """
    task = _task(source)
    data = task.read()
    try:
        return default_extractor(registry)(data, task.uri)
    except CommuniqueError:
        raise
    except Exception as error:
        raise ExtractionError("internal-error", describe_bug(error)) from error


def extract_many(
    sources: Iterable[Source],
    workers: int = 1,
    on_error: Callable[[str, CommuniqueError], None] | None = None,
    registry: str | os.PathLike[str] | None = None,
) -> Iterator[Release]:
    """The records of many releases, in input order, each as soon as it and those before it are done.

    Args:
        sources: as for `extract`; read a few ahead of what was yielded.
        workers: the number of worker processes; 1 works in this process.
        on_error: called with the uri and the error of each source that gives no record; the others go on.
            Without it the first such error is raised in its place: nothing is left out in silence.
        registry: as for `extract`.

    Raises:
        RegistryError: the index can't be used.
        ReadError, ExtractionError: as `extract`, unless `on_error` is given.
        ValueError: `workers` is less than 1.
    """
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least one is needed")
    chosen = open_registry(registry).file.origin
    tasks = (replace(_task(source), registry=chosen) for source in sources)
    return _extract_many(tasks, 0 if workers == 1 else workers, on_error)


def _extract_many(
    tasks: Iterable[Task], workers: int, on_error: Callable[[str, CommuniqueError], None] | None
) -> Iterator[Release]:
    for outcome in carry_out_all(tasks, workers):
        if isinstance(outcome, Extracted):
            yield Release.from_json(outcome.json)
        elif on_error is None:
            raise outcome.error()
        else:
            on_error(outcome.uri, outcome.error())


def load(language: Literal["en", "fr"]) -> Pipeline:
    """The spaCy pipeline of a language, for those who want its `Doc`."""
    from communique.language.pipelines import load_pipeline

    return load_pipeline(language)


def _task(source: Source) -> Task:
    if isinstance(source, (str, os.PathLike)):
        return Task(uri_of(source), input=Input.of_file(source))
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
        return Task(f"bytes:{hashlib.sha256(data).hexdigest()[:16]}", data=data)
    data = source.read()
    if not isinstance(data, bytes):
        raise TypeError('a file object must give bytes; open it with "rb"')
    name = getattr(source, "name", None)
    uri = uri_of(name) if isinstance(name, str) else f"bytes:{hashlib.sha256(data).hexdigest()[:16]}"
    return Task(uri, data=data)
