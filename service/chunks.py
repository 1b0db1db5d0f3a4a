"""Segments → chunks within a token budget; the door to tiktoken and LangChain's splitter.

Tokens are those of o200k_base, whose vocabulary comes with the package: nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import lzma
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import regex
import tiktoken
from langchain_core.documents import Document
from langchain_text_splitters import TextSplitter

from service.records import Article, Chunk, Segment, Span
from service.sentences import find_sentences, trim

# The digest that tiktoken itself asks of the published o200k_base.tiktoken.
_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
# The published split pattern of o200k_base (tiktoken_ext/openai_public.py).
_PATTERN = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
# Within a run without spaces tiktoken's time grows faster than length: longer runs are counted
# in pieces of this many code points, which may add a token at each seam.
_RUN = 200
_PIECE = regex.compile(rf"\S{{{_RUN}}}|\s{{{_RUN}}}")
# Where a sentence over the budget may be cut, best first.
_SEAMS = (regex.compile(r"(?<=[;:,，、；：])\s*"), regex.compile(r"\s+"))


def count_tokens(text: str) -> int:
    """How many o200k_base tokens a text has; markers such as <|endoftext|> are plain words."""
    return sum(len(_encoding().encode_ordinary(piece)) for piece in _pieces(text))


SMALLEST_BUDGET = 16
"""Tokens that a chunk may hold at least; below that even a cut through a word may not fit."""


def split(article: Article, segments: Sequence[Segment], budget_tokens: int) -> tuple[Chunk, ...]:
    """Group consecutive segments into chunks that fit the budget.

    budget_tokens: at least 16, counted by `count_tokens`.
    Returns: chunks in reading order; together they cover every segment once. A segment over the
        budget by itself is cut where it does least harm: after a comma, at a space, in a word.
    """
    return tuple(
        Chunk(f"c{number}", span, tokens)
        for number, (span, tokens) in enumerate(
            _packed(article.text, (s.span for s in segments), budget_tokens)
        )
    )


class SentenceTextSplitter(TextSplitter):
    """LangChain splitter that cuts between sentences and knows where each chunk begins."""

    def __init__(self, chunk_size: int = 800, **kwargs: Any) -> None:
        """chunk_size: in o200k_base tokens. Chunks never overlap."""
        kwargs.setdefault("chunk_overlap", 0)
        kwargs.setdefault("length_function", count_tokens)
        super().__init__(chunk_size=chunk_size, **kwargs)

    def split_spans(self, text: str) -> tuple[Span, ...]:
        """Places of the chunks in the text."""
        sentences = (s.span for s in find_sentences(text))
        return tuple(span for span, _ in _packed(text, sentences, self._chunk_size))

    def split_text(self, text: str) -> list[str]:
        """The chunks' words, as they stand in the text."""
        return [span.of(text) for span in self.split_spans(text)]

    def create_documents(
        self, texts: list[str], metadatas: list[dict[Any, Any]] | None = None
    ) -> list[Document]:
        """Documents of all chunks; with `add_start_index`, each with its true place."""
        given_metadata: list[dict[Any, Any]] = metadatas or [{} for _ in texts]
        return [
            Document(
                page_content=span.of(text),
                metadata={
                    **given,
                    **({"start_index": span.start} if self._add_start_index else {}),
                },
            )
            for text, given in zip(texts, given_metadata, strict=True)
            for span in self.split_spans(text)
        ]


def _packed(text: str, spans: Iterable[Span], budget: int) -> Iterator[tuple[Span, int]]:
    """Neighbouring spans joined as long as the whole stretch fits the budget."""
    if budget < SMALLEST_BUDGET:
        raise ValueError(f"a chunk needs at least {SMALLEST_BUDGET} tokens, not {budget}")
    start, end, total = -1, -1, 0
    for span, tokens in _fitting(text, spans, budget):
        if start >= 0:
            joint = count_tokens(text[end : span.start])
            if total + joint + tokens <= budget:
                end, total = span.end, total + joint + tokens
                continue
            yield Span(start, end), count_tokens(text[start:end])
        start, end, total = span.start, span.end, tokens
    if start >= 0:
        yield Span(start, end), count_tokens(text[start:end])


def _fitting(text: str, spans: Iterable[Span], budget: int) -> Iterator[tuple[Span, int]]:
    for span in spans:
        tokens = count_tokens(span.of(text))
        if tokens <= budget:
            yield span, tokens
        else:
            yield from _fitting_parts(text, span, budget)


def _fitting_parts(text: str, span: Span, budget: int) -> Iterator[tuple[Span, int]]:
    """Cut a long sentence, from its start on, into parts that fit."""
    start = span.start
    while start < span.end:
        end = min(span.end, start + 8 * budget)
        while (tokens := count_tokens(text[start:end])) > budget:
            end = start + max(1, (end - start) * budget // (tokens + 1))
        if end < span.end:
            end = _seam(text, start, end)
        part = trim(text, start, end)
        if part is not None:
            yield part, count_tokens(part.of(text))
        start = end


def _seam(text: str, start: int, end: int) -> int:
    """The best place to cut in the last third of the stretch; its end when there is none."""
    earliest = start + 2 * (end - start) // 3
    for seam in _SEAMS:
        places = [m.end() for m in seam.finditer(text, max(earliest, start + 1), end)]
        if places:
            return places[-1]
    return end


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for match in _PIECE.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def vocabulary_sha256() -> str:
    """The digest of the vocabulary that comes with the package, unpacked."""
    return hashlib.sha256(_vocabulary()).hexdigest()


def _vocabulary() -> bytes:
    packed = files("service") / "vocabulary" / "o200k_base.tiktoken.xz"
    return lzma.decompress(packed.read_bytes())


@cache
def _encoding() -> tiktoken.Encoding:
    listed = _vocabulary()
    if hashlib.sha256(listed).hexdigest() != _SHA256:
        raise RuntimeError("the token vocabulary is damaged: install communique again")
    ranks = {b64decode(token): int(rank) for token, rank in map(bytes.split, listed.splitlines())}
    return tiktoken.Encoding(
        "o200k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={}
    )
