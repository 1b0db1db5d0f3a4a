"""Names in the text: capitalised sequences, told apart by what stands in and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from service.mentions import lexicon, titles
from service.mentions.gazetteer import Gender, given_names, world
from service.mentions.words import Word
from service.records import EntityKind, Span

MAX_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised sequence without its title.

    kind: None when neither the words nor their surroundings tell.
    role, party: as they stand beside the name.
    adjective: "Ruritanian", which points at a country without naming it.
    nicknamed: the name as it stands when a nickname, not one of `words`, is in it.
    alias: a nickname in marks that the words in front give to the person named before.
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
    alias: bool = False
    nicknamed: str | None = None

    @property
    def text(self) -> str:
        """The name as it stands, on one line."""
        return self.nicknamed or " ".join(self.words)


def find_names(text: str, stretches: Sequence[Sequence[Word]]) -> tuple[Name, ...]:
    """All names of the given stretches in reading order, with kind None where rules can't tell."""
    found: list[Name] = []
    for number, stretch in enumerate(stretches):
        words = _without_nicknames(stretch)
        names = [n for run in _runs(words) for n in _read_run(text, words, run, number)]
        if len(words) < len(stretch):
            names = [_as_it_stands(text, name) for name in names]
        found.extend(_spread_plural_roles(text, words, names))
    return tuple(found)


_NICKNAMED = regex.compile(
    r"\b(?:call(?:s|ed)?|known as|nicknamed|dubbed|alias|aka|a\.k\.a\.)"
    r" (?:him |her |simply )?[\"“'‘«]$"
    r"|\b(?:known (?:also |simply |better )?as|nom de guerre(?: is)?|alias|a\.?k\.?a\.?),? $"
)


def _is_place(texts: Sequence[str]) -> bool:
    if len(texts) < 2:
        return False
    return texts[-1] in lexicon.PLACES | {"State"} or (texts[0] in _COMPASS and len(texts) == 2)


def _without_nicknames(words: Sequence[Word]) -> Sequence[Word]:
    """Take the nickname out of Anna "Nan" Berg, so that the name is one run."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        stop = _nickname_end(words, i) if out and out[-1].capitalised else i
        if stop > i:
            out.append(words[stop]._replace(gap=" "))
            i = stop + 1
        else:
            out.append(words[i])
            i += 1
    return out


def _as_it_stands(text: str, name: Name) -> Name:
    whole = " ".join(name.span.of(text).split())
    return name if whole == name.text else replace(name, nicknamed=whole)


def _nickname_end(words: Sequence[Word], at: int) -> int:
    """The surname's place behind a nickname in marks that begins at `at`; `at` without one."""
    if words[at].gap not in (' "', " “", " '", " ‘", " «", " („"):
        return at
    for stop in range(at + 1, min(at + 4, len(words))):
        if words[stop].gap in ('" ', "” ", "' ", "’ ", "» "):
            return stop if words[stop].capitalised and _surname_like(words[stop].text) else at
        if not titles.joined(words[stop]):
            return at
    return at


def _surname_like(word: str) -> bool:
    return word not in lexicon.NOT_NAMES and not titles.is_role_head(word)


# --- Runs of capitalised words ------------------------------------------------------------------


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
        while i < len(words) and not words[i - 1].possessive and titles.joined(words[i]):
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
    while stop < len(words) and stop - at < 2 and titles.joined(words[stop]):
        if words[stop].text not in lexicon.PARTICLES | {"of", "for", "the", "and", "on"}:
            break
        stop += 1
    if stop == at or stop >= len(words) or not titles.joined(words[stop]):
        return None
    if not words[stop].capitalised or words[stop].text in lexicon.NOT_NAMES:
        return None
    small = [w.text for w in words[at:stop]]
    if all(s in lexicon.PARTICLES for s in small):
        return stop + 1
    before = [w.text for w in words[start:at]]
    if small == ["on"]:
        return stop + 1 if before[-1] in lexicon.BODIES else None
    if small[0] in ("of", "for") and (len(small) == 1 or small[1] == "the"):
        named = lexicon.BODIES | lexicon.PLACES | lexicon.REALMS
        return stop + 1 if before[-1] in named or titles.is_role_head(before[-1]) else None
    if small == ["and"] and _joins_fields(before, words[stop].text):
        return stop + 1
    return None


def _joins_fields(before: Sequence[str], following: str) -> bool:
    """Whether "and" stands within a name: "Ministry of Defence and Aerospace", "Minister of Water
    and Land", but not "Anna Berg and Jon Dell"."""
    if before[0] in lexicon.BODIES and "of" in before and len(before) <= 4:
        return True
    office = bool({"of", "for"} & set(before)) and any(titles.is_role_head(w) for w in before)
    return office and before[-1] in lexicon.FIELDS and following in lexicon.FIELDS


def _opens_place(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether "New" or "Great" begins a name ("New York"), not a description ("New Minister")."""
    if words[at].text not in ("New", "Great") or at + 1 >= end:
        return False
    following = words[at + 1].text.lower()
    return following not in lexicon.ROLE_MODIFIERS and following not in lexicon.ROLES


def _is_titled(words: Sequence[Word], start: int, at: int, end: int) -> bool:
    """Whether a title makes an everyday word a name: "Minister NO Kwang-chol", "Mr. Wang JUN"."""
    if words[at].text == "Peace" and start < at < end - 1:
        return titles.is_role_head(words[at + 1].text)  # "Presidential PEACE Adviser"
    reach = (1, 2) if at + 1 >= end or not words[at + 1].capitalised else (1,)
    behind = [words[at - back].text for back in reach if at - back >= start]
    titled = [
        w in lexicon.HONORIFICS or w in lexicon.SHORT_TITLES or titles.is_role_head(w)
        for w in behind
    ]
    if len(reach) == 2:  # the name's last word, its first behind the title
        return titled[-1:] == [True] and len(titled) == 2 and not titled[0]
    return titled == [True]


def _is_no_name(word: Word) -> bool:
    """Whether a word is capitalised for another reason: a sentence begins, a day, "I'm"."""
    plain = word.text.replace("’", "'").partition("'")[0]
    return word.text in lexicon.NOT_NAMES or (
        plain != word.text and (plain == "I" or plain in lexicon.NOT_NAMES)
    )


def _trim(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """Take off, and split at, words that are capitalised for another reason than being a name."""
    out: list[tuple[int, int]] = []
    begin = start
    for i in range(start, end + 1):
        if i == end or (
            _is_no_name(words[i])
            and not _opens_place(words, i, end)
            and not _is_titled(words, begin, i, end)
            and not (words[i].text in lexicon.NAMES_TOO and begin < i < end - 1)
        ):
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
    behind = _behind_office(words, start, end)
    if behind is not None:
        lead, first = behind
        role, party, role_start = titles.office_before(words, lead)
        if _is_body(words, start, lead):
            out.append(_plain(words, start, lead, segment, "institution"))
        else:
            out += _nationality(words, start, lead, segment)
        out.append(_person(text, words, first, end, segment, role, party, "u", role_start))
        return out
    field_end = _field_end(words, start, end)
    if _is_nobody(words, start, end):
        return _nationality(words, start, end, segment)
    if field_end == end and not _is_body(words, start, end):
        return _nationality(words, start, end, segment)
    title_end, gender = titles.title_end(words, start, end)
    if start < field_end and title_end <= field_end and not _is_body(words, start, end):
        out += _nationality(words, start, field_end, segment)
        role, party, role_start = titles.office_before(words, field_end)
        out.append(_person(text, words, field_end, end, segment, role, party, gender, role_start))
        return out
    if title_end == end:  # a title alone: "the Foreign Minister"
        return _nationality(words, start, end, segment)
    if title_end > start and words[title_end].text in lexicon.BODIES:
        return [_plain(words, start, end, segment, "institution")]
    if title_end > start and _no_person(words, title_end, end):
        return _nationality(words, start, end, segment)
    if title_end > start:
        first = start
        if start > 0 and words[start - 1].possessive and titles.joined(words[start]):
            first = titles.owner(words, start - 1)[1]
        else:
            first = titles.modified_from(words, start)
        out += _nationality(words, start, title_end, segment)
        role, party = titles.role_and_party(words, first, title_end)
        if role is None:
            role, party = titles.role_before_comma(text, words, start, end)
        out.append(_person(text, words, title_end, end, segment, role, party, gender, start))
        return out
    role_span = titles.lower_role_before(words, start)
    nationality, rest = _leading_nationality(words, start, end)
    if role_span is not None and not _is_body(words, start, end) and nationality is None:
        role, party = titles.role_and_party(words, role_span, start)
        out.append(_person(text, words, start, end, segment, role, party, gender, role_span))
        return out
    if nationality is not None and rest == end:
        return [_plain(words, start, end, segment, "country", adjective=whole in atlas.adjectives)]
    party = None
    if nationality is not None and not _is_body(words, rest, end) and rest < end:
        out.append(_plain(words, start, rest, segment, "country", adjective=True))
        party = out[-1].text
        start = rest
    elif start > 0 and words[start - 1].possessive and titles.joined(words[start]):
        party = titles.owner(words, start - 1)[0]
    kind = _kind(words, start, end)
    name = _plain(words, start, end, segment, kind)
    if kind in (None, "person"):
        role, beside = titles.role_after(words, end)
        if role is not None and len(name.words) == 1 and _is_located(words, start):
            role = None
        if role is None:
            role, beside = titles.role_before_comma(text, words, start, end)
        if role is not None:
            name = replace(name, kind="person", role=role, party=beside)
        before = text[max(0, name.span.start - 32) : name.span.start]
        name = replace(
            name,
            gender=_gender(words, start, end) if name.kind == "person" else name.gender,
            party=name.party or party or _party_beside(text, words, end),
            alias=_NICKNAMED.search(before) is not None,
        )
    elif kind == "institution" and nationality is not None:
        name = replace(name, party=nationality)
    out.append(name)
    return out


_OFFICE_ENDS = frozenset({"of", "for", "to", "in", "at", "on", "the"})


def _behind_office(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """Where an office ends in a run that opens with its last words, and where the name begins.

    "ambassador to CAMBODIA | Anna Berg", "director in the FOREIGN MINISTRY | Anna Berg". None for
    a run that is no such thing.
    """
    if start == 0 or end - start < 3 or not titles.joined(words[start]):
        return None
    if words[start - 1].text not in _OFFICE_ENDS or words[start].text in given_names():
        return None
    lead = _lead_end(words, start, end)
    first = lead
    while first < end and words[first].text in lexicon.HONORIFICS:
        first += 1
    if lead == start or end - first < 2 or _is_body(words, first, end):
        return None
    if words[lead].text in lexicon.PARTICLES | {"of", "for", "and", "on"}:
        return None
    return (lead, first) if titles.office_before(words, lead)[0] is not None else None


def _lead_end(words: Sequence[Word], start: int, end: int) -> int:
    """Where the country, body, field or region that opens a run ends; `start` without one."""
    for length in (5, 4, 3, 2, 1):
        whole = " ".join(w.text for w in words[start : start + length])
        if start + length < end and whole in world().names:
            return start + length
    named = lexicon.BODIES | lexicon.FIELDS | lexicon.PLACES | lexicon.REGIONS
    last = max((i for i in range(start, end) if words[i].text in named), default=None)
    if last is not None:
        return last + 1
    given = (i for i in range(start + 1, end - 1) if words[i].text in given_names())
    return next(given, start)


_COMPASS = frozenset(
    ["North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western"]
)
_LOCATING = frozenset(
    {"in", "at", "near", "from", "of", "off", "outside", "the", "The", "In", "At"}
)
_LED = regex.compile(
    r"(?:,\s\d\d)?,?\swho\s(?:\p{Ll}+\s)?(?:lead|led|head|represent|chair)(?:s|ed)?\s(?:for\s)?(?:the\s)?"
    r"(?=\p{Lu})"
)


def _is_located(words: Sequence[Word], start: int) -> bool:
    """Whether the word in front makes a single name a place: "in Tarnholm, the capital"."""
    return start > 0 and titles.joined(words[start]) and words[start - 1].text.lower() in _LOCATING


def _party_beside(text: str, words: Sequence[Word], end: int) -> str | None:
    """The country or body behind a name: Anna Berg OF VALLONIA, (Vallonia), who leads ITS team."""
    if end >= len(words):
        return None
    if words[end].gap == " (" and words[end].capitalised:
        stop = titles.name_end(words, end)
        name = " ".join(w.text for w in words[end:stop])
        closed = text[words[stop - 1].end : words[stop - 1].end + 1] == ")"
        return name if closed and (name in world().names or name.isupper()) else None
    found = _LED.match(text, words[end - 1].end)
    if found is not None:
        first = next((i for i in range(end, len(words)) if words[i].start == found.end()), end)
        return " ".join(w.text for w in words[first : titles.name_end(words, first)]) or None
    behind = titles.party_behind(words, end - 1)
    if words[end].text == "of" or (behind is not None and behind in world().names):
        return behind
    return None


def _is_nobody(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the run names an event or a text ("Tripartite SUMMIT"), or shouts: "HOME AT LAST"."""
    texts = [w.text for w in words[start:end]]
    if len(texts) < 2 or texts[0].title() in given_names():
        return False
    if texts[-1] in lexicon.EVENTS:
        # "the Union's Border Programme" is a body's, "the Peace Programme" a text.
        return not (texts[-1].startswith("Program") and _is_body(words, start, end))
    shouted = all(t.isupper() and len(t) > 1 and t.isalpha() for t in texts)
    return shouted and any(len(t) > 3 for t in texts) and not _is_body(words, start, end)


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


def _no_person(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether what stands behind a title is a field or a country: "Minister of Foreign Affairs"."""
    texts = [w.text for w in words[start:end]]
    if " ".join(texts) in world().names or " ".join(texts) in world().adjectives:
        return True
    fields = lexicon.ROLE_MODIFIERS | {"state", "and", "of", "for", "the"}
    return all(t.lower() in fields or t in lexicon.BODIES for t in texts)


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


def _plain(
    words: Sequence[Word],
    start: int,
    end: int,
    segment: int,
    kind: EntityKind | None,
    *,
    adjective: bool = False,
) -> Name:
    span = Span(words[start].start, words[end - 1].end)
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
    if end - start > MAX_NAME_WORDS:
        end = start + MAX_NAME_WORDS
    span = Span(words[start].start, words[end - 1].end)
    after, after_party = titles.role_after(words, end)
    after_party = after_party or _party_beside(text, words, end)
    if gender == "u":
        gender = _gender(words, start, end)
    return Name(
        span,
        tuple(w.text for w in words[start:end]),
        "person",
        segment,
        Span(words[full_start].start, span.end),
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
    if len(texts) > 2 and texts[1] == "of" and texts[0] in lexicon.REALMS | lexicon.PLACES:
        return "country" if texts[0] in lexicon.REALMS else "place"
    if any(t in lexicon.BODIES for t in texts):
        return "institution"
    if len(texts) > 1 and len(texts[0]) == 1 and len(texts[-1]) > 2 and not _is_place(texts):
        return "person"  # "P. Jesuraja"
    named = start > 0 and words[start - 1].text.lower() == "the" and titles.joined(words[start])
    called = texts[0] in given_names() and 2 <= len(texts) <= MAX_NAME_WORDS
    if called and not named and texts[-1] not in lexicon.PLACES:
        return "person"
    if len(texts) > 2 and any(t in lexicon.PARTICLES for t in texts[1:-1]):
        return "person"
    if _is_place(texts):
        return "place"
    if any(t.lower() in lexicon.DOCUMENTS for t in texts):
        return "document"
    if len(texts) == 1 and len(whole) > 1 and whole.isupper():
        return "institution"
    return None


def _spread_plural_roles(text: str, words: Sequence[Word], names: Sequence[Name]) -> list[Name]:
    """ "Foreign ministers Anna Berg and Jon Dell": the role goes to each of them."""
    del words
    out: list[Name] = []
    previous: Name | None = None
    for name in names:
        this = name
        if name.kind == "person" and name.role is not None:
            last = name.role.split()[-1]
            if (single := titles.singular(last)) is not None:
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
