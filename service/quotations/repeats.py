"""The same statement in several articles, and how the outlets' wordings differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from service.records import Article, Quotation

SHINGLE_WORDS = 3
# Two quotations say the same when this share of the shorter one's words stands in the other.
MIN_SHARED = 0.8
# A phrase that stands in more quotations than this tells nothing, and would cost quadratic time.
MAX_HOLDERS = 200
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """Where two articles give the same statement in different words.

    first, second: the words of each at that place; "" where one has none.
    """

    first: str
    second: str


def link(quotations: Sequence[Quotation], articles: Sequence[Article]) -> tuple[Quotation, ...]:
    """Name, on each quotation, the quotations of other articles that say the same.

    Punctuation, capitals and a few words may differ; pieces of a longer quotation count when
    they are at least three words. Shorter ones count only when the same speaker says exactly them.
    """
    del articles
    words = [_words(q.text) for q in quotations]
    pairs: set[tuple[int, int]] = set()
    for holders in _holders(words).values():
        if len(holders) > MAX_HOLDERS:
            continue
        for n, i in enumerate(holders):
            pairs.update(
                (i, j) for j in holders[n + 1 :] if quotations[i].article != quotations[j].article
            )
    same: defaultdict[int, set[int]] = defaultdict(set)
    for i, j in pairs:
        if _same(words[i], words[j]):
            same[i].add(j)
            same[j].add(i)
    for i, j in _short_pairs(quotations, words):
        same[i].add(j)
        same[j].add(i)
    return tuple(
        q.model_copy(update={"repeats": tuple(quotations[j].id for j in sorted(same[i]))})
        for i, q in enumerate(quotations)
    )


def wordings(first: Quotation, second: Quotation) -> tuple[Wording, ...]:
    """Where two repeats differ, marks and words alike; without what only one of them quotes."""
    a, b = first.text.split(), second.text.split()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    changes = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    inner = [
        op
        for op in changes
        if not (op[1] == 0 and op[3] == 0) and not (op[2] == len(a) and op[4] == len(b))
    ]
    return tuple(Wording(" ".join(a[i:j]), " ".join(b[k:m])) for _, i, j, k, m in inner)


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.casefold().replace("’", "'") for w in _WORD.findall(text))


def _holders(words: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """For each run of three words, the quotations that hold it."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, own in enumerate(words):
        shingles = {own[k : k + SHINGLE_WORDS] for k in range(len(own) - SHINGLE_WORDS + 1)}
        for shingle in shingles:
            holders[shingle].append(i)
    return holders


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return shared >= MIN_SHARED * min(len(a), len(b))


def _short_pairs(
    quotations: Sequence[Quotation], words: Sequence[tuple[str, ...]]
) -> Iterable[tuple[int, int]]:
    """Pairs of one or two words from the same speaker in different articles."""
    groups: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for i, quotation in enumerate(quotations):
        if quotation.speaker is not None and 0 < len(words[i]) < SHINGLE_WORDS:
            surname = quotation.speaker.name.split()[-1].casefold()
            groups[surname, words[i]].append(i)
    for members in groups.values():
        if len(members) <= MAX_HOLDERS:
            for n, i in enumerate(members):
                for j in members[n + 1 :]:
                    if quotations[i].article != quotations[j].article:
                        yield i, j
