"""Chunks fit their budget, cover the text once, and know their places."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document

from service import articles, chunks
from service.chunks import SentenceTextSplitter, count_tokens
from service.errors import ArticleError
from service.records import ArticleInput

STORY = (
    "The ministers met in Oslo on Monday. They spoke for three hours.\n\n"
    "“We are close,” one said. The ministers met in Oslo on Monday.\n"
)
_PIECES = st.sampled_from(
    ["The sides met. ", "word ", "。", "谈判在日内瓦结束", "\n\n", "“We agree,” he said. ", " ",
     "é\u0301", "🤝", "<|endoftext|>", "aaaaaaaaaaaaaaaaaaaaaaaa",
     "U.S. ", "...", "\u200b", "12,345.67 "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=150).map("".join)).filter(
    lambda t: bool(t.strip()) and "\x00" not in t
)


def split(text: str, budget: int) -> tuple[chunks.Chunk, ...]:
    article = articles.read(ArticleInput(text=text), "a1")
    return chunks.split(article, articles.segment(article), budget)


@pytest.mark.parametrize(
    ("text", "tokens"),
    # Counted with tiktoken's own o200k_base.
    [("", 0), ("hello world", 2), ("The talks ended on Friday.", 6), ("<|endoftext|>", 7)],
)
def test_tokens_are_those_of_o200k_base(text: str, tokens: int) -> None:
    """Special markers in an article are plain words."""
    assert count_tokens(text) == tokens


def test_the_vocabulary_is_the_published_one() -> None:
    """Its digest is the one that tiktoken asks of the file that it would download."""
    assert chunks.vocabulary_sha256() == (
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
    )


def test_counting_needs_no_network_and_no_cache() -> None:
    """With every socket refused and tiktoken's download cache empty, tokens are counted."""
    program = (
        "import os, socket, tempfile\n"
        "os.environ['TIKTOKEN_CACHE_DIR'] = tempfile.mkdtemp()\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from service.chunks import count_tokens\n"
        "print(count_tokens('hello world'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "2", done.stderr


def test_chunks_end_between_sentences() -> None:
    """Neighbouring sentences share a chunk as long as they fit."""
    sentences = [f"Sentence number {n} says that the talks went on." for n in range(40)]
    text = " ".join(sentences)
    found = split(text, 64)
    assert 5 < len(found) < 20
    joined = [c.span.of(text) for c in found]
    assert " ".join(joined) == text
    assert all(words.endswith("on.") for words in joined)


@given(TEXTS, st.integers(16, 200))
@settings(deadline=None)
def test_chunks_cover_the_text_once_and_fit(text: str, budget: int) -> None:
    """In order, without overlap, every character but white space once, none over the budget."""
    try:
        found = split(text, budget)
    except ArticleError:  # binary soup is refused before it is split
        return
    assert [c.id for c in found] == [f"c{n}" for n in range(len(found))]
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    covered = "".join("".join(c.span.of(text).split()) for c in found)
    assert covered == "".join(text.split())
    assert all(c.tokens == count_tokens(c.span.of(text)) for c in found)
    assert all(c.tokens <= budget for c in found)


@given(TEXTS, st.integers(16, 200))
@settings(deadline=None)
def test_the_splitter_knows_where_each_chunk_begins(text: str, budget: int) -> None:
    """`start_index` is true for every chunk, however often its words repeat."""
    splitter = SentenceTextSplitter(chunk_size=budget, add_start_index=True)
    documents = splitter.create_documents([text], [{"source": "a"}])
    for document in documents:
        start = document.metadata["start_index"]
        assert text[start : start + len(document.page_content)] == document.page_content
        assert document.metadata["source"] == "a"
    places = [(d.metadata["start_index"], len(d.page_content)) for d in documents]
    assert all(a[0] + a[1] <= b[0] for a, b in pairwise(places))
    assert [d.page_content for d in documents] == splitter.split_text(text)


def test_repeated_sentences_have_their_own_places() -> None:
    """The same words in two places are two chunks with two starts."""
    text = "The very same long sentence stands here more than once, word for word. " * 6
    splitter = SentenceTextSplitter(chunk_size=20, add_start_index=True)
    starts = [d.metadata["start_index"] for d in splitter.create_documents([text])]
    assert len(starts) == len(set(starts)) == 6


def test_it_works_as_any_langchain_splitter() -> None:
    """`split_documents` and `transform_documents` keep the metadata."""
    given_ = [Document(page_content=STORY, metadata={"outlet": "Example"})]
    splitter = SentenceTextSplitter(chunk_size=20)
    for made in (splitter.split_documents(given_), list(splitter.transform_documents(given_))):
        assert len(made) > 1
        assert all(d.metadata == {"outlet": "Example"} for d in made)
    assert splitter.split_text("") == []


def test_a_sentence_over_the_budget_is_cut_at_commas_and_spaces() -> None:
    """No part is over the budget and no word is torn."""
    text = "The sides agreed on " + ", ".join(f"point number {n}" for n in range(100)) + "."
    found = split(text, 32)
    assert len(found) > 10
    assert all(c.tokens <= 32 for c in found)
    assert all(c.span.of(text).endswith((",", ".")) for c in found)


def test_chinese_without_spaces_is_split() -> None:
    """Between sentences where there are any, within them where not."""
    sentences = "双方在日内瓦结束了第三轮会谈。" * 60
    assert all(c.span.of(sentences).endswith("。") for c in split(sentences, 64))
    unbroken = "谈" * 3000
    assert all(c.tokens <= 64 for c in split(unbroken, 64))


def test_a_budget_without_room_is_refused() -> None:
    """Fewer than 16 tokens hold no sentence."""
    with pytest.raises(ValueError, match="at least 16"):
        split(STORY, 15)


@pytest.mark.slow
@pytest.mark.timed
@pytest.mark.parametrize(
    ("unit", "megabytes"),
    [("The sides met in Oslo and agreed to meet again. ", 5), ("谈判在日内瓦结束。", 5), ("谈", 5)]
    + [(unit, 1) for unit in ("a", ".", "🤝", " a", "aB", "1", "<|endoftext|>", "\u0301")],
)
def test_megabytes_are_split_in_a_minute(unit: str, megabytes: int) -> None:
    """Time grows with length, even within runs that have no space."""
    text = unit * (1_000_000 * megabytes // len(unit.encode()))
    started = time.monotonic()
    found = SentenceTextSplitter(chunk_size=800).split_spans(text)
    assert time.monotonic() - started < 60
    assert len(found) > 10
