"""How fast the pipelines are, how long they take to load, and how much memory they need.

    python models/measure.py --releases ../shared/gold/train

Prints, for each language: seconds of processor time to load the pipeline (`communique.load`, spaCy's own import
apart), and words a second of processor time over the texts of the releases in that language, on one core, for the
whole pipeline and for the same without the model; then the highest memory of the process with both languages loaded
and used. Words are runs of characters between spaces.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is imported
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import resource
import sys
import time
from pathlib import Path

import communique

RUNS = 3
"""Each text is read so many times; the fastest run counts, as other programs only ever slow a run down."""


def main() -> None:
    """Reads the command line, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, required=True, help="folder of releases with gold.json")
    options = parser.parse_args()
    started = time.process_time()
    import spacy  # noqa: F401  (measured)

    print(f"import of spaCy: {time.process_time() - started:.2f} s")  # noqa: T201
    pipelines = {}
    for language in ("en", "fr"):
        started = time.process_time()
        pipelines[language] = communique.load(language)
        print(f"{language}: loaded in {time.process_time() - started:.2f} s")  # noqa: T201
    texts = read_texts(options.releases)
    from communique.language.pipelines import load_pipeline

    for language, nlp in pipelines.items():
        words = sum(len(text.split()) for text in texts[language])
        bare = load_pipeline(language, model=False)
        both, rules = (seconds(read, texts[language]) for read in (nlp, bare))
        print(f"{language}: {words / both:,.0f} words a second, without the model {words / rules:,.0f}")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"memory with both languages: {peak:.0f} MB at most")  # noqa: T201


def read_texts(folder: Path) -> dict[str, list[str]]:
    """The reading texts of the releases, by language."""
    from training.releases import read_releases

    texts: dict[str, list[str]] = {"en": [], "fr": []}
    for release in read_releases(folder):
        texts[release.annotated.language].append(release.annotated.text)
    return texts


def seconds(read: object, texts: list[str]) -> float:
    """Processor seconds that the fastest of `RUNS` passes over the texts takes."""
    assert callable(read)
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        for text in texts:
            read(text)
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    main()
