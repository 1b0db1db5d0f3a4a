"""Telling that "Armenian", "Armenia" and "Yerevan" are one party, for any country.

Real countries come from the world list that mentions are found with; others, and bodies, are
compared by their stems, so that an unlisted "Marovia" is still the party of a "Marovian minister".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

SPELLINGS = {
    "kiev": "kyiv", "kharkov": "kharkiv", "lvov": "lviv", "odessa": "odesa", "tiflis": "tbilisi",
    "peking": "beijing", "rangoon": "yangon", "calcutta": "kolkata", "bombay": "mumbai",
    "astana": "astana", "nursultan": "astana", "nur-sultan": "astana", "sanaa": "sana'a",
    "jiddah": "jeddah", "geneve": "geneva", "genf": "geneva", "wien": "vienna", "roma": "rome",
    "washington dc": "washington", "washington d c": "washington", "new york city": "new york",
}  # fmt: skip
# Letters that have no decomposition.
PLAIN = str.maketrans("đĐðÐøØłŁıħĦ", "dDdDoOlLihH", "") | str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Names compared lately: merging compares the same few names over and over.
REMEMBERED = 50_000
ARTICLES = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
ENDINGS = re.compile(
    r"(?:ians?|eans?|ans?|ese|ish|is|ns|i|ia|ya|a|e|o|y|land|landers?|stani|stan|ic|ch|s)$"
)


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Lower case without accents, marks and leading article."""
    text = unicodedata.normalize("NFKD", text.translate(PLAIN))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    text = re.sub(r"['’]s?\b", "", text)
    text = re.sub(r"[^\w\s-]", " ", text)
    text = ARTICLES.sub("", re.sub(r"\s+", " ", text).strip())
    return SPELLINGS.get(text, text)


@cache
def world() -> dict[str, str]:
    """Folded names, adjectives and capitals of the world's countries, each to its name."""
    table: dict[str, str] = {
        "eu": "European Union", "european union": "European Union", "brussels": "European Union",
        "un": "United Nations", "u n": "United Nations", "united nations": "United Nations",
        "au": "African Union", "african union": "African Union",
        "faroese": "Faroe Islands", "faroe islands": "Faroe Islands",
        "greenlandic": "Greenland", "greenland": "Greenland", "hong kong": "Hong Kong",
        "pope": "Vatican", "holy see": "Vatican", "u s": "United States", "us": "United States",
    }  # fmt: skip
    listed = resources.files("service.mentions").joinpath("countries.txt")
    if not listed.is_file():
        return table
    for line in listed.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, adjectives, _capital, *others = [part.strip() for part in line.split("|")]
        for word in [
            name,
            *adjectives.split(","),
            *(o for more in others for o in more.split(",")),
        ]:
            if word.strip():
                table.setdefault(fold(word), name)
    return table


@cache
def adjectives() -> frozenset[str]:
    """Folded adjectives of the world's countries that name no place themselves."""
    listed = resources.files("service.mentions").joinpath("countries.txt")
    told: set[str] = set()
    names: set[str] = set(capitals())
    for line in listed.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, own, _capital, *others = [part.strip() for part in line.split("|")]
            told |= {fold(word) for word in own.split(",") if word.strip()}
            names |= {fold(word) for more in (name, *others) for word in more.split(",")}
    return frozenset(told - names)


@cache
def capitals() -> dict[str, str]:
    """Folded names of the world's seats of government, each to its country."""
    table: dict[str, str] = {}
    listed = resources.files("service.mentions").joinpath("countries.txt")
    if not listed.is_file():
        return table
    for line in listed.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _adjectives, capital, *_ = [part.strip() for part in line.split("|")]
        for word in capital.split(","):
            if word.strip():
                table.setdefault(fold(word), name)
    return table


@cache
def capital_names() -> dict[str, str]:
    """Each country's seat of government, by its folded name."""
    table: dict[str, str] = {}
    for country, (capital, *_) in ((c, caps) for c, caps in listed_capitals()):
        table[fold(country)] = capital
    return table


def seat(name: str) -> str:
    """The country for its seat of government, else the name as it stands; Brussels is a union's."""
    return name if is_country(name) else capitals().get(fold(name), name)


def listed_capitals() -> list[tuple[str, list[str]]]:
    listed = resources.files("service.mentions").joinpath("countries.txt")
    rows: list[tuple[str, list[str]]] = []
    for line in listed.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _adjectives, capital, *_ = [part.strip() for part in line.split("|")]
            rows.append((name, [c.strip() for c in capital.split(",") if c.strip()] or [name]))
    return rows


def capital_of(country: str) -> str | None:
    """The seat of government of a country named by name or adjective."""
    known = world().get(fold(country))
    return capital_names().get(fold(known)) if known else None


def is_country(text: str) -> bool:
    return fold(text) in world()


def is_adjective(name: str) -> bool:
    """Whether a name is a nationality, as in "the Swiss town"."""
    return fold(name) in adjectives()


UNIONS = frozenset({"european union", "united nations", "african union"})


def is_state(text: str) -> bool:
    """Whether a name is a country's, not that of a union of countries."""
    return is_country(text) and fold(display(text)) not in UNIONS


BODY = re.compile(r"(?:The|Royal|Government|Republic|Kingdom|State|Ministry|Embassy|Department)")


def state_in(phrase: str) -> str | None:
    """The country that a longer name speaks of: "Government of the Kingdom of Jordan"."""
    words = phrase.split()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            before = words[start - 1] if start else ""
            # "East New Britain" is not Britain.
            longer = before[:1].isupper() and not BODY.fullmatch(before)
            if name[:1].isupper() and not longer and is_state(name):
                return display(name)
    return None


@lru_cache(maxsize=REMEMBERED)
def party(text: str) -> str:
    """One key for all ways of naming a country or body."""
    folded = fold(text)
    known = world().get(folded)
    if known is not None:
        return fold(known)
    stem = ENDINGS.sub("", folded)
    return stem if len(stem) >= 4 else folded


def same_party(one: str, other: str) -> bool:
    return same_key(party(one), party(other))


@lru_cache(maxsize=REMEMBERED)
def same_key(a: str, b: str) -> bool:
    """Whether two party keys are one party's: "kivari" is the "kivari liberation front".

    Countries of the world are only ever themselves, so that Niger is not Nigeria.
    """
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    if a in known_keys() and b in known_keys():
        return False
    return min(len(a), len(b)) >= 5 and (a.startswith(b) or b.startswith(a))


@cache
def known_keys() -> frozenset[str]:
    return frozenset(fold(name) for name in world().values())


def display(text: str) -> str:
    """The name to show: a country's name for its adjective, else the words as they stand."""
    return world().get(fold(text), ARTICLES.sub("", text.strip()))


PARTICLES = re.compile(r"\b(?:al|el|ul|as|ad|an|ash|ar)[\s-]+(?=\w)|-")
JOINED = re.compile(r"\b(ben|bin|ibn|abu|ould)\s+(?=\w)")
SERVANT = re.compile(r"\babd(?:[aeu][lrnszd])?[\s-]*(?=\w{3})")  # Abdul-, Abd al-, Abdur-
# One sound in the Latin spellings of names from other scripts: Soufi, Sufi; Obaidi, Ubaidi.
SOUNDS = (("ph", "f"), ("kh", "k"), ("q", "k"), ("ck", "k"), ("dj", "j"), ("ou", "u"), ("oo", "u"),
          ("ee", "i"), ("o", "u"), ("e", "i"), ("y", "i"))  # fmt: skip


def sounded(word: str) -> str:
    """A name's word as it sounds, for comparing transliterations."""
    for spelled, sound in SOUNDS:
        word = word.replace(spelled, sound)
    return re.sub(r"(.)\1+", r"\1", word).rstrip("aiuh") or word


@lru_cache(maxsize=REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    plain = SERVANT.sub("abd", PARTICLES.sub(" ", fold(name)))
    return tuple(JOINED.sub(r"\1", plain).split())


@lru_cache(maxsize=REMEMBERED)
def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: equal surnames, and given names that don't clash.

    Names are compared as they sound, without the article and with "ben" joined, so that
    transliterations of one name agree.
    """
    a, b = name_words(one), name_words(other)
    if not a or not b:
        return False
    if "".join(a) == "".join(b):
        return True  # Sistani-Nejad, Sistaninejad
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    heard, all_heard = [sounded(w) for w in short], [sounded(w) for w in long]
    if heard == all_heard or (len(short) >= 2 and set(heard) <= set(all_heard)):
        return True
    if len(short) == 1:
        return len(short[0]) > 3 and heard[0] in all_heard
    if heard[-1] != all_heard[-1]:
        return False
    first, other_first = heard[0], all_heard[0]
    initial = 1 in (len(a[0]), len(b[0]))
    return first == other_first or (a[0][:1] == b[0][:1] and initial) or near(first, other_first)


def near(one: str, other: str) -> bool:
    """Whether two given names differ by one letter, as Ceyhun and Jeyhun do."""
    unlike = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= GIVEN and unlike == 1


GIVEN = 5  # letters: shorter given names that differ by one are often two people's


@lru_cache(maxsize=REMEMBERED)
def same_place(one: str, other: str) -> bool:
    """Spellings of one place, or a place with its country or state added."""
    a, b = fold(one), fold(other)
    return (
        a == b
        or a.split(",")[0] == b.split(",")[0]
        or a.startswith(b + " ")
        or b.startswith(a + " ")
    )
