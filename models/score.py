"""Scores the shipped model of a language on the dev split of the corpora again.

    python models/score.py en --corpora ../shared/corpora [--sample]

prints JSON in the form of `models/<language>/scores.json`; `--sample` reads one passage in `train.SAMPLE`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from train import LANGUAGES, SAMPLE
from training.corpora import read_corpora
from training.score import score_model, table

from communique.language.model import load_model


def main() -> None:
    """Reads the command line, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ner_en.jsonl.gz and ner_fr.jsonl.gz")
    parser.add_argument("--sample", action="store_true", help="one passage in a dozen only")
    options = parser.parse_args()
    texts = read_corpora(options.corpora, options.language, "dev")[:: SAMPLE if options.sample else 1]
    scores = score_model(load_model(f"communique_{options.language}"), texts)
    print(json.dumps(table(scores), indent=1, sort_keys=True))  # noqa: T201


if __name__ == "__main__":
    main()
