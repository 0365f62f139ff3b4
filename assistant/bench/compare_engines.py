"""Measures lexical engines beside each other: `python -m assistant.bench.compare_engines --help`.

Quality on a labelled set by words alone, then times, freshness and memory over the catalogues of `aisle bench search`.
All engines are given the terms of our analyser. The engines beside ours are installed apart, and only for this:
`.tools/bin/uv pip install --python .venv/bin/python --target var/bench/engines --no-deps -r requirements/bench.txt`
and `PYTHONPATH=var/bench/engines`.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any

from psycopg_pool import AsyncConnectionPool

from assistant.bench.figures import p50, p99
from assistant.bench.lexical_engines import Bm25s, Documents, Engine, Postings, Tantivy, documents_in
from assistant.bench.search_loading import Site, database_for, load_if_needed
from assistant.bench.search_shapes import shapes
from assistant.bench.server import bench_server
from assistant.evaluation.corpus import STORE, read_corpus
from assistant.evaluation.dataset import read_judgments, read_queries
from assistant.evaluation.measures import ndcg, recall
from assistant.evaluation.scratch import scratch_database
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from catalog.contents import Contents
from catalog.product import Product
from catalog.retrieval.analyser import terms_of
from catalog.retrieval.asking import searched_words
from catalog.writing import CatalogWriter

WANTED, WARM_UP, ROUNDS, REFRESHED = 100, 1, 5, 5
IN_WORDS = ("a kind's name", "a wish", "three words", "a long sentence")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="JSONL, packed by gzip or not; with --queries and --qrels")
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--qrels", type=Path)
    parser.add_argument("--gains", default="", help="of the grades from 0 on, parted by commas")
    parser.add_argument("--products", type=int, nargs="*", default=[50_000])
    options = parser.parse_args()
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    figures: dict[str, Any] = {}
    if options.corpus:
        gains = [float(gain) for gain in options.gains.split(",")] if options.gains else None
        figures["quality"] = _quality(folder.path / "bench", options, gains)
    with bench_server(settings, folder) as url:
        for products in options.products:
            own = database_for(url, products)
            site = Site(url=own, model=folder.embedding, folder=folder.path / "bench", products=products, workers=2)
            load_if_needed(site, progress=_tell)
            figures[str(products)] = _speed(own)
    sys.stdout.write(f"{json.dumps(figures, indent=2)}\n")
    return 0


def _quality(folder: Path, options: argparse.Namespace, gains: Sequence[float] | None) -> dict[str, Any]:
    queries = read_queries(options.queries)
    judgments = read_judgments(options.qrels, gains=gains).gains
    products = read_corpus(options.corpus, tell=lambda *_: None).products
    with scratch_database(folder) as url:
        asyncio.run(_write(url, tuple(products)))
        with _engines(url) as engines:
            return {
                engine.name: _scores(engine, {name: queries[name] for name in judgments if name in queries}, judgments)
                for engine in engines
            }


async def _write(url: str, products: tuple[Product, ...]) -> None:
    async with AsyncConnectionPool(url, open=False, min_size=1, max_size=1) as pool:
        await CatalogWriter(pool).write(Contents(stores=(STORE,), size_charts=(), policies=(), products=products))


def _scores(engine: Engine, queries: dict[str, str], judgments: Any) -> dict[str, float]:
    ranked = {name: engine.search(_terms(text), limit=WANTED) for name, text in queries.items()}
    orders = [ndcg(found, judgments[name]) for name, found in ranked.items()]
    relevant = {name: [each for each, gain in judgments[name].items() if gain > 0] for name in ranked}
    recalls = [recall(found, relevant[name]) for name, found in ranked.items()]
    return {
        "ndcg@10": round(fmean(each for each in orders if each is not None), 4),
        "recall@50": round(fmean(each for each in recalls if each is not None), 4),
    }


def _speed(url: str) -> dict[str, Any]:
    requests = [_terms(query.text) for shape in IN_WORDS for query in shapes()[shape]]
    with _engines(url) as engines:
        times: dict[str, list[float]] = {engine.name: [] for engine in engines}
        for number in range(WARM_UP + ROUNDS):
            for terms in requests:
                for engine in engines:
                    started = perf_counter()
                    engine.search(terms, limit=WANTED)
                    if number >= WARM_UP:
                        times[engine.name].append((perf_counter() - started) * 1000)
            _tell("requests", number + 1, WARM_UP + ROUNDS)
        return {
            engine.name: {
                "p50_ms": round(p50(times[engine.name]), 2),
                "p99_ms": round(p99(times[engine.name]), 2),
                "memory_mb": engine.memory_mb,
                "visible_after_s": _freshness(engine),
            }
            for engine in engines
        }


def _freshness(engine: Engine) -> float:
    return round(p50([engine.refresh(f"b-{number:07d}") for number in range(REFRESHED)]), 3)


@contextmanager
def _engines(url: str) -> Iterator[list[Engine]]:
    documents = documents_in(url)
    beside: list[Callable[[Documents], Engine]] = [Bm25s, Tantivy]
    engines: list[Engine] = [Postings(url), *(made(documents) for made in beside)]
    try:
        yield engines
    finally:
        for engine in engines:
            engine.close()


def _terms(text: str) -> list[str]:
    return list(dict.fromkeys(terms_of(searched_words(text))))


def _tell(what: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r{what} {done} of {total}   ")


if __name__ == "__main__":
    sys.exit(main())
