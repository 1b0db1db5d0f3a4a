"""Whether a date expression belongs to what has been or to what is to come."""

from __future__ import annotations

import regex

from service.dates.days import Tense

# A modal is read together with the verb that it governs: "will be held", "may not have met".
_MODAL = (
    r"(?:will|shall|won['’]t|['’]ll|would|could|can|might|should|must|(?-i:may)"
    r"|(?:agree|vow|pledge|promise|plan|hope|intend|want|decide|prepare|expect|invite|ask|mean)"
    r"(?:s|d|ed|ned)?(?:\s+(?:on\s+)?\p{L}+day)?\s+to"
    r"|(?:is|are|was|were|due|set|slated|scheduled|likely)\s+to|(?<!failed\s)(?<!unable\s)(?<!refused\s)to(?=\s+(?:be|begin|start|open|resume)\b))"
)
_FILLER = r"(?:not|also|then|now|again|likely|soon|be|have|been|\p{L}+ly)"
_FUTURE = (
    rf"{_MODAL}(?:\s+{_FILLER}){{0,3}}\s+(?!(?:an?|the|its|their)\b)\p{{L}}+|going\s+to|(?:is|are|was|were)\s+(?:due|set|slated"
    r"|expected|scheduled|planned|likely)|due|scheduled|slated|expected|planned|upcoming|ahead\s+of"
    r"|invited|postponed|plans?|intends?|hopes?|coming"
    # "a truce starting at midnight on Friday"
    r"|(?:starting|beginning|effective)(?=\s+(?:at|from)\s+(?:midnight|noon|dawn|\d))"
    # What is announced in the present: "the talks continue on Friday"
    r"|(?:talks?|negotiations?|meetings?|session|round|sides|delegations|they)\s+(?:continues?|resumes?|opens?"
    r"|begins?|starts?|reconvenes?|meet)"
)
_PAST = (
    r"said|told|added|announced|met|held|began|took|was|were|had|did|came|went|left|ended|spoke|made"
    r"|gave|saw|led|sent|put|kicked|broke|wrote|got|became|fell|won|lost|drew|flew|since|after"
    r"|following|earlier|ago|\p{L}{2,}ed"
)
_VERB = regex.compile(
    rf"(?<![\p{{L}}-])(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?![\p{{L}}-])", regex.IGNORECASE
)
_DECIDED = regex.compile(
    r"(?:agreed|vowed|pledged|promised|hoped|intended|wanted|decided|prepared|asked)\b",
    regex.IGNORECASE,
)
_REACH = 120  # code points read on either side


def tense_at(text: str, start: int, end: int, lower: int, upper: int) -> Tense:
    """The tense of the verb that the expression at [start, end) stands with.

    The nearest verb before it in the sentence [lower, upper) decides, else the first one after.
    """
    before = text[max(lower, start - _REACH) : start]
    markers = list(_VERB.finditer(before))
    if markers:
        return "future" if markers[-1]["future"] else "past"
    marker = _VERB.search(text, end, min(upper, end + _REACH))
    if marker is None:
        return "unknown"
    if _DECIDED.match(marker.group()):
        return "past"  # "on Thursday agreed to reopen": the day they agreed
    return "future" if marker["future"] else "past"
