"""Names in the text: capitalised sequences, told apart by what stands in and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.mentions import lexicon
from service.mentions.gazetteer import Gender, given_names, world
from service.mentions.words import Word, split_words
from service.records import EntityKind, Span

MAX_ROLE_WORDS = 9
MAX_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised sequence without its title.

    kind: None when neither the words nor their surroundings tell.
    role, party: as they stand beside the name.
    adjective: "Ruritanian", which points at a country without naming it.
    full: where the name stands with its title and nationality in front.
    """

    span: Span
    words: tuple[str, ...]
    kind: EntityKind | None
    segment: int
    full: Span
    role: str | None = None
    party: str | None = None
    gender: Gender = "u"
    adjective: bool = False
    possessive: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)


def find_names(text: str, segments: Sequence[Span]) -> tuple[Name, ...]:
    """All names of the given stretches in reading order, with kind None where rules can't tell."""
    found: list[Name] = []
    for number, span in enumerate(segments):
        words = split_words(text, span)
        names = [n for run in _runs(words) for n in _read_run(text, words, run, number)]
        found.extend(_spread_plural_roles(text, words, names))
    return tuple(found)


# --- Runs of capitalised words ------------------------------------------------------------------


def _joined(word: Word) -> bool:
    return word.gap != "" and word.gap.isspace()


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Half-open word ranges: capitalised words with the small words that join them."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if not words[i].capitalised:
            i += 1
            continue
        start = i
        i += 1
        while i < len(words) and not words[i - 1].possessive and _joined(words[i]):
            if words[i].capitalised:
                i += 1
                continue
            reach = _bridge(words, start, i)
            if reach is None:
                break
            i = reach
        runs.extend(_trim(words, start, i))
    return runs


def _bridge(words: Sequence[Word], start: int, at: int) -> int | None:
    """Where a run goes on behind small words ("of the", "van der"), or None when it ends here."""
    stop = at
    while stop < len(words) and stop - at < 2 and _joined(words[stop]):
        if words[stop].text not in lexicon.PARTICLES | {"of", "for", "the", "and"}:
            break
        stop += 1
    if stop == at or stop >= len(words) or not _joined(words[stop]):
        return None
    if not words[stop].capitalised or words[stop].text in lexicon.NOT_NAMES:
        return None
    small = [w.text for w in words[at:stop]]
    if all(s in lexicon.PARTICLES for s in small):
        return stop + 1
    if small[0] in ("of", "for") and (len(small) == 1 or small[1] == "the"):
        before = [w.text for w in words[start:at]]
        if before[-1] in lexicon.BODIES or before[-1].lower() in lexicon.ROLES:
            return stop + 1
        return None
    if small == ["and"]:
        # "Ministry of Defence and Aerospace", but not "Anna Berg and Jon Dell".
        before = [w.text for w in words[start:at]]
        if before[0] in lexicon.BODIES and "of" in before and len(before) <= 4:
            return stop + 1
    return None


def _opens_place(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether "New" or "Great" begins a name ("New York"), not a description ("New Minister")."""
    if words[at].text not in ("New", "Great") or at + 1 >= end:
        return False
    following = words[at + 1].text.lower()
    return following not in lexicon.ROLE_MODIFIERS and following not in lexicon.ROLES


def _trim(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """Take off, and split at, words that are capitalised for another reason than being a name."""
    out: list[tuple[int, int]] = []
    begin = start
    for i in range(start, end + 1):
        if i == end or (words[i].text in lexicon.NOT_NAMES and not _opens_place(words, i, end)):
            if begin < i:
                out.append((begin, i))
            begin = i + 1
    small = lexicon.PARTICLES | {"of", "for", "the", "and"}
    trimmed: list[tuple[int, int]] = []
    for first, last in out:
        a, b = first, last
        while a < b and words[a].text in small and not words[a].capitalised:
            a += 1
        while b > a and words[b - 1].text in small and not words[b - 1].capitalised:
            b -= 1
        if a < b:
            trimmed.append((a, b))
    return trimmed


# --- One run → names ----------------------------------------------------------------------------


def _read_run(text: str, words: Sequence[Word], run: tuple[int, int], segment: int) -> list[Name]:  # noqa: C901 - rules in order of certainty read best in one place
    start, end = run
    out: list[Name] = []
    atlas = world()
    whole = " ".join(w.text for w in words[start:end])
    if whole in atlas.names or whole in atlas.capitals:
        return [_plain(words, start, end, segment, _gazetteer_kind(whole))]
    field_end = _field_end(words, start, end)
    if field_end == end and not _is_body(words, start, end):
        return _nationality(words, start, end, segment)
    title_end, gender = _title_end(words, start, end)
    if start < field_end and title_end <= field_end and not _is_body(words, start, end):
        out += _nationality(words, start, field_end, segment)
        role, party, role_start = _office_before(words, field_end)
        out.append(_person(text, words, field_end, end, segment, role, party, gender, role_start))
        return out
    if title_end == end:  # a title alone: "the Foreign Minister"
        return _nationality(words, start, end, segment)
    if title_end > start and _no_person(words, title_end, end):
        return _nationality(words, start, end, segment)
    if title_end > start:
        role_start = start
        out += _nationality(words, start, title_end, segment)
        role, party = _role_and_party(words, role_start, title_end)
        out.append(_person(text, words, title_end, end, segment, role, party, gender, start))
        return out
    role_span = _lower_role_before(words, start)
    if role_span is not None and not _is_body(words, start, end):
        nationality, rest = _leading_nationality(words, start, end)
        if nationality is None:
            role, party = _role_and_party(words, role_span, start)
            out.append(_person(text, words, start, end, segment, role, party, gender, role_span))
            return out
        del rest
    nationality, rest = _leading_nationality(words, start, end)
    if nationality is not None and rest == end:
        return [_plain(words, start, end, segment, "country", adjective=whole in atlas.adjectives)]
    if nationality is not None and not _is_body(words, rest, end) and rest < end:
        out.append(_plain(words, start, rest, segment, "country", adjective=True))
        start = rest
    kind = _kind(words, start, end)
    name = _plain(words, start, end, segment, kind)
    if kind in (None, "person"):
        role, party = _role_after(words, end)
        if role is None:
            role, party = _role_before_comma(text, words, start, end)
        if role is not None:
            name = replace(name, kind="person", role=role, party=party)
        if name.kind == "person":
            name = replace(name, gender=_gender(words, start, end))
    elif kind == "institution" and nationality is not None:
        name = replace(name, party=nationality)
    out.append(name)
    return out


def _field_end(words: Sequence[Word], start: int, end: int) -> int:
    """Behind the last field of an office ("Security Affairs | Peter Berg"); `start` without one.

    A field that a given name precedes is part of a name.
    """
    last = start
    for i in range(start, end):
        if i == start and words[i].text in given_names() and words[i].text not in lexicon.FIELDS:
            return start
        if words[i].text in lexicon.FIELDS:
            last = i + 1
    behind = end - last
    return last if behind == 0 or behind >= 2 else start


_OFFICE_LINKS = frozenset({"of", "for", "on", "to", "and", "the", "in", "&", "at"})


def _office_before(words: Sequence[Word], end: int) -> tuple[str | None, str | None, int]:
    """The office that ends at `end`: its role, its party, and where it begins.

    Looks back over fields and small words for the word that names the office: "MINISTER of State
    for Foreign Affairs", "AMBASSADOR to the agency".
    """
    first = end - 1
    while first > 0 and end - first <= 2 * MAX_ROLE_WORDS:
        if _is_role_head(words[first].text):
            break
        if first < end - 1 and not _joined(words[first + 1]):
            return None, None, end
        first -= 1
    if not _is_role_head(words[first].text):
        return None, None, end
    if not any(w.text in _OFFICE_LINKS for w in words[first + 1 : end]) and end - first > 1:
        return None, None, end
    while first > 0 and _joined(words[first]):
        before = words[first - 1]
        pair = f"{words[first - 2].text} {before.text}" if first > 1 else before.text
        if before.possessive or before.text in world().adjectives:
            party = pair if pair in world().adjectives else before.text
            return " ".join(w.text for w in words[first:end]), party, first
        if not (before.text.lower() in lexicon.ROLE_MODIFIERS or _is_role_head(before.text)):
            break
        first -= 1
    return " ".join(w.text for w in words[first:end]), None, first


def _no_person(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether what stands behind a title is a field or a country: "Minister of Foreign Affairs"."""
    texts = [w.text for w in words[start:end]]
    if " ".join(texts) in world().names or " ".join(texts) in world().adjectives:
        return True
    fields = lexicon.ROLE_MODIFIERS | {"state", "and", "of", "for", "the"}
    return all(t.lower() in fields or t in lexicon.BODIES for t in texts)


def _plain(
    words: Sequence[Word],
    start: int,
    end: int,
    segment: int,
    kind: EntityKind | None,
    *,
    adjective: bool = False,
) -> Name:
    span = Span(words[start].span.start, words[end - 1].span.end)
    texts = tuple(w.text for w in words[start:end])
    return Name(
        span, texts, kind, segment, span, adjective=adjective,
        possessive=words[end - 1].possessive,
    )  # fmt: skip


def _person(
    text: str,
    words: Sequence[Word],
    start: int,
    end: int,
    segment: int,
    role: str | None,
    party: str | None,
    gender: Gender,
    full_start: int,
) -> Name:
    del text
    if end - start > MAX_NAME_WORDS:
        end = start + MAX_NAME_WORDS
    span = Span(words[start].span.start, words[end - 1].span.end)
    after, after_party = _role_after(words, end)
    if gender == "u":
        gender = _gender(words, start, end)
    return Name(
        span,
        tuple(w.text for w in words[start:end]),
        "person",
        segment,
        Span(words[full_start].span.start, span.end),
        role=role or after,
        party=party or after_party,
        gender=gender,
        possessive=words[end - 1].possessive,
    )


def _gazetteer_kind(words: str) -> EntityKind:
    return "country" if words in world().names else "place"


def _gender(words: Sequence[Word], start: int, end: int) -> Gender:
    if end - start < 2:
        return "u"
    first = words[start].text
    return given_names().get(first) or given_names().get(first.split("-")[0]) or "u"


def _is_body(words: Sequence[Word], start: int, end: int) -> bool:
    return any(w.text in lexicon.BODIES for w in words[start:end])


def _kind(words: Sequence[Word], start: int, end: int) -> EntityKind | None:
    texts = [w.text for w in words[start:end]]
    whole = " ".join(texts)
    if whole in world().names or whole in world().capitals:
        return _gazetteer_kind(whole)
    if any(t in lexicon.BODIES for t in texts):
        return "institution"
    called = texts[0] in given_names() and 2 <= len(texts) <= MAX_NAME_WORDS
    if called and texts[-1] not in lexicon.PLACES:
        return "person"
    if len(texts) > 2 and any(t in lexicon.PARTICLES for t in texts[1:-1]):
        return "person"
    if texts[-1] in lexicon.PLACES and len(texts) > 1:
        return "place"
    if any(t.lower() in lexicon.DOCUMENTS for t in texts):
        return "document"
    if len(texts) == 1 and len(whole) > 1 and whole.isupper():
        return "institution"
    return None


# --- Titles and roles ---------------------------------------------------------------------------


def _is_role_head(word: str) -> bool:
    low = word.lower()
    return low in lexicon.ROLES or (low.rpartition("-")[2] in lexicon.ROLES and "-" in low)


def _title_end(words: Sequence[Word], start: int, end: int) -> tuple[int, Gender]:
    """Where the title in front of a name ends; `start` when there is none."""
    last = start
    gender: Gender = "u"
    i = start
    while i < end:
        word = words[i].text
        if word in lexicon.HONORIFICS:
            told = lexicon.HONORIFICS[word]
            gender = "m" if told == "m" else "f" if told == "f" else gender
            last = i + 1
        elif word in lexicon.SHORT_TITLES or (words[i].capitalised and _is_role_head(word)):
            if word in given_names() and i == start:
                break
            last = i + 1
            if i + 1 < end and words[i + 1].text in ("of", "for"):
                last = _of_phrase_end(words, i + 1, end)
                i = last
                continue
        i += 1
    return last, gender


def _of_phrase_end(words: Sequence[Word], start: int, end: int) -> int:
    """Where "of State", "for Foreign Affairs" ends and a name begins."""
    for i in range(start + 2, end):
        if words[i].text in given_names() and i < end - 1:
            return i
    fields = [i for i in range(start + 1, end) if words[i].text in lexicon.FIELDS]
    if fields:
        return fields[-1] + 1
    first = start + 1
    if first < end and words[first].text == "the":
        first += 1
    return min(end, max(first + 1, end - 2)) if end - first > 1 else end


def _lower_role_before(words: Sequence[Word], start: int) -> int | None:
    """First word of a lower-case role right in front of a name: "foreign minister Anna Berg"."""
    if start == 0 or not _joined(words[start]):
        return None
    head = words[start - 1]
    if head.possessive:
        return None
    if not _is_role_head(head.text) and _singular(head.text) is None:
        return None
    first = start - 1
    while first > 0 and start - first < MAX_ROLE_WORDS and _joined(words[first]):
        before = words[first - 1]
        low = before.text.lower()
        if before.possessive and before.capitalised:
            return first - 1
        if (
            low in lexicon.ROLE_MODIFIERS
            or _is_role_head(before.text)
            or (before.text == "and" and first > 1 and _in_role(words[first - 2]))
            or (before.capitalised and before.text not in lexicon.NOT_NAMES)
            or (before.text == "of" and first > 1 and _is_role_head(words[first - 2].text))
        ):
            first -= 1
        else:
            break
    while first < start - 1 and words[first].text == "and":
        first += 1
    return first


def _in_role(word: Word) -> bool:
    return word.text.lower() in lexicon.ROLE_MODIFIERS or _is_role_head(word.text)


def _singular(word: str) -> str | None:
    """ "ministers" → "minister", when that is a role."""
    low = word.lower()
    if low.endswith("s") and low[:-1] in lexicon.ROLES:
        return word[:-1]
    return None


def _leading_nationality(words: Sequence[Word], start: int, end: int) -> tuple[str | None, int]:
    """The nationality or country in front, and the word behind it."""
    atlas = world()
    for length in (3, 2, 1):
        if start + length <= end:
            texts = " ".join(w.text for w in words[start : start + length])
            if texts in atlas.adjectives:
                return atlas.adjectives[texts], start + length
    return None, start


def _nationality(words: Sequence[Word], start: int, end: int, segment: int) -> list[Name]:
    """Country names and adjectives within a title."""
    out: list[Name] = []
    atlas = world()
    i = start
    while i < end:
        for length in (3, 2, 1):
            texts = " ".join(w.text for w in words[i : i + length])
            if i + length <= end and (texts in atlas.adjectives or texts in atlas.names):
                adjective = texts not in atlas.names
                out.append(_plain(words, i, i + length, segment, "country", adjective=adjective))
                i += length - 1
                break
        i += 1
    return out


def _role_and_party(words: Sequence[Word], start: int, end: int) -> tuple[str | None, str | None]:  # noqa: C901 - rules in order of certainty read best in one place
    """ "Ruritanian Foreign Minister" → ("Foreign Minister", "Ruritanian")."""
    texts = [w.text for w in words[start:end]]
    while texts and texts[-1] in lexicon.HONORIFICS and len(texts[-1]) <= 4:
        texts.pop()
    if not texts:
        return None, None
    atlas = world()
    party: str | None = None
    first = 0
    for length in (3, 2, 1):
        lead = " ".join(texts[:length])
        if length < len(texts) and (lead in atlas.adjectives or lead in atlas.names):
            party, first = lead, length
            break
    if party is None and len(texts) > 1:
        lead = texts[0]
        if words[start].possessive:
            party, first = lead, 1
        elif (
            lead[0].isupper()
            and lead.lower() not in lexicon.ROLE_MODIFIERS
            and not _is_role_head(lead)
            and lead not in lexicon.HONORIFICS
            and lead not in lexicon.SHORT_TITLES
        ):
            # An invented or unknown country, or a body: "Ruritanian", "State Department".
            first = 1
            while first < len(texts) - 1 and texts[first] in lexicon.BODIES | lexicon.PLACES:
                first += 1
            party = " ".join(texts[:first])
    role = " ".join(texts[first:]) or None
    if party is None and role is not None and " of " in role:
        tail = role.rpartition(" of ")[2].removeprefix("the ")
        if tail in atlas.names:
            party = tail
    return role, party


# Behind these a role is no longer the apposition's: "…, Virginia, were attended by Minister Berg".
_ENDS_ROLE = frozenset(
    """and who said says told with in is was were are by which that at on to from has had have been
    be as when where while after before met held""".split()  # noqa: SIM905 - read as words
)


def _role_after(words: Sequence[Word], end: int) -> tuple[str | None, str | None]:  # noqa: C901 - rules in order of certainty read best in one place
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
        if i > first and not _joined(word):
            break
        if word.possessive:
            party = " ".join(w.text for w in words[first : i + 1] if w.capitalised) or party
            first = i + 1
        elif _is_role_head(word.text):
            head = i
            following = words[i + 1] if i + 1 < len(words) else None
            if following is None or not _joined(following) or not _is_role_head(following.text):
                break
        elif word.text in _ENDS_ROLE:
            break
        i += 1
    if head is None:
        return None, None
    if words[first].text in world().adjectives:
        party = words[first].text
        first += 1
    role = " ".join(w.text for w in words[first : head + 1])
    party = party or _party_behind(words, head)
    return role or None, party


def _party_behind(words: Sequence[Word], head: int) -> str | None:
    """The body or country behind a role: "minister of VALLONIA", "spokesman for the MINISTRY"."""
    i = head + 1
    if i >= len(words) or words[i].text not in ("of", "for", "at", "with") or not _joined(words[i]):
        return None
    i += 1
    if i < len(words) and words[i].text in ("the", "a"):
        i += 1
    start = i
    while i < len(words) and i - start < 5 and (i == start or _joined(words[i])):
        if not words[i].capitalised:
            break
        i += 1
        if words[i - 1].possessive:
            break
    return " ".join(w.text for w in words[start:i]) or None


def _role_before_comma(
    text: str, words: Sequence[Word], start: int, end: int
) -> tuple[str | None, str | None]:
    """The role in front of an appositive name: "Vallonia's foreign minister, Jon Dell,"."""
    if start == 0 or words[start].gap.strip() != ",":
        return None, None
    closing = text[words[end - 1].span.end : words[end - 1].span.end + 1]
    if closing not in (",", ".", ";", ")", ""):
        return None, None
    head = start - 1
    if not _is_role_head(words[head].text):
        role, party, _ = _office_before(words, start)
        return (role, party) if party is not None else (None, None)
    first = head
    while first > 0 and _joined(words[first]) and head - first < MAX_ROLE_WORDS:
        before = words[first - 1]
        if before.possessive or before.text in world().adjectives:
            role = " ".join(w.text for w in words[first : head + 1])
            return role, before.text
        if before.text.lower() in lexicon.ROLE_MODIFIERS or _is_role_head(before.text):
            first -= 1
        else:
            break
    if first > 0 and words[first - 1].text.lower() in ("the", "its", "their", "his", "her"):
        return " ".join(w.text for w in words[first : head + 1]), None
    return None, None


def _spread_plural_roles(text: str, words: Sequence[Word], names: Sequence[Name]) -> list[Name]:
    """ "Foreign ministers Anna Berg and Jon Dell": the role goes to each of them."""
    del words
    out: list[Name] = []
    previous: Name | None = None
    for name in names:
        this = name
        if name.kind == "person" and name.role is not None:
            last = name.role.split()[-1]
            if (single := _singular(last)) is not None:
                this = replace(name, role=" ".join([*name.role.split()[:-1], single]))
                previous = this
            else:
                previous = None
        elif previous is not None and name.kind in ("person", None) and name.role is None:
            between = text[previous.span.end : name.span.start].strip()
            if between in ("and", ",", ", and"):
                this = replace(name, kind="person", role=previous.role)
                previous = this
            else:
                previous = None
        out.append(this)
    return out
