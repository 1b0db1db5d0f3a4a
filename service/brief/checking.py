"""Whether a sentence says nothing that its evidence does not.

Deterministic: numbers, dates, names and quoted words must stand in the evidence; negation and
modality must agree with the evidence that is worded alike. It can't tell everything, so an
entailment question follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(words.split())


SMALL = listed(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
)
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBER_WORDS = {w: str(n) for n, w in enumerate(SMALL)} | {
    w: str(10 * n) for n, w in enumerate(TENS, 2)
}
MONTHS = listed(
    """january february march april may june july august september october november december"""
)
SHORT_MONTHS = {m[:3]: m for m in MONTHS} | {"sept": "september"}
WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
QUOTED = re.compile(r"[“\"«„]([^”\"»“]{2,}?)[”\"»]")
NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|without|none|nobody|nothing|cannot|fail(?:ed|s|ing)?|"
    r"refus(?:ed|es|ing|al)|den(?:ied|ies|y|ying)|reject(?:ed|s|ing)?|unable|unresolved|"
    r"lack(?:ed|s)?)\b|n['’]t\b",
    re.IGNORECASE,
)
MODALITY = re.compile(
    r"\b(?:may|might|could|would|should|can|must|will|shall|plans?|planned|expects?|expected|hopes?|"
    r"hoped|intends?|propos(?:ed|es|al|als)|likely|possibly|if|unless|provided|scheduled|due|"
    r"set to|aim(?:s|ed)?|want(?:s|ed)?|invited|call(?:s|ed) for|next)\b",
    re.IGNORECASE,
)
# Words that open a sentence with a capital, and the words of our own templates.
PLAIN = frozenset(
    listed(
        """the a an in on at of for and but or from to by with under according both each all no none
        talks sources reports differ they it he she that this those these there after before
        during while
        when where who also mr mrs ms dr participants mediated hosted minister president secretary
        foreign prime not still however later earlier its his her their some most many other
        another we i you as if so yet since until one two three four five six seven eight nine ten
        nobody nothing neither either meanwhile although though"""
    )
)
# Least share of a sentence's content words that evidence worded like it has.
ALIKE = 0.5
# Evidence sentences that negation and modality are compared with.
NEAR = 3


def folded(text: str) -> str:
    """Lower case, without accents, with plain apostrophes and dashes."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.translate(str.maketrans("’‘–—", "''--")).lower()


def numbers(text: str) -> set[str]:
    """Numbers as digits, whether written in digits or in words."""
    found: set[str] = set()
    for raw in re.findall(r"\d+(?:[.,]\d+)*", text):
        found.add(re.sub(r",(?=\d{3}\b)", "", raw).rstrip(".,"))
    for word in re.findall(r"[a-z]+", folded(text)):
        if word in NUMBER_WORDS and word != "one":
            found.add(NUMBER_WORDS[word])
    return found


def names(text: str) -> list[str]:
    """Words with a capital that are neither calendar words nor plain words."""
    found: list[str] = []
    for match in re.finditer(r"[^\W\d_a-z][\w'’-]*", text):
        word = re.sub(r"['’]s?$", "", match.group())
        low = folded(word)
        if not word[:1].isupper() or low in MONTHS or low in WEEKDAYS or low in PLAIN:
            continue
        opens = (
            not text[: match.start()].rstrip("“\"'‘ ")
            or text[: match.start()].rstrip()[-1:] in ".!?:"
        )
        if opens and low.endswith(("ing", "ed")):
            continue
        found.append(word)
    return found


def content(text: str) -> frozenset[str]:
    """Stems of a text's words, without the plainest."""
    return frozenset(
        w[:6] for w in re.findall(r"[^\W_]+", folded(text)) if w not in PLAIN and len(w) > 2
    )


def calendar(text: str) -> set[str]:
    """The months and weekdays that a text names, written out."""
    found = {w for w in re.findall(r"[a-z]+", folded(text)) if w in WEEKDAYS or w in MONTHS}
    found.discard("may")
    if re.search(r"\bMay\b", text):
        found.add("may")
    for word in re.findall(r"\b([A-Z][a-z]{2,3})\.?(?=\s+\d)|(?<=\d)\s+([A-Z][a-z]{2,3})\b", text):
        found |= {SHORT_MONTHS[w.lower()] for w in word if w.lower() in SHORT_MONTHS}
    return found


def said_of(days: Iterable[date]) -> set[str]:
    """What may be said of resolved days: day numbers, years, months, weekdays."""
    allowed: set[str] = set()
    for day in days:
        allowed |= {str(day.day), str(day.year), MONTHS[day.month - 1], WEEKDAYS[day.weekday()]}
    return allowed


@dataclass(frozen=True)
class Comparison:
    """A sentence beside its evidence.

    allowed: calendar words and day numbers that code resolved. known: names that code gives.
    """

    sentence: str
    evidence: tuple[str, ...]
    allowed: frozenset[str]
    known: str

    @cached_property
    def source(self) -> str:
        return "\n".join(self.evidence)

    @cached_property
    def folded_source(self) -> str:
        return " ".join(folded(self.source + "\n" + self.known).split())

    @cached_property
    def near(self) -> tuple[str, ...]:
        """The evidence to compare turns of phrase with; a whole page negates something."""
        return nearest(self.sentence, self.evidence, NEAR)

    @cached_property
    def alike(self) -> tuple[str, ...]:
        """The evidence that is worded like the sentence."""
        own = content(self.sentence)
        return tuple(t for t in self.near if own and len(own & content(t)) / len(own) >= ALIKE)


def check(
    sentence: str,
    evidence_texts: Sequence[str],
    days: Iterable[date] = (),
    known: Iterable[str] = (),
) -> str | None:
    """Why the sentence may not be shown, or None when nothing speaks against it.

    days: dates that code resolved from the evidence; they may be written out.
    known: names that code gives to what stands in the evidence ("Armenia" for "Armenian").
    """
    both = Comparison(sentence, tuple(evidence_texts), frozenset(said_of(days)), " ".join(known))
    return next((reason for rule in RULES if (reason := rule(both)) is not None), None)


def new_number(both: Comparison) -> str | None:
    extra = numbers(both.sentence) - numbers(both.source) - numbers(both.known) - both.allowed
    return f"number {min(extra)} does not stand in the evidence" if extra else None


def new_date(both: Comparison) -> str | None:
    extra = calendar(both.sentence) - calendar(both.source) - calendar(both.known) - both.allowed
    return f"date {min(extra)!r} does not stand in the evidence" if extra else None


def new_name(both: Comparison) -> str | None:
    for name in names(both.sentence):
        if not re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", both.folded_source):
            return f"name {name!r} does not stand in the evidence"
    return None


def new_quotation(both: Comparison) -> str | None:
    for words in QUOTED.findall(both.sentence):
        if " ".join(folded(words).split()).strip(" .,;") not in both.folded_source:
            return "quoted words do not stand in the evidence"
    return None


def other_negation(both: Comparison) -> str | None:
    negated = bool(NEGATION.search(both.sentence))
    if negated and not any(NEGATION.search(t) for t in both.near):
        return "it negates what the evidence does not"
    if both.alike and not negated and all(NEGATION.search(t) for t in both.alike):
        return "it leaves out a negation of the evidence"
    return None


def other_modality(both: Comparison) -> str | None:
    hedged = both.alike and all(MODALITY.search(t) for t in both.alike)
    if hedged and not MODALITY.search(both.sentence):
        return "it states as fact what the evidence does not"
    return None


RULES: tuple[Callable[[Comparison], str | None], ...] = (
    new_number, new_date, new_name, new_quotation, other_negation, other_modality,
)  # fmt: skip


def nearest(sentence: str, evidence_texts: Sequence[str], most: int) -> tuple[str, ...]:
    """The evidence sentences that cover most of a sentence's words, in their own order.

    A small model reads seventy tokens a second: it gets what matters, not the page.
    """
    chosen: list[int] = []
    left = set(content(sentence))
    for _ in range(min(most, len(evidence_texts))):
        free = [n for n in range(len(evidence_texts)) if n not in chosen]
        best = max(free, key=lambda n: (len(left & content(evidence_texts[n])), -n))
        if chosen and not left & content(evidence_texts[best]):
            break
        chosen.append(best)
        left -= content(evidence_texts[best])
    return tuple(evidence_texts[n] for n in sorted(chosen))
