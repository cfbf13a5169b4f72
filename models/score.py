"""Scores the shipped model of a language on the dev split of the corpora again.

    python models/score.py en --corpora ../shared/corpora [--sample] [--write]

prints JSON in the form of `models/<language>/scores.json`; `--sample` reads one passage in `train.SAMPLE`. The model
reads the rules' proposals: where these change, its scores do; `--write` then puts the new ones into `scores.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from train import HERE, LANGUAGES, SAMPLE
from training.corpora import read_corpora
from training.score import score_model, table

from communique.language.model import load_model


def main() -> None:
    """Reads the command line, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ner_en.jsonl.gz and ner_fr.jsonl.gz")
    parser.add_argument("--sample", action="store_true", help="one passage in a dozen only")
    parser.add_argument("--write", action="store_true", help="update scores.json")
    options = parser.parse_args()
    texts = read_corpora(options.corpora, options.language, "dev")
    nlp = load_model(f"communique_{options.language}")
    sample = table(score_model(nlp, texts[::SAMPLE]))
    scores = sample if options.sample else table(score_model(nlp, texts))
    print(json.dumps(scores, indent=1, sort_keys=True))  # noqa: T201
    if options.write:
        path = HERE / options.language / "scores.json"
        stated = json.loads(path.read_text(encoding="utf-8"))
        stated.update(corpora_dev=table(score_model(nlp, texts)), corpora_dev_sample=sample)
        path.write_text(json.dumps(stated, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
