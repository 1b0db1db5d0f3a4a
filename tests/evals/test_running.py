"""Runs and replays of the real pipeline, with a fake model behind it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evals import gate, recordings, running, runs
from evals.recordings import Recording, StaleRecording
from evals.running import Request
from service import bootstrap, language
from service.asking import CallStore
from service.bootstrap import Workshop
from service.language import Language
from service.settings import Settings
from tests.evals.test_cases import ARTICLE, write
from tests.fakes import QueuedModel

# Inspect leaves a stream for the garbage collector, which pytest would count as an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.slow,
]

Build = Callable[[Settings, CallStore], Workshop]


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    write(tmp_path / "cases", name="one")
    write(tmp_path / "cases", name="two", text=ARTICLE + "More.")
    monkeypatch.setattr(recordings, "FOLDER", tmp_path / "recordings")
    return Request(task="end_to_end", split="dev", root=tmp_path / "cases", runs=tmp_path / "runs")


@pytest.fixture
def model() -> QueuedModel:
    return QueuedModel(name="fake")


@pytest.fixture(scope="module")
def loaded() -> Language:
    return language.load()


@pytest.fixture
def build(model: QueuedModel, loaded: Language, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(bootstrap, "load", lambda: loaded)

    def built(settings: Settings, calls: CallStore) -> Workshop:
        workshop = bootstrap.workshop(settings, calls)
        workshop.adopt(model)
        return workshop

    return built


SETTINGS = Settings(model="fake")


def test_a_run_says_all_that_its_scores_depend_on(request_: Request, build: Build) -> None:
    """Model, prompts by digest, data, scorers, settings and tokens are in the record."""
    made = running.run(request_, SETTINGS, build=build)
    assert made.model == "fake"
    assert made.prompts["statements"].digest
    assert made.cases == ("one", "two")
    assert made.spent().prompt_tokens > 0
    assert made.failures == ()
    assert runs.load(made.id, request_.runs) == made


def test_a_second_run_pays_for_nothing(request_: Request, build: Build, model: QueuedModel) -> None:
    """Kept answers are used again, and still counted as what the output needs."""
    first = running.run(request_, SETTINGS, build=build)
    asked = len(model.calls)
    second = running.run(request_, SETTINGS, build=build)
    assert len(model.calls) == asked
    assert second.spent().fresh == 0
    assert second.spent().prompt_tokens == first.spent().prompt_tokens
    assert [r.value for r in second.results] == [r.value for r in first.results]


def test_a_replay_gives_the_same_bytes_without_a_model(request_: Request, build: Build) -> None:
    """Two replays write the same file, with the scores of the run that was recorded."""
    running.record(request_, SETTINGS, build=build)
    fresh = running.run(request_, SETTINGS, build=build)
    replay = replace(request_, replay=True)
    first = running.run(replay, SETTINGS)
    content = (request_.runs / first.id / "run.json").read_bytes()
    running.run(replay, SETTINGS)
    assert (request_.runs / first.id / "run.json").read_bytes() == content
    assert first.replayed
    assert first.results == fresh.results


def test_a_run_is_found_again_only_for_prompts_that_it_asked(
    request_: Request, build: Build
) -> None:
    """The same request finds its run; one about a task that was never asked is run anew."""
    asked = replace(request_, prompts={"statements": "v1"})
    first = running.found_or_made(asked, SETTINGS, build=build)
    assert first.prompts["statements"].version == "v1"
    assert running.found_or_made(asked, SETTINGS, build=build) == first
    other = replace(request_, prompts={"chunk": "v1"})
    assert running.found_or_made(other, SETTINGS, build=build).id != first.id


def test_a_stale_recording_is_refused(request_: Request, build: Build) -> None:
    """When one recorded answer is gone, the replay stops and says how to renew it."""
    file = running.record(request_, SETTINGS, build=build)
    kept = recordings.read(file)
    calls = dict(list(kept.calls.items())[1:])
    recordings.write(file, Recording(kept.header, calls))
    with pytest.raises(StaleRecording, match="communique eval record --split dev"):
        running.run(replace(request_, replay=True), SETTINGS)


@pytest.mark.parametrize("case", ["one", "two"])
def test_a_changed_article_makes_the_recording_stale(
    request_: Request, build: Build, case: str
) -> None:
    """An edited article is not answered from before, whether it leads to a question or to none."""
    running.record(request_, SETTINGS, build=build)
    article = request_.root / "dev" / case / "a1.txt"
    article.write_text(article.read_text().replace("crossing", "bridge"))
    with pytest.raises(StaleRecording, match="has changed"):
        running.run(replace(request_, replay=True), SETTINGS)


def test_a_changed_reference_leaves_the_recording_fresh(request_: Request, build: Build) -> None:
    """Answers don't depend on what a reference says; only the scores do."""
    running.record(request_, SETTINGS, build=build)
    reference = request_.root / "dev" / "one" / "case.yaml"
    reference.write_text(reference.read_text().replace("Geneva talks", "The Geneva talks"))
    assert running.run(replace(request_, replay=True), SETTINGS).replayed


def test_a_missing_recording_is_named(request_: Request) -> None:
    """A replay of what was never recorded says where it looked."""
    with pytest.raises(StaleRecording, match="no recording at"):
        running.run(replace(request_, replay=True), SETTINGS)


def test_recordings_are_written_byte_for_byte(request_: Request, build: Build) -> None:
    """Writing a recording that was read gives the same file."""
    file = running.record(request_, SETTINGS, build=build)
    content = file.read_bytes()
    recordings.write(file, recordings.read(file))
    assert file.read_bytes() == content


def test_the_recording_in_the_repository_is_fresh(tmp_path: Path) -> None:
    """The seeds replay without a model, twice to the same bytes, and keep their invariants.

    Fails when code, prompt or article changed what is asked; `communique eval record --split
    seeds` renews the recording.
    """
    request = Request(split="seeds", replay=True, runs=tmp_path)
    made = running.run(request, Settings(model="embedded:1.5b"))
    content = (tmp_path / made.id / "run.json").read_bytes()
    running.run(request, Settings(model="embedded:1.5b"))
    assert (tmp_path / made.id / "run.json").read_bytes() == content
    assert gate.faults(made) == ()
