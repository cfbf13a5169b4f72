"""Scores the shipped model of a language on the dev split of the corpora again.

    python models/score.py en --corpora ../shared/corpora [--sample] [--write]

prints JSON in the form of `models/<language>/scores.json`; `--sample` reads one passage in `train.SAMPLE`. The model
reads the rules' proposals: where these change, its scores do; `--write` then puts the new ones into `scores.json` and
into the table of the model card.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from train import HERE, LANGUAGES, SAMPLE
from training.corpora import read_corpora
from training.score import score_model, table

from communique.language.model import load_model

COLUMNS = ("organisation", "person", "place", "other")


def main() -> None:
    """Reads the command line, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ner_en.jsonl.gz and ner_fr.jsonl.gz")
    parser.add_argument("--sample", action="store_true", help="one passage in a dozen only")
    parser.add_argument("--write", action="store_true", help="update scores.json and the model card")
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
        card = path.with_name("MODEL_CARD.md")
        card.write_text(write_rows(card.read_text(encoding="utf-8"), stated["corpora_dev"]), encoding="utf-8")


def write_rows(card: str, scores: Mapping[str, Any]) -> str:
    """The model card with the rows of its table by source set anew; a source that the card leaves out stays out."""
    lines = card.split("\n")
    head = next(i for i, line in enumerate(lines) if line.startswith("| source | organisation"))
    for i in range(head + 2, len(lines)):
        if not lines[i].startswith("| "):
            break
        source = lines[i].split("|")[1].strip()
        cells = [_cell(scores[source].get(label)) for label in COLUMNS]
        lines[i] = f"| {source} | {' | '.join(cells)} |"
    return "\n".join(lines)


def _cell(score: Mapping[str, float] | None) -> str:
    if not score:
        return "–"
    return f"{score['p']:.3f} / {score['r']:.3f} / **{score['f']:.3f}** ({score['spans']})"


if __name__ == "__main__":
    main()
