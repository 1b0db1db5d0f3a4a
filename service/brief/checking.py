"""Whether a sentence says nothing that its evidence does not.

Deterministic: numbers, dates, names and quoted words must stand in the evidence; negation and
modality must agree. It can't tell everything, so an entailment question follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

NUMBER_WORDS = {
    w: str(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90"}
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
QUOTED = re.compile(r"[“\"«„]([^”\"»“]{2,}?)[”\"»]")
NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|without|none|nobody|nothing|cannot|fail(?:ed|s|ing)?|refus(?:ed|es|ing|al)|den(?:ied|ies|y|ying)|"
    r"reject(?:ed|s|ing)?|unable|unresolved|absent|lack(?:ed|s)?)\b|n['’]t\b",
    re.IGNORECASE,
)
MODALITY = re.compile(
    r"\b(?:may|might|could|would|should|can|must|will|shall|plans?|planned|expects?|expected|hopes?|hoped|intends?|"
    r"propos(?:ed|es|al|als)|likely|possibly|if|unless|provided|scheduled|due|set to|aim(?:s|ed)?|agreed to|want(?:s|ed)?|invited|call(?:s|ed) for|next)\b",
    re.IGNORECASE,
)
# Words that open a sentence with a capital, and titles and templates of our own.
PLAIN = frozenset(
    "the a an in on at of for and but or from to by with under according both each all no none talks sources differ "
    "they it he she that this those these there after before during while when where who also mr mrs ms dr "
    "participants mediated hosted minister president secretary foreign prime".split()
)


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-").lower()


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
    """Words with a capital that are no sentence openers or calendar words."""
    found: list[str] = []
    for match in re.finditer(r"[A-ZÀ-ÝĀ-Ž][\w'’-]*(?:\.[A-Z])*", text):
        word = re.sub(r"['’]s$", "", match.group())
        low = folded(word)
        opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in (".", "!", "?", ":")
        if low in MONTHS or low in WEEKDAYS or (low in PLAIN) or (opens and low in OPENERS):
            continue
        found.append(word)
    return found


OPENERS = PLAIN | frozenset("not still however later earlier its his her their some most many other another".split())


def date_words(days: Iterable[date]) -> set[str]:
    """What may be said of resolved days: day numbers, years, months, weekdays."""
    allowed: set[str] = set()
    for day in days:
        allowed |= {str(day.day), str(day.year), MONTHS[day.month - 1], WEEKDAYS[day.weekday()]}
    return allowed


def check(
    sentence: str, evidence_texts: Sequence[str], days: Iterable[date] = (), known: Iterable[str] = ()
) -> str | None:
    """Why the sentence may not be shown, or None when nothing speaks against it.

    days: dates that code resolved from the evidence; they may be written out.
    known: names that code gives to what stands in the evidence ("Armenia" for "Armenian").
    """
    source = "\n".join(evidence_texts)
    low = folded(source)
    allowed = date_words(days)
    extra = folded(" ".join(known))
    for number in sorted(numbers(sentence) - numbers(source) - numbers(extra)):
        if number not in allowed:
            return f"number {number} does not stand in the evidence"
    for word in re.findall(r"[a-z]+", folded(sentence)):
        if (word in MONTHS and word != "may" or word in WEEKDAYS) and word not in allowed and word not in low:
            return f"date {word!r} does not stand in the evidence"
    if re.search(r"\bMay\b", sentence) and "may" not in allowed and not re.search(r"\bMay\b", source):
        return "date 'may' does not stand in the evidence"
    for name in names(sentence):
        stem = folded(name)
        if not re.search(rf"(?<!\w){re.escape(stem)}(?!\w)", low) and not re.search(
            rf"(?<!\w){re.escape(stem)}(?!\w)", extra
        ):
            return f"name {name!r} does not stand in the evidence"
    flat = " ".join(low.split())
    for quoted in QUOTED.findall(sentence):
        if " ".join(folded(quoted).split()).strip(" .,;") not in flat:
            return "quoted words do not stand in the evidence"
    if bool(NEGATION.search(sentence)) and not NEGATION.search(source):
        return "it negates what the evidence does not"
    if MODALITY.search(source) and not MODALITY.search(sentence) and NEGATION.search(source) and not NEGATION.search(sentence):
        return "it states as fact what the evidence does not"
    if NEGATION.search(source) and not NEGATION.search(sentence) and len(evidence_texts) == 1:
        return "it leaves out a negation of the evidence"
    return None
