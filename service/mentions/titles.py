"""What stands beside a name: roles, offices, and the country or body that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.mentions import lexicon
from service.mentions.gazetteer import Gender, given_names, world
from service.mentions.words import Word

MAX_ROLE_WORDS = 9
MAX_OFFICE_WORDS = 16
MAX_OWNER_WORDS = 6
# Closed by a comma, after an abbreviation in brackets perhaps: "the Front (KLF), Anna Berg".
_COMMA = regex.compile(r"(?:\s?\(\p{Lu}{2,6}\)|\))?,\s*")
_OFFICE_LINKS = frozenset({"of", "for", "on", "to", "and", "the", "in", "&", "at"})
# What keeps a body's or country's name together: "Front FOR THE Defence OF THE North".
_NAME_LINKS = frozenset({"of", "for", "the", "and", "de", "du", "da", "del"})
# Behind these a role is no longer the apposition's: "…, Virginia, were attended by Minister Berg".
_ENDS_ROLE = frozenset(
    """and who said says told with in is was were are by which that at on to from has had have been
    be as when where while after before met held since during whose whom""".split()  # noqa: SIM905
)
# An office's own words hold none of these: "… negotiator Anna Berg SPEAKS to the press in Tarn,".
_NO_OFFICE = _ENDS_ROLE - {"and", "in", "on", "to", "at", "with"} | {
    "speaks", "met", "meets", "will", "would", "not", "he", "she", "they", "it", "a", "an",
}  # fmt: skip


def joined(word: Word) -> bool:
    """Whether only white space stands between a word and the one before it."""
    return word.gap != "" and word.gap.isspace()


def phrase(words: Sequence[Word], start: int, stop: int) -> str:
    """The words from `start` up to `stop` as they stand, one blank between them."""
    parts = [w.text + w.ending for w in words[start : stop - 1]]
    return " ".join([*parts, words[stop - 1].text]) if stop > start else ""


def is_role_head(word: str) -> bool:
    low = word.lower()
    if low in lexicon.ROLES:
        return True
    first, mark, last = low.rpartition("-")
    return bool(mark) and last in lexicon.ROLES and first not in ("co", "inter")


def singular(word: str) -> str | None:
    """ "ministers" → "minister", when that is a role."""
    low = word.lower()
    if low.endswith("s") and low[:-1] in lexicon.ROLES:
        return word[:-1]
    return None


def _in_role(word: Word) -> bool:
    return word.text.lower() in lexicon.ROLE_MODIFIERS or is_role_head(word.text)


# --- Whose role it is ---------------------------------------------------------------------------


def owner_start(words: Sequence[Word], last: int) -> int:
    """First word of the country or body whose name ends at `last`: "the WORLD FOOD Programme's"."""
    first = last
    while first > 0 and last - first < MAX_OWNER_WORDS and joined(words[first]):
        before = words[first - 1]
        if before.possessive:
            break
        if before.capitalised and before.text not in lexicon.NOT_NAMES:
            first -= 1
        elif (
            before.text in ("of", "for")
            and first > 1
            and joined(words[first - 1])
            and (words[first - 2].text in lexicon.BODIES or words[first - 2].text in lexicon.REALMS)
        ):
            first -= 2
        else:
            break
    return first


def owner(words: Sequence[Word], last: int) -> tuple[str | None, int]:
    """The name that ends at `last`, if it can be a country's or a body's, and where it begins.

    A description ("the country's") names nobody; of "the UN Secretary-General's" the body is left.
    """
    if not words[last].capitalised or words[last].text in lexicon.NOT_NAMES:
        return None, last
    first = owner_start(words, last)
    stop = last + 1
    while stop > first + 1 and is_role_head(words[stop - 1].text):
        stop -= 1
    return phrase(words, first, stop), first


def nationality_before(words: Sequence[Word], at: int) -> tuple[str | None, int]:
    """The nationality that ends right before a word, at its full length: "GREEK CYPRIOT leader"."""
    for length in (3, 2, 1):
        first = at - length
        if first >= 0 and all(joined(w) for w in words[first + 1 : at + 1]):
            texts = phrase(words, first, at)
            if texts in world().adjectives:
                return texts, first
    return None, at


def party_behind(words: Sequence[Word], head: int) -> str | None:
    """The body or country behind a role or name: "minister of VALLONIA", "spokesman for the UN"."""
    i = head + 1
    if i >= len(words) or words[i].text not in ("of", "for", "at", "with") or not joined(words[i]):
        return None
    i += 1
    if i < len(words) and words[i].text in ("the", "a"):
        i += 1
    if i >= len(words) or not joined(words[i]) or words[i].text in lexicon.NOT_NAMES:
        return None
    stop = name_end(words, i)
    return phrase(words, i, stop) or None


def name_end(words: Sequence[Word], start: int) -> int:
    """Where the name of a body or country that begins at `start` ends; `start` without one."""
    i = start
    while i < len(words) and i - start < MAX_OWNER_WORDS and (i == start or joined(words[i])):
        if not words[i].capitalised or (words[i].text in lexicon.NOT_NAMES and i > start):
            break
        i += 1
        if words[i - 1].possessive:
            return i
        tail = i
        while tail < len(words) and words[tail].text in _NAME_LINKS and joined(words[tail]):
            tail += 1
        linked = i < tail <= i + 2 and tail < len(words) and words[tail].capitalised
        of_body = words[start].text in lexicon.BODIES | lexicon.REALMS
        if linked and of_body and joined(words[tail]) and words[i].text in ("of", "for"):
            i = tail
    return i


# --- In front of a name -------------------------------------------------------------------------


def title_end(words: Sequence[Word], start: int, end: int) -> tuple[int, Gender]:
    """Where the title in front of a name ends; `start` when there is none."""
    last = start
    gender: Gender = "u"
    i = start
    while i < end:
        word = words[i].text
        if i > last and i == end - 1 and _is_surname(words, i):
            break
        if start < last == i and word in given_names() and not _in_role(words[i]):
            break  # "President Hassan Sheikh Mahmoud"
        if word in lexicon.HONORIFICS:
            told = lexicon.HONORIFICS[word]
            gender = "m" if told == "m" else "f" if told == "f" else gender
            last = i + 1
        elif word in lexicon.SHORT_TITLES or (words[i].capitalised and is_role_head(word)):
            if word in given_names() and (i == start or _is_linked(words, i, end)):
                break
            last = i + 1
            if i + 1 < end and words[i + 1].text in ("of", "for"):
                last = _of_phrase_end(words, i + 1, end)
                i = last
                continue
        i += 1
    return last, gender


def _is_surname(words: Sequence[Word], at: int) -> bool:
    """Whether a title ends a name: "Naveed Akbar SHEIKH", "Amartya SEN", "Anna KING"."""
    short = words[at].text in lexicon.HONORIFICS or words[at].text in lexicon.SHORT_TITLES
    return (short and words[at].text.isalpha()) or words[at - 1].text in given_names()


def _is_linked(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a title is a given name with a father's behind it: "Minister SULTAN bin Saad"."""
    return at + 1 < end and words[at + 1].text in lexicon.PARTICLES


def _of_phrase_end(words: Sequence[Word], start: int, end: int) -> int:
    """Where "of State", "for Foreign Affairs" ends and a name begins."""
    for i in range(start + 2, end):
        if words[i].text in given_names() and i < end - 1:
            return i
    fixed = lexicon.FIELDS | lexicon.BODIES | lexicon.REALMS
    fields = [i for i in range(start + 1, end) if words[i].text in fixed]
    if fields:
        last = fields[-1] + 1
        if last < end and words[last].text in ("of", "for"):
            return _of_phrase_end(words, last, end)
        return last
    first = start + 1
    if first < end and words[first].text == "the":
        first += 1
    for length in (5, 4, 3, 2, 1):
        if " ".join(w.text for w in words[first : first + length]) in world().names:
            return min(end, first + length)
    # "Governor of Siem Reap" is nobody's name, as long as nothing tells.
    return min(end, max(first + 1, end - 2)) if end - first > 2 else end


def modified_from(words: Sequence[Word], start: int) -> int:
    """Where a title begins that stands behind small modifiers: "U.S. UNDER Secretary".

    Only with a nationality in front; else the title's own first word.
    """
    first = start
    while first > 0 and joined(words[first]):
        if words[first - 1].text.lower() not in lexicon.ROLE_MODIFIERS:
            break
        first -= 1
    if first == start:
        return start
    party, begins = nationality_before(words, first)
    if party is None and first > 0 and joined(words[first]):
        begins = first - 1 if words[first - 1].text in world().names else start
    return begins


def lower_role_before(words: Sequence[Word], start: int) -> int | None:
    """First word of a lower-case role right in front of a name: "foreign minister Anna Berg"."""
    if start == 0 or not joined(words[start]):
        return None
    head = words[start - 1]
    if head.possessive or not (is_role_head(head.text) or singular(head.text)):
        return None
    first = start - 1
    while first > 0 and start - first < MAX_ROLE_WORDS and joined(words[first]):
        before = words[first - 1]
        low = before.text.lower()
        if before.possessive and before.capitalised:
            return owner(words, first - 1)[1]
        if low == "under" and not words[first].text.lower().startswith("secretar"):
            break
        if (
            low in lexicon.ROLE_MODIFIERS
            or is_role_head(before.text)
            or (before.text == "and" and first > 1 and _in_role(words[first - 2]))
            or (before.capitalised and before.text not in lexicon.NOT_NAMES)
            or (before.text == "of" and first > 1 and is_role_head(words[first - 2].text))
        ):
            first -= 1
        else:
            break
    while first < start - 1 and words[first].text == "and":
        first += 1
    return first


def role_and_party(words: Sequence[Word], start: int, end: int) -> tuple[str | None, str | None]:
    """ "Ruritanian Foreign Minister" → ("Foreign Minister", "Ruritanian")."""
    while start < end and words[end - 1].text in lexicon.HONORIFICS:
        if is_role_head(words[end - 1].text):
            break
        end -= 1
    while start < end and words[start].text in lexicon.HONORIFICS:
        if is_role_head(words[start].text):
            break
        start += 1
    if start == end:
        return None, None
    party, first = _party_in_front(words, start, end)
    role = phrase(words, first, end) or None
    if party is None and role is not None and " of " in role:
        tail = role.rpartition(" of ")[2].removeprefix("the ")
        if tail in world().names:
            party = tail
    return role, party


def _party_in_front(words: Sequence[Word], start: int, end: int) -> tuple[str | None, int]:
    """The country or body that opens a title, and where the role begins."""
    owned = next((i for i in range(start, end - 1) if words[i].possessive), None)
    if owned is not None:
        return owner(words, owned)[0], owned + 1
    texts = [w.text for w in words[start:end]]
    atlas = world()
    for length in (3, 2, 1):
        lead = " ".join(texts[:length])
        if length < len(texts) and (lead in atlas.adjectives or lead in atlas.names):
            return lead, start + length
    lead = texts[0]
    if (
        len(texts) < 2
        or not lead[0].isupper()
        or lead.lower() in lexicon.ROLE_MODIFIERS
        or is_role_head(lead)
        or lead in lexicon.SHORT_TITLES
        or lead in lexicon.HONORIFICS
    ):
        return None, start + (lead in lexicon.HONORIFICS)
    # An invented or unknown country, or a body: "Ruritanian", "State Department".
    first = 1
    while first < len(texts) - 1 and texts[first] in lexicon.BODIES | lexicon.PLACES:
        first += 1
    return " ".join(texts[:first]), start + first


# --- Set off by commas --------------------------------------------------------------------------


def role_after(  # noqa: C901 - rules in order of certainty read best in one place
    words: Sequence[Word], end: int
) -> tuple[str | None, str | None]:
    """The role in an appositive: "Anna Berg, the foreign minister of Vallonia,"."""
    if end >= len(words) or words[end].gap.strip() != ",":
        return None, None
    i = end
    party: str | None = None
    if words[i].text in ("the", "a", "an", "his", "her", "their", "its", "one", "who"):
        if words[i].text in ("one", "who"):
            return None, None
        i += 1
    first = i
    head: int | None = None
    while i < len(words) and i - first < MAX_ROLE_WORDS:
        word = words[i]
        if i > first and not joined(word):
            break
        if word.possessive:
            party = owner(words, i)[0] or party
            first = i + 1
        elif is_role_head(word.text):
            head = i
            following = words[i + 1] if i + 1 < len(words) else None
            if following is None or not joined(following) or not is_role_head(following.text):
                break
        elif word.text in _ENDS_ROLE:
            break
        i += 1
    if head is None or _belongs_to_next(words, head):
        return None, None
    for length in (3, 2, 1):
        lead = " ".join(w.text for w in words[first : first + length])
        if lead in world().adjectives and first + length <= head:
            party, first = lead, first + length
            break
    else:
        if party is None and words[first].capitalised and first < head:
            party, first = _party_in_front(words, first, head + 1)
    stop = _field_end(words, head + 1)
    role = phrase(words, first, stop)
    return role or None, party or party_behind(words, head if stop == head + 1 else stop - 1)


def _belongs_to_next(words: Sequence[Word], head: int) -> bool:
    """Whether a role is the title of the name behind it: "In Tarnholm, farmer Anna Berg said"."""
    if head + 1 >= len(words) or not joined(words[head + 1]) or words[head].possessive:
        return False
    following = words[head + 1]
    return following.capitalised and following.text not in lexicon.NOT_NAMES


def _field_end(words: Sequence[Word], at: int) -> int:
    """Where "of the interior", "for Foreign Affairs" behind a role ends; `at` without a field."""
    if at >= len(words) or words[at].text not in ("of", "for", "on") or not joined(words[at]):
        return at
    i = at + 1
    if i < len(words) and words[i].text == "the":
        i += 1
    stop = i
    while stop < len(words) and stop - at < MAX_ROLE_WORDS and joined(words[stop]):
        word = words[stop]
        field = (
            word.text.lower() in lexicon.ROLE_MODIFIERS
            or word.text in lexicon.FIELDS
            or word.text.capitalize() in lexicon.FIELDS
            or word.text.lower() == "state"
        )
        if not field and not (word.text == "and" and stop > i):
            break
        stop += 1
        if word.possessive:
            break
    while stop > i and words[stop - 1].text == "and":
        stop -= 1
    return stop if stop > i else at


def role_before_comma(
    text: str, words: Sequence[Word], start: int, end: int
) -> tuple[str | None, str | None]:
    """The role in front of an appositive name: "Vallonia's foreign minister, Jon Dell,"."""
    if start == 0 or _COMMA.fullmatch(words[start].gap) is None:
        return None, None
    closing = text[words[end - 1].end : words[end - 1].end + 4]
    if closing[:1] not in (",", ".", ";", ")", "") and not closing.startswith(
        (" (", " –", " —", " of ")
    ):
        return None, None
    head = start - 1
    if not is_role_head(words[head].text) or words[head].possessive:
        role, party, first = office_before(words, start)
        opened = first > 0 and words[first - 1].text.lower() in _OPENS_OFFICE
        return (role, party) if party is not None or opened else (None, None)
    first = head
    while first > 0 and joined(words[first]) and head - first < MAX_ROLE_WORDS:
        if not _in_role(words[first - 1]) or words[first - 1].possessive:
            break
        first -= 1
    role = phrase(words, first, head + 1)
    if first == 0 or not joined(words[first]):
        return (role, None) if first < head else (None, None)
    before = words[first - 1]
    if before.possessive:
        return role, owner(words, first - 1)[0]
    nation, _ = nationality_before(words, first)
    if nation is not None:
        return role, nation
    if before.capitalised and before.text not in lexicon.NOT_NAMES:
        return role, owner(words, first - 1)[0]
    return (role, None) if before.text.lower() in _OPENS_OFFICE else (None, None)


_OPENS_OFFICE = frozenset({"the", "its", "their", "his", "her", "our", "whose", "a", "an"})


def office_before(  # noqa: C901 - rules in order of certainty read best in one place
    words: Sequence[Word], end: int
) -> tuple[str | None, str | None, int]:
    """The office that ends at `end`: its role, its party, and where it begins.

    Looks back over fields and small words for the word that names the office: "MINISTER of State
    for Foreign Affairs", "AMBASSADOR to the agency".
    """
    nothing = (None, None, end)
    head = end - 1
    while head >= 0 and not is_role_head(words[head].text):
        listed = words[head].gap.strip() == "," and words[head].capitalised
        if head == 0 or end - head > MAX_OFFICE_WORDS or words[head].text in _NO_OFFICE:
            return nothing
        if head < end and not joined(words[head]) and not listed:
            return nothing
        head -= 1
    linked = end - head == 1 or words[head + 1].text in _OFFICE_LINKS | lexicon.FIELDS
    if not linked:
        return nothing
    first = head
    while first > 0 and joined(words[first]) and _in_role(words[first - 1]):
        if words[first - 1].possessive:
            break
        first -= 1
    party, stop = None, end
    if first > 0 and joined(words[first]):
        before = words[first - 1]
        party, begins = nationality_before(words, first)
        titled = before.text in lexicon.NOT_NAMES or before.text in lexicon.HONORIFICS
        if party is None and before.capitalised and not titled:
            party, begins = owner(words, first - 1)
        if party is not None:
            return phrase(words, first, stop), party, begins
    party, at = _party_within(words, head + 1, end)
    if party is not None:
        stop = at
    role = phrase(words, first, stop)
    return role, party, first


def _party_within(words: Sequence[Word], start: int, end: int) -> tuple[str | None, int]:
    """The country or body in "of Vallonia", "of Vallonia's Security Council"; and its "of"."""
    for i in range(start, end - 1):
        if words[i].text not in ("of", "for"):
            continue
        at = i + 1
        if words[at].text == "the" and at + 1 < end:
            at += 1
        if not words[at].capitalised:
            continue
        stop = min(name_end(words, at), end)
        texts = [w.text for w in words[at:stop]]
        whole = " ".join(texts)
        known = whole in world().names
        if (
            known
            or any(t in lexicon.BODIES | lexicon.REALMS for t in texts)
            or (words[stop - 1].possessive)
        ):
            return whole, i
        fields = lexicon.FIELDS | {"Foreign", "State", "Human", "Bilateral", "and", "of", "for"}
        if words[i].text == "of" and not any(t in fields for t in texts):
            return whole, i
    return None, start
