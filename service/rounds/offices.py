"""Words of titles and roles: what may stand between a verb and a name and say nothing itself."""

from __future__ import annotations

import re
from functools import lru_cache

from service.mentions import lexicon

ROLE_WORD = (
    r"(?:the|its|his|her|their|both|two|three|four|then|former|new|senior|top|chief|deputy|vice|acting|special|first|lead|"
    r"foreign|prime|defen[cs]e|interior|finance|trade|economy|energy|water|agriculture|fisheries|transport|"
    r"affairs|external|national|security|state|justice|environment|health|industry|commerce|home|land|"
    r"ministers?|secretary|secretaries|presidents?|premiers?|chancellors?|envoys?|negotiators?|advis[eo]rs?|"
    r"ambassadors?|leaders?|chiefs?|heads?|commanders?|generals?|officials?|representatives?|delegates?|"
    r"commissioners?|mediators?|facilitators?|diplomats?|governors?|cardinal|colonel|admiral|commissioner|"
    r"counterparts?|colleagues?|opposite|directors?|department|border|bilateral|executive|political|regional|economic|human|settlement|rural|development|public|works|oil|petroleum|mines|planning|cooperation|integration|labou?r|social|civil|protection|services?|under-?secretar(?:y|ies)|permanent|presidential|ministerial|royal|interim|caretaker|chair|chairman|chairwoman|chairperson|commission|committee|council|office|bureau|authority|agency|hon|h\.e|reform|oceans?|number|king|queen|emir|sheikh|prince|mr|mrs|ms|dr|sir|lord|of|for|and|"
    r"republic|government|delegations?|side|teams?|respectively|by|under|from|country's|country’s)"
)
ROLE = re.compile(ROLE_WORD + r"\Z", re.IGNORECASE)
TOKEN = re.compile(r"[^\W_][\w'’.-]*|[^\w\s]")


def is_filler(between: str, most: int = 12, own: frozenset[str] = frozenset()) -> bool:
    """Whether words are only titles, roles and names: nothing that says what somebody did.

    own: words of the person's own role, whatever they are.
    """
    tokens = TOKEN.findall(between)
    return len(tokens) <= most and all(
        t in ",;()&“”\"'’-" or t[0].isupper() or t.endswith("-") or t.lower() in own or is_role(t)
        for t in tokens
    )


KNOWN = lexicon.ROLES | lexicon.ROLE_MODIFIERS | lexicon.BODY_HEADS | {"bank", "central"}


@lru_cache(maxsize=10_000)
def is_role(word: str) -> bool:
    """Whether a word is of a title, or of the body that an office is in: "the BANK's GOVERNOR"."""
    if ROLE.match(word):
        return True
    plain = re.sub(r"['’]s?$", "", word.lower())
    return plain in KNOWN or plain.removesuffix("s") in KNOWN or plain.rpartition("-")[2] in KNOWN


def without_lead(before: str, own: frozenset[str] = frozenset()) -> str:
    """What stands before the titles and roles that directly precede a name."""
    kept = list(TOKEN.finditer(before))
    cut = len(before)
    for token in reversed(kept[-9:]):
        if token.group() == "by" or not is_filler(token.group(), own=own):
            break
        cut = token.start()
    return before[:cut]
