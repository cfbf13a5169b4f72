"""Many machines: a cluster of two nodes gives what one machine does, whatever is lost on the way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import invented_hand
import pytest
from pages import FRENCH_PAGE, PAGE

from communique.batch.engines import ray_cluster
from communique.batch.engines.base import Limits
from communique.batch.engines.local import LocalEngine
from communique.batch.engines.ray_cluster import RayEngine
from communique.batch.run import run_batch
from communique.batch.tasks import Extracted, Failure, Task
from communique.errors import RunError

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'communique[ray]'")

pytestmark = [
    # What Ray and the libraries that it brings say of themselves is theirs.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"),
    pytest.mark.xdist_group("ray"),  # one cluster is enough
]

LIMITS = Limits(timeout_s=60, memory_mb=2048)
QUICK_TO_NOTICE = {
    "health_check_initial_delay_ms": 1000,
    "health_check_period_ms": 1000,
    "health_check_failure_threshold": 5,
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one processor each, and a head that does no work."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "include_dashboard": False, "_system_config": QUICK_TO_NOTICE},
    )
    for _ in range(2):
        cluster.add_node(num_cpus=1, object_store_memory=100 << 20, wait=False)
    cluster.wait_for_nodes()
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Actors whose tasks say what happens to them."""
    from ray import cloudpickle

    cloudpickle.register_pickle_by_value(invented_hand)
    monkeypatch.setattr(ray_cluster, "Hand", invented_hand.InventedHand)
    monkeypatch.setattr(ray_cluster, "made_by", lambda registry: {"extractor": {"rules": "old"}})
    monkeypatch.setattr(ray_cluster, "open_registry", lambda registry: type("Opened", (), {"label": "core"}))
    yield
    cloudpickle.unregister_pickle_by_value(invented_hand)


def tasks(*uris: str, registry: str | None = None) -> list[Task]:
    return [Task(uri, data=uri.encode(), registry=registry) for uri in uris]


def reasons(engine: RayEngine, *uris: str) -> dict[str, str]:
    """What becomes of each task."""
    found = {}
    for done in engine.carry_out(tasks(*uris)):
        assert done.outcome.uri == uris[done.number]
        found[done.outcome.uri] = done.outcome.reason if isinstance(done.outcome, Failure) else "record"
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


NO_WORK = {
    "other records": ("a", "new", "^a node of the cluster differs from this machine in rules, and"),
    "no registry": ("a", "missing", "^a node of the cluster can't use the registry: there is no index at missing$"),
    "no start": ("a", "broken", "^actors die before they take up any document"),
    "no memory": ("small", "old", "^a worker process needs more memory than it may have$"),
}


@pytest.mark.usefixtures("invented")
class TestWhatIsLost:
    """An actor that dies is replaced, and its document done by another, up to a point."""

    def test_a_document_that_kills_actors_is_blamed_alone(self, cluster: Any) -> None:
        engine = RayEngine(cluster.address)
        assert reasons(engine, "a", "die", "b", "c") == {"a": "record", "die": "crashed", "b": "record", "c": "record"}

    def test_an_actor_that_does_not_answer_is_given_up(self, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ray_cluster, "_ANSWER_TAKES_S", 2.0)
        engine = RayEngine(cluster.address, limits=Limits(timeout_s=1))
        assert reasons(engine, "hang", "a") == {"hang": "crashed", "a": "record"}

    def test_an_unread_input_is_a_failure(self, cluster: Any) -> None:
        done = list(RayEngine(cluster.address).carry_out([Task("gone.html"), *tasks("a")]))
        assert {d.outcome.uri: type(d.outcome) for d in done} == {"gone.html": Failure, "a": Extracted}

    def test_tasks_are_read_only_a_few_ahead(self, cluster: Any) -> None:
        read: list[int] = []

        def endless() -> Iterator[Task]:
            while True:
                read.append(1)
                yield from tasks("a")

        with closing(RayEngine(cluster.address, workers=2).carry_out(endless())) as outcomes:
            next(outcomes)
        assert len(read) <= 5

    @pytest.mark.parametrize(("uri", "registry", "message"), NO_WORK.values(), ids=NO_WORK)
    def test_a_cluster_that_cannot_do_the_work_is_wrong_usage(
        self, cluster: Any, uri: str, registry: str, message: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ray_cluster, "_STARTS", 2)
        with pytest.raises(RunError, match=message):
            list(RayEngine(cluster.address).carry_out(tasks(uri, registry=registry)))


def test_a_cluster_that_is_not_there_is_wrong_usage() -> None:
    with pytest.raises(RunError, match=r"there is no Ray cluster at 127\.0\.0\.1:1"):
        list(RayEngine("127.0.0.1:1").carry_out(tasks("a")))


def test_no_task_needs_no_cluster() -> None:
    assert list(RayEngine("127.0.0.1:1").carry_out([])) == []


def test_a_node_that_is_killed_loses_nothing(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for i in range(30):
        Path(f"in/{i:02d}.html").write_text((PAGE, FRENCH_PAGE)[i % 2] + f"<!-- {i // 2} -->", encoding="utf-8")
    Path("in/31.html").write_text("no release", encoding="utf-8")
    run_batch(["in"], Path("near"), engine=LocalEngine(1, LIMITS))
    chance = random.Random(8)
    for kill in range(request.config.getoption("--ray-kills", default=1)):
        if kill:
            cluster.add_node(num_cpus=1, object_store_memory=100 << 20)
            cluster.wait_for_nodes()
        counts = _run_with_a_kill(cluster, Path(f"far{kill}"), after=chance.randrange(1, 24))
        assert counts["inputs"] == 31
        assert content(Path(f"far{kill}")) == content(Path("near"))


def _run_with_a_kill(cluster: Any, out: Path, after: int) -> dict[str, Any]:
    """What a run counts during which the newest node is killed, when `after` of its events have been seen."""
    node, seen = cluster.list_all_nodes()[-1], []

    def kill_one(event: object) -> None:
        seen.append(event)
        if len(seen) == after:
            cluster.remove_node(node, allow_graceful=False)

    result = run_batch(["in"], out, engine=RayEngine(cluster.address, limits=LIMITS), watch=kill_one)
    assert node not in cluster.list_all_nodes()
    assert result.run is not None
    counts: dict[str, Any] = result.run["counts"]
    return counts
