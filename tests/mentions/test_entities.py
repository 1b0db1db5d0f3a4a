"""Who is who in an article: names, titles, countries, descriptions and pronouns."""

from __future__ import annotations

import pytest

from service import mentions
from service.language import Language
from service.records import Entity
from tests.quotations.marked import article_of


def _entities(text: str, english: Language) -> dict[str, Entity]:
    article, segments = article_of(text)
    found = mentions.find_entities(article, segments, english)
    for entity in found:
        for mention in entity.mentions:
            assert mention.span.of(text)
    return {e.name: e for e in found}


ROLES = {
    "title in front": (
        "Ruritanian Foreign Minister Anna Berg arrived.",
        ("Anna Berg", "Foreign Minister", "Ruritanian"),
    ),
    "small title in front": (
        "They met foreign minister Anna Berg on Monday.",
        ("Anna Berg", "foreign minister", None),
    ),
    "apposition behind": (
        "Jon Dell, the foreign minister of Vallonia, arrived.",
        ("Jon Dell", "foreign minister", "Vallonia"),
    ),
    "apposition in front": (
        "Vallonia's foreign minister, Jon Dell, arrived.",
        ("Jon Dell", "foreign minister", "Vallonia"),
    ),
    "honorific of the Gulf's press": (
        "HE Minister of Trade Nasser bin Khalid chaired it.",
        ("Nasser bin Khalid", "Minister of Trade", None),
    ),
    "a republic by its adjective": (
        "Minister of Energy of the Kyrgyz Republic Anna Berg arrived.",
        ("Anna Berg", "Minister of Energy", "Kyrgyz Republic"),
    ),
    "engineer": (
        "It was headed by the national delegate, Eng. Hugo Larrea, on Monday.",
        ("Hugo Larrea", None, None),
    ),
    "word of saying in a name": (
        "It was handled by Colonel Omar Said Bouh of Djibouti.",
        ("Omar Said Bouh", "Colonel", "Djibouti"),
    ),
    "known country": (
        "U.S. Secretary of State Mary Stone arrived.",
        ("Mary Stone", "Secretary of State", "U.S."),
    ),
    "a country within the office": (
        "The ambassador to Cambodia Anna Berg arrived.",
        ("Anna Berg", "ambassador to Cambodia", None),
    ),
    "a body within the office": (
        "Director for Territorial Treaties of the Foreign Ministry Anna Berg arrived.",
        ("Anna Berg", "Director for Territorial Treaties", "Foreign Ministry"),
    ),
    "an everyday word as a name": (
        "Lt. Gen. An Nam-gyu arrived.",
        ("An Nam-gyu", "Lt. Gen.", None),
    ),
    "a title as a surname": (
        "Special Secretary Anita Sen arrived.",
        ("Anita Sen", "Special Secretary", None),
    ),
    "an American spelling": (
        "Chinese State Councilor Yan Jie arrived.",
        ("Yan Jie", "State Councilor", "Chinese"),
    ),
    "plural title": (
        "Foreign ministers Pia Tann and Oro Vell left.",
        ("Oro Vell", "Foreign minister", None),
    ),
}


@pytest.mark.parametrize(("text", "expected"), ROLES.values(), ids=ROLES.keys())
def test_role_and_party(
    text: str, expected: tuple[str, str, str | None], english: Language
) -> None:
    """The role and the party are those that stand beside the name, without being part of it."""
    name, role, party = expected
    person = _entities(text, english)[name]
    assert (person.kind, person.role, person.party) == ("person", role, party)


def test_whose_delegation_is_led_is_a_body(english: Language) -> None:
    """Whatever somebody leads the delegation of is nobody."""
    text = "Anna Berg led the team of the government, and Ansar Allah's was led by Jon Dell."
    assert _entities(text, english)["Ansar Allah"].kind == "institution"


def test_surname_belongs_to_the_full_name(english: Language) -> None:
    """A surname alone, before or after, is a mention of the person."""
    text = "Berg was late. Anna Berg of Ruritania came by train. Mr. Dell met Berg."
    person = _entities(text, english)["Anna Berg"]
    assert [m.span.of(text) for m in person.mentions] == ["Berg", "Anna Berg", "Berg"]


def test_minister_of_foreign_affairs_is_no_person(english: Language) -> None:
    """The field of an office is not taken for a name."""
    found = _entities("The Minister of Foreign Affairs of Ruritania left.", english)
    assert not [e for e in found.values() if e.kind == "person"]


def test_countries_by_name_and_adjective(english: Language) -> None:
    """A country's name and its adjective are one entity, named by the name."""
    text = "The Armenian side agreed. Armenia will reply."
    country = _entities(text, english)["Armenia"]
    assert country.kind == "country"
    assert [m.form for m in country.mentions] == ["nominal", "name"]


def test_the_minister_is_the_person(english: Language) -> None:
    """A definite description goes to the person with that role."""
    text = "Foreign Minister Jon Dell arrived. The minister was tired."
    person = _entities(text, english)["Jon Dell"]
    assert "The minister" in [m.span.of(text) for m in person.mentions]


def test_she_is_not_the_man(english: Language) -> None:
    """Pronouns follow the gender that titles and given names tell."""
    text = "Anna Berg met John Dell. She was late."
    people = _entities(text, english)
    assert "She" in [m.span.of(text) for m in people["Anna Berg"].mentions]
    assert "She" not in [m.span.of(text) for m in people["John Dell"].mentions]


def test_unnamed_source(english: Language) -> None:
    """A source without a name is an entity of its own."""
    found = _entities("A senior official said so.", english)
    assert found["A senior official"].kind == "unnamed"


def test_excluded_segments_name_nobody(english: Language) -> None:
    """Names in captions and teasers are not people of the story."""
    article, segments = article_of("Anna Berg arrived.\n\nRead more: Jon Dell wins a prize.")
    marked = tuple(
        s if s.span.start == 0 else s.__class__(s.id, s.span, s.paragraph, "teaser")
        for s in segments
    )
    names = {e.name for e in mentions.find_entities(article, marked, english)}
    assert "Anna Berg" in names
    assert "Jon Dell" not in names


PARTIES = {
    "possessor of two words": (
        "The Czech Republic's special envoy, Ada Novak, arrived.",
        ("Ada Novak", "special envoy", "Czech Republic"),
    ),
    "nationality of two words": (
        "The Greek Cypriot leader, Andreas Pavlou, arrived.",
        ("Andreas Pavlou", "leader", "Greek Cypriot"),
    ),
    "office with its field": (
        "Pia Tann, Vallonia's minister for regional affairs, arrived.",
        ("Pia Tann", "minister for regional affairs", "Vallonia"),
    ),
    "head of a body, behind its owner": (
        "The head of Ruritania's State Security Council, Jon Dell, said no.",
        ("Jon Dell", "head", "Ruritania"),
    ),
    "deputy, in small letters": (
        "Ruritania's deputy trade minister, Jon Dell, said no.",
        ("Jon Dell", "deputy trade minister", "Ruritania"),
    ),
    "chief negotiator for a body": (
        "Jon Dell, chief negotiator for the Vallonian Front, said no.",
        ("Jon Dell", "chief negotiator", "Vallonian Front"),
    ),
    "who leads the delegation": (
        "Jon Dell, who leads the Vallonian delegation, said no.",
        ("Jon Dell", None, "Vallonian"),
    ),
    "of a country": ("They heard Anna Berg of Ruritania.", ("Anna Berg", None, "Ruritania")),
    "country in brackets": (
        "It was chaired by Anna Berg (Canada).",
        ("Anna Berg", None, "Canada"),
    ),
    "counterpart": (
        "Foreign Minister Anna Berg met her Vallonian counterpart, Jon Dell, on Monday.",
        ("Jon Dell", "Foreign Minister", "Vallonian"),
    ),
    "the country owns no one": (
        "The country's water minister, Jon Dell, said no.",
        ("Jon Dell", "water minister", None),
    ),
}


@pytest.mark.parametrize(("text", "expected"), PARTIES.values(), ids=PARTIES.keys())
def test_party(text: str, expected: tuple[str, str | None, str | None], english: Language) -> None:
    """A person's country or body is read in full, from any of the places where news puts it."""
    name, role, party = expected
    person = _entities(text, english)[name]
    assert (person.kind, person.party) == ("person", party)
    assert (person.role or "").startswith(role or "")


NOBODY = {
    "a town": "The talks in Tarnholm ended. Tarnholm was cold.",
    "a country unknown to us": "Vallonia's chief negotiator, Jon Dell, said Vallonia would wait.",
    "a country with its adjective": (
        "Vesna and Korostan said on Monday that they would go on. The Korostani envoy, Jon Dell,"
        " agreed."
    ),
    "people of a kind": "Rebels in eastern Vallonia said on Monday that Jon Dell had left.",
    "an event": "They came to the Tarnholm Summit after the Coral Cup.",
    "a meeting of commanders": "The 8th Corps Commander Level Meeting ended, Jon Dell said.",
    "a town, and the title of the next name": "In Tarnholm, farmer Jon Dell said no.",
    "a city behind the news": "Envoy Jon Dell speaks to the press in Sleman, Tarnholm. (MP/Photo)",
    "shouting": "HAVE AGREED to meet Jon Dell again.",
    "a gulf": "Fishing in the Gulf of Torrin, Foreign Minister Jon Dell said, would go on.",
    "a newspaper": "He told The Tarnholm Ledger, Jon Dell said.",
    "a bridge": "They will open the Torrin bridge, Jon Dell said.",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_no_bogus_person(text: str, english: Language) -> None:
    """Towns, countries, events and outlets are not taken for people."""
    people = [e.name for e in _entities(text, english).values() if e.kind == "person"]
    assert set(people) <= {"Jon Dell"}


SAME = {
    "spelt in two ways": "Al-Hassan Al-Amin Bashir left. Later Hassan al-Amin Bashir said no.",
    "with and without accents": "José Peña-Ruiz left. Jose Pena-Ruiz said no.",
    "the last two of three names": "Envoy Peter Lado Wani left. Lado Wani said no.",
    "the first two of three names": "Envoy Girma Tade Wolde left. Girma Tade said no.",
    "half of a hyphened surname": "Envoy Rosa Marin-Tan left. Marin said no.",
    "a nickname in the name": 'Envoy Adjoa "Mama Storm" Teme left. Teme said no.',
    "a nickname given": 'Adjoa Teme, whom everybody calls "Mama Storm", left. Teme said no.',
    "broken over lines": (
        "The talks that ended on Monday were attended by the minister, Hon. Josephat\n"
        "Haimbodi, and by many other guests from the region around the lake. Haimbodi said no."
    ),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_one_person(text: str, english: Language) -> None:
    """The forms and spellings of a name in one article are one person."""
    people = [e for e in _entities(text, english).values() if e.kind == "person"]
    assert len(people) == 1
    assert len([m for m in people[0].mentions if m.form == "name"]) == 2


def test_whoever_else_led_is_a_person(english: Language) -> None:
    """An unusual name is a person's where the verb before it is of leading a delegation."""
    text = "The A team was led by General Anna Berg, and that of the FLA by Mossa Ag Alhader."
    assert _entities(text, english)["Mossa Ag Alhader"].kind == "person"
