"""Whether a date expression belongs to what has been or to what is to come."""

from __future__ import annotations

import regex

from service.dates.days import Tense

_FUTURE = (
    r"will|shall|won['’]t|['’]ll|would|going\s+to|to\s+be|(?:is|are|was|were)\s+(?:due|set|expected|scheduled|slated"
    r"|planned|to)|due|scheduled|slated|expected\s+to|set\s+to|plans?\s+to|planned|planning|intends?\s+to"
    r"|hopes?\s+to|agreed\s+to|vowed\s+to|promised\s+to|upcoming|ahead\s+of|coming|next|until|by"
    r"|invited|postponed\s+(?:to|until)|to\s+(?:meet|hold|take|begin|start|resume|convene|travel"
    r"|visit|discuss|continue|host|gather|return|attend|sign|arrive|fly|open)|meets?|is|are"
    r"|may|can|could|might|should|must"
)
_PAST = (
    r"said|told|added|announced|met|held|began|took|was|were|had|did|has|have|came|went|left|ended"
    r"|spoke|made|gave|saw|led|sent|set|put|kicked|broke|wrote|got|became|fell|won|lost|drew|flew"
    r"|arrived|since|after|following|earlier|last|ago|\p{L}{2,}ed"
)
_VERB = regex.compile(
    rf"(?<![\p{{L}}-])(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?![\p{{L}}-])", regex.IGNORECASE
)
_CLAUSE_END = regex.compile(r"[;:]|,\s+(?:and|but|while|which|who|when|with|said|the)\b")
_REACH = 120  # code points read on either side


def tense_at(text: str, start: int, end: int, lower: int, upper: int) -> Tense:
    """The tense of the verb that the expression at [start, end) stands with.

    The nearest verb before it in the sentence [lower, upper) decides, else the first one after.
    "is" and "are" alone decide nothing: they are in both kinds of sentence.
    """
    before = text[max(lower, start - _REACH) : start]
    markers = [m for m in _VERB.finditer(before) if m.group().lower() not in _SILENT]
    if markers:
        return "future" if markers[-1]["future"] else "past"
    after = text[end : min(upper, end + _REACH)]
    for marker in _VERB.finditer(after):
        if marker.group().lower() not in _SILENT:
            return "future" if marker["future"] else "past"
    return "unknown"


_SILENT = frozenset({"is", "are", "by", "next", "last", "has", "have", "until", "meet", "set"})
