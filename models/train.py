"""Trains the name model of one language.

    python models/train.py en --corpora ../shared/corpora --registry ../shared/registry --releases ../shared/gold/train

writes `models/en/pipeline` and `models/en/scores.json`. With `--folds 5 --fold 0` the releases of that fold are held
out and scored; give `--output` then. With `--passes 3` the network is first pretrained on raw texts of both languages;
`--start FILE` keeps the weights of that for further trainings: they are the same for both languages (but keep each
fold's apart). The seed is fixed; what is trained and how is in `models/<lang>/config.cfg`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_pipeline
from spacy.util import load_config, registry
from training.corpora import read_corpora
from training.pretraining import Pretraining, pretrain, read_raw_texts
from training.reader import ExampleStream, Mixture
from training.registries import NamePool
from training.releases import Release, read_releases
from training.score import score_model, table
from training.texts import AnnotatedText

import communique.language.model  # noqa: F401  (registers the factories)
from communique.language.model.component import MODEL

VERSION = "0.1.0"
DESCRIPTION = "Names of laboratories, institutions and persons in press releases; see MODEL_CARD.md"
HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "fr")
SAMPLE = 12
"""One passage in so many is the sample of the dev split that a test scores again."""


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line, trains, scores, writes."""
    options = parse(arguments)
    started = time.time()
    releases = [release for folder in options.releases for release in read_releases(folder)]
    folds = split_folds(releases, options.folds)
    held_out = folds[options.fold] if options.fold is not None else []
    kept = [r for r in releases if r not in held_out]
    corpora = [t for language in LANGUAGES for t in read_corpora(options.corpora, language, "train")]
    stream = make_stream(options.language, kept, corpora, options)
    nlp = train_model(options, stream, raw_texts(options, kept, corpora))
    folder = options.output or HERE / options.language
    folder.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder / "pipeline", exclude=["vocab"])
    dev = read_corpora(options.corpora, options.language, "dev")
    results = {
        "corpora_dev": table(score_model(nlp, dev)),
        "corpora_dev_sample": table(score_model(nlp, dev[::SAMPLE])),
        "releases_held_out": table(score_model(nlp, [r.annotated for r in held_out if is_own(r, options.language)])),
        "seconds": round(time.time() - started),
    }
    (folder / "scores.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    totals = {k: v.get("all") if isinstance(v, dict) else v for k, v in results.items()}
    print(json.dumps(totals, indent=1))  # noqa: T201


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ner_en.jsonl.gz and ner_fr.jsonl.gz")
    parser.add_argument("--registry", type=Path, required=True, help="folder with ror.jsonl.gz and rnsr-*.jsonl.gz")
    parser.add_argument("--releases", type=Path, nargs="+", required=True, help="folders of releases with gold.json")
    parser.add_argument("--output", type=Path, help="where to write (default: models/<language>)")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--fold", type=int, help="hold this fold of the releases out (from 0)")
    parser.add_argument("--passes", type=int, default=0, help="of pretraining on raw texts (0: none; 3 were tried)")
    parser.add_argument("--start", type=Path, help="where the pretrained weights are kept")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="override the configuration")
    parser.add_argument("--mix", action="append", default=[], metavar="FIELD=NUMBER", help="override the mixture")
    return parser.parse_args(arguments)


def split_folds(releases: list[Release], count: int) -> list[list[Release]]:
    """Every `count`-th release of each language, in the order of their names."""
    folds: list[list[Release]] = [[] for _ in range(count)]
    for language in LANGUAGES:
        for i, release in enumerate(r for r in releases if is_own(r, language)):
            folds[i % count].append(release)
    return folds


def is_own(release: Release, language: str) -> bool:
    """Whether the release is in `language`."""
    return release.annotated.language == language


def make_stream(
    language: str, releases: list[Release], corpora: list[AnnotatedText], options: argparse.Namespace
) -> ExampleStream:
    """What the model learns from."""
    numbers = {f.name: type(f.default) for f in dataclasses.fields(Mixture)}
    pairs = (item.split("=", 1) for item in options.mix)
    mixture = Mixture(**{key: numbers[key](value) for key, value in pairs})
    pool = NamePool(options.registry, corpora)
    return ExampleStream(language, releases, corpora, pool, mixture, seed=read_settings(options).get("system.seed", 0))


def raw_texts(options: argparse.Namespace, releases: list[Release], corpora: list[AnnotatedText]) -> list[str]:
    """What pretraining reads: all there is to train on, and passages without marked names besides."""
    own = [*(release.annotated.text for release in releases), *(annotated.text for annotated in corpora)]
    return [*own, *read_raw_texts(options.corpora)] if options.passes else []


def read_settings(options: argparse.Namespace) -> dict[str, Any]:
    """What `--set` puts in the place of the configuration's values."""
    return {key: json.loads(value) for key, value in (item.split("=", 1) for item in options.set)}


def train_model(options: argparse.Namespace, stream: ExampleStream, texts: list[str]) -> Language:
    """The trained pipeline, with nothing in its vocabulary but what its own tables bring.

    Its weights start from what raw `texts` teach, or from those in the file `--start` where that is there already.
    """
    registry.readers.register("communique.training.stream.v1", func=lambda: stream)
    registry.readers.register("communique.training.nothing.v1", func=lambda: lambda _: [])
    config = load_config(HERE / options.language / "config.cfg", overrides=read_settings(options))
    nlp = init_nlp(config)
    set_start(nlp.get_pipe(MODEL).model, nlp, texts, options)
    with TemporaryDirectory() as folder:
        train_pipeline(nlp, Path(folder), stdout=sys.stderr, stderr=sys.stderr)
        return rebuild(spacy.load(Path(folder) / "model-last"))


def set_start(model: Any, nlp: Language, texts: list[str], options: argparse.Namespace) -> None:
    """Pretrains the model in `nlp`, or reads what an earlier pretraining wrote."""
    if options.start is not None and options.start.is_file():
        model.from_bytes(options.start.read_bytes())
        return
    for number, loss in enumerate(pretrain(nlp, texts, Pretraining(passes=options.passes)), 1):
        print(f"pretraining, pass {number}: {loss:.3f} a word", file=sys.stderr)  # noqa: T201
    if options.start is not None:
        options.start.write_bytes(model.to_bytes())


def rebuild(nlp: Language) -> Language:
    """The same pipeline with a fresh vocabulary: the words of the training texts are not part of the model."""
    config = nlp.config.copy()
    for section in ("training", "corpora", "initialize", "pretraining", "paths", "system"):
        config.pop(section, None)
    fresh = spacy.util.load_model_from_config(config, auto_fill=True)
    fresh.meta.update(name="communique", version=VERSION, description=DESCRIPTION)
    fresh.get_pipe(MODEL).model.initialize(X=[fresh_doc(fresh)])
    fresh.get_pipe(MODEL).model.from_bytes(nlp.get_pipe(MODEL).model.to_bytes())
    return fresh


def fresh_doc(nlp: Language) -> spacy.tokens.Doc:
    """A small text as it stands before the model: enough to tell the network its shapes."""
    doc = nlp.make_doc("A name.")
    for name, pipe in nlp.pipeline:
        if name != MODEL:
            doc = pipe(doc)
    return doc


if __name__ == "__main__":
    main()
