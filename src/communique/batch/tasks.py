"""One unit of work: a source in, a record or a failure out. Nothing else passes between processes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from communique.batch.inputs import Input, require_content
from communique.errors import EXTRACTION_REASONS, CommuniqueError, ExtractionError, ReadError


@dataclass(frozen=True, slots=True)
class Task:
    """One source: `input` is read by whoever does the work, unless `data` is given.

    `registry` is the index of organisations to link to, as `open_registry` takes it.
    """

    uri: str
    input: Input | None = None
    data: bytes | None = None
    registry: str | None = None

    @classmethod
    def of(cls, input_: Input, data: bytes, registry: str | None = None) -> Task:
        """The task for an input whose bytes, `data`, are at hand: they go along where reading them again is dear."""
        if input_.is_file:
            return cls(input_.uri, input=input_, registry=registry)
        return cls(input_.uri, data=data, registry=registry)

    def read(self) -> bytes:
        """The bytes of the source.

        Raises:
            ReadError: it can't be read, or nothing is in it.
        """
        if self.data is not None:
            return require_content(self.data)
        return (self.input or Input.of_file(self.uri)).read()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A record as JSON, one line."""

    uri: str
    sha256: str
    json: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source gave no record. `sha256` is None when it could not be read at all."""

    uri: str
    reason: str
    message: str
    sha256: str | None = None

    def error(self) -> CommuniqueError:
        """The failure as the exception that `extract` would have raised."""
        if self.reason in EXTRACTION_REASONS:
            return ExtractionError(self.reason, self.message)
        return ReadError(self.reason, self.message)


Outcome = Extracted | Failure


def carry_out(task: Task) -> Outcome:
    """The outcome of one task; never raises for what is in the source."""
    from communique.extractor import default_extractor

    sha256: str | None = None
    try:
        data = task.read()
        sha256 = hashlib.sha256(data).hexdigest()
        return Extracted(task.uri, sha256, default_extractor(task.registry)(data, task.uri).to_json())
    except ReadError as error:
        return Failure(task.uri, error.reason, error.message, sha256)
    except MemoryError:
        return Failure(task.uri, "memory", "the system gave it no more memory", sha256)
    except Exception as error:  # a bug is the failure of this one document, not of the batch
        return Failure(task.uri, "internal-error", describe_bug(error), sha256)


def describe_bug(error: BaseException) -> str:
    """One line that lets a maintainer find the place: type, message, file and line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno})" if trace else ""
    first_line = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first_line}{where}"
