"""Days, places, hosts and people of a round, by the many ways in which reports tell them."""

from __future__ import annotations

from datetime import date

import pytest

from service import rounds
from service.records import Round
from service.rounds import parties
from tests.rounds.conftest import Read

LEAD = "Norland and Sudmark held talks in Tarnholm on Thursday. "


def main_round(read: Read, text: str, published: date | None = date(2024, 3, 8)) -> Round:
    return rounds.merge([read(text, "a1", published)]).rounds[0]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "Norland and Sudmark ended talks in Tarnholm on Thursday. Erik Lund told reporters on "
            "Friday that he was content.",
            date(2024, 3, 7), date(2024, 3, 7),
        ),
        (
            "Good morning from Tarnholm, where delegates arrive for the third and final day of "
            "talks on a fund.",
            date(2024, 3, 6), date(2024, 3, 8),
        ),
        (
            "The third round of negotiations between Norland and Sudmark concluded on Friday, "
            "after four working days.",
            date(2024, 3, 5), date(2024, 3, 8),
        ),
        (
            "A summit of Norland and Sudmark was held in Tarnholm on 7 March 2024. The leaders "
            "took note of the meeting of ministers held on 4 and 5 March.",
            date(2024, 3, 7), date(2024, 3, 7),
        ),
        (
            "Norland and Sudmark wrapped up their talks on Thursday, both sides said on Friday.",
            date(2024, 3, 7), date(2024, 3, 7),
        ),
        (
            "Erik Lund spoke in Ostvik on Friday, two days after the talks of Norland and Sudmark.",
            date(2024, 3, 6), date(2024, 3, 6),
        ),
        (
            "The ministers of Norland and Sudmark have been holding talks in Tarnholm since "
            "Tuesday. The talks concluded on Thursday.",
            date(2024, 3, 5), date(2024, 3, 7),
        ),
        (
            "Talks between Norland and Sudmark opened in Tarnholm on Tuesday and closed two days "
            "later.",
            date(2024, 3, 5), date(2024, 3, 7),
        ),
        (
            "Talks between Norland and Sudmark entered a third day on Friday.",
            date(2024, 3, 6), date(2024, 3, 8),
        ),
        (
            "Norland and Sudmark on Friday agreed to keep the crossing open, at the conclusion of "
            "a three-day meeting in Tarnholm.",
            date(2024, 3, 6), date(2024, 3, 8),
        ),
        (
            "A week of talks between Norland and Sudmark ended on Friday.",
            date(2024, 3, 4), date(2024, 3, 8),
        ),
        (
            "On 4–5 March 2024 consultations of Norland and Sudmark were held in Tarnholm.",
            date(2024, 3, 4), date(2024, 3, 5),
        ),
    ],
)  # fmt: skip
def test_days(read: Read, text: str, start: date, end: date) -> None:
    """The days are the talks', not those of comments, or of other meetings."""
    talks = main_round(read, text)
    assert (talks.start, talks.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Delegates of Norland and Sudmark met in the oasis town of Ghurat on Thursday.", "Ghurat"),
        ("Norland and Sudmark met in Tarnholm to discuss the situation in Ghurat.", "Tarnholm"),
        ("OSTVIK, March 8 (Wire) - Norland and Sudmark ended their talks on Friday.", "Ostvik"),
    ],
)
def test_town(read: Read, text: str, town: str) -> None:
    """A town need not be known to be found, and what the talks are about is not their place."""
    place = main_round(read, text).place
    assert place is not None
    assert place.value == town


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("They opened on Tuesday in the Palace of the Pioneers.", "Palace of the Pioneers"),
        ("The delegations met at the old fish market.", "old fish market"),
        (
            "The sides held the session at the Savannah conference centre.",
            "Savannah conference centre",
        ),
        (
            "The ministers met at the Pioneer Palace's working office.",
            "Pioneer Palace's working office",
        ),
    ],
)
def test_venue(read: Read, sentence: str, venue: str) -> None:
    """A building where something of the talks took place is their venue."""
    found = main_round(read, LEAD + sentence).venue
    assert found is not None
    assert found.value == venue


@pytest.mark.parametrize(
    ("sentence", "host"),
    [
        ("The meeting was held at the kind invitation of the Government of the Kingdom of Jordan.",
         "Jordan"),
        ("Both sides thanked the Republic of Finland for its warm hospitality.", "Finland"),
        ("Jordan's foreign minister, Samir Haddad, hosted the talks.", "Jordan"),
    ],
)  # fmt: skip
def test_host(read: Read, sentence: str, host: str) -> None:
    """Whoever invited, or is thanked for a welcome, is the host."""
    found = main_round(read, LEAD + sentence).host
    assert found is not None
    assert found.value == host


@pytest.mark.parametrize(
    "sentence",
    [
        "The opposition Alliance was represented by lawmaker Marta Olsen.",
        "The Liberal Party sent its president, Marta Olsen.",
        "The Norland side was chaired by Deputy Minister Marta Olsen.",
        "The Norland delegation, comprising Captain Marta Olsen, left by train.",
        "Signing were Marta Olsen, the minister of reconciliation; and Gen. Hugo Brandt.",
        "Defence Minister Marta Olsen formed part of the Norland delegation.",
    ],
)
def test_who_sat_at_the_table(read: Read, sentence: str) -> None:
    """Leading, being sent, signing and being part of a delegation are taking part."""
    assert "Marta Olsen" in [p.name for p in main_round(read, LEAD + sentence).participants]


@pytest.mark.parametrize(
    "sentence",
    [
        "A smaller faction led by Marta Olsen was invited but did not send a delegation.",
        "Marta Olsen, who led the delegation at the first round, said that she was glad.",
        "Marta Olsen, a professor of law, said that the text was weak.",
        "Lorries may use the road between Marta Olsen and Ostvik again.",
        "The 2018 deal between Marta Olsen and Hugo Brandt never came into force.",
        "The teams, led by Marta Olsen and Hugo Brandt, will begin drafting on Monday.",
        "The talks between President Marta Olsen's government and the rebels went on.",
        "Former chief negotiator Marta Olsen was not part of the delegation this time.",
    ],
)
def test_who_did_not(read: Read, sentence: str) -> None:
    """Leading a faction, an earlier round and a comment from outside are not taking part."""
    talks = main_round(read, LEAD + sentence)
    present = [*talks.participants, *talks.mediators, *talks.attendees]
    assert "Marta Olsen" not in [p.name for p in present]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland's Ambassador to Sudmark Marta Olsen was also present at the meeting.",
        "Mayor Marta Olsen delivered welcome remarks at the opening session.",
        "Deputy Minister Marta Olsen received both delegations on Thursday.",
    ],
)
def test_who_only_attended(read: Read, sentence: str) -> None:
    """Being there beside the delegates, a welcome and a courtesy call are no negotiating."""
    told = "Erik Lund led the Norland delegation and Hugo Brandt the Sudmark delegation. "
    talks = main_round(read, LEAD + told + sentence)
    assert [p.name for p in talks.attendees] == ["Marta Olsen"]


def test_observers_named_together(read: Read) -> None:
    """Of bodies named in one breath all observed, and none is a side."""
    told = "Representatives of the African Union, the World Bank and Japan took part as observers."
    talks = main_round(read, LEAD + told)
    assert {a.name for a in talks.attendees} == {"African Union", "World Bank", "Japan"}


def test_mediators_named_together(read: Read) -> None:
    """Of countries named in one breath all mediated."""
    talks = main_round(read, LEAD + "The talks were mediated by Norway, Kenya and Qatar.")
    assert {m.name for m in talks.mediators} == {"Norway", "Kenya", "Qatar"}


def test_what_was_agreed_before_is_no_agreement(read: Read) -> None:
    """ "As agreed by the presidents, the delegations met" agrees to nothing new."""
    text = LEAD + "As agreed by the two presidents, both sides discussed the use of force."
    talks = main_round(read, text)
    assert "agreed" not in [s.status for s in (*talks.outcomes, *talks.open_issues)]


def test_a_failure_to_agree_is_no_mere_announcement(read: Read) -> None:
    """A lead that also names the next meeting reports one that was held, broken lines or not."""
    text = (
        "OSTVIK, March 8 (Wire) - Officials of Norland and Sudmark failed\nto agree on Friday on "
        "the reunions, but will meet again\non March 20 in Tarnholm.\n\nThe contact was the first "
        "of its kind this year, officials of both sides said."
    )
    held = [r for r in rounds.merge([read(text)]).rounds if r.state == "held"]
    assert [r.end for r in held] == [date(2024, 3, 8)]


def test_a_length_told_elsewhere_lengthens_a_single_day(read: Read) -> None:
    """One report has only the last day, another that there were four."""
    one = read("Norland and Sudmark held talks in Tarnholm on Friday.", "m")
    other = read("Four days of talks between Norland and Sudmark in Tarnholm are over.", "n", None)
    talks = rounds.merge([one, other]).rounds[0]
    assert (talks.start, talks.end) == (date(2024, 3, 5), date(2024, 3, 8))


def test_who_gives_a_dinner_is_no_host(read: Read) -> None:
    """A dinner for the delegations is not the meeting."""
    assert main_round(read, LEAD + "Finland hosted a dinner for the delegations.").host is None


def test_a_joint_text_that_failed_is_no_agreement(read: Read) -> None:
    """ "failed to agree on a joint statement" agrees to nothing."""
    text = LEAD + "The two sides again failed to agree on a joint statement on the use of force."
    talks = main_round(read, text)
    listed = [*talks.outcomes, *talks.open_issues, *talks.next_steps]
    assert listed
    assert "agreed" not in [s.status for s in listed]


def test_an_observer_attends(read: Read) -> None:
    """An observer sits in and does not negotiate."""
    talks = main_round(read, LEAD + "India sent an observer, Vikram Rao, to the talks.")
    assert [p.name for p in talks.attendees] == ["Vikram Rao"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hassan al-Amin Bashir", "Al-Hassan Al-Amin Bashir"),
        ("Abdurrahman Sufi", "Abd al-Rahman al-Soufi"),
        ("Karim Benslimane", "Karim Ben Slimane"),
        ("Hisham Naji Al-Obaidi", "Hisham Al-Ubaidi"),
        ("P. Holder", "Philippa Holder"),
        ("Dang Thi Hong Van", "Hong Van Dang"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Names agree as they sound."""
    assert parties.same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Erik Lund", "Anna Lund"), ("Erik Lund", "Erik Land"), ("Karim Said", "Karima Sayeh")],
)
def test_names_of_two(one: str, other: str) -> None:
    """A surname in common, or a letter apart, makes nobody one person."""
    assert not parties.same_person(one, other)


SECOND = "Ministers of Norland and Sudmark sat down in Tarnholm: Rosa Vidal with Erik Lund."
FIRST = "Norland and Sudmark ended talks in Tarnholm. Erik Lund met Rosa Vidal. "


def test_reports_weeks_apart_are_two_rounds(read: Read) -> None:
    """The same people and town, but reports six weeks apart."""
    merged = rounds.merge(
        [read(FIRST, "m", date(2024, 3, 8)), read(SECOND, "n", date(2024, 4, 19))]
    )
    assert len({*merged.round_of_article.values()}) == 2


def test_reports_of_other_talks_on_the_same_day_stay_apart(read: Read) -> None:
    """A common day alone makes no common round."""
    other = "Peru and Bolivia held talks in Ostvik on Friday. Ana Paz met Luis Rey in the port."
    merged = rounds.merge([read(FIRST, "m"), read(other, "n")])
    assert len({*merged.round_of_article.values()}) == 2


def test_a_day_before_the_talks_does_not_part_their_reports(read: Read) -> None:
    """Briefings on the day before are another meeting, but make no earlier round of the next."""
    one = read(FIRST + "The talks on March 7-8 were preceded by briefings on March 6.", "m")
    other = read(FIRST + "The talks were held on March 7 and 8.", "n")
    assert len({*rounds.merge([one, other]).round_of_article.values()}) == 1


def test_an_article_that_only_announces_a_round_does_not_report_it(read: Read) -> None:
    """Its id is not among those that report the later round."""
    early = read(FIRST + "They will meet again in Ostvik on March 20.", "m", date(2024, 3, 8))
    late = read(FIRST.replace("Tarnholm", "Ostvik on March 20"), "n", date(2024, 3, 21))
    by_day = {r.start: r.articles for r in rounds.merge([early, late]).rounds if r.state == "held"}
    assert by_day[date(2024, 3, 20)] == ("n",)


def test_a_dateline_takes_its_year_from_the_other_articles(read: Read) -> None:
    """ "OSTVIK, March 8 (Wire)" is of the year of the report beside it."""
    wire = "OSTVIK, March 8 (Wire) - Norland and Sudmark ended talks on Friday, officials said."
    dated = read("Norland and Sudmark ended talks in Ostvik on Friday.", "m", date(2024, 3, 9))
    talks = rounds.merge([dated, read(wire, "n", None)]).rounds[0]
    assert (talks.end, talks.articles) == (date(2024, 3, 8), ("m", "n"))


@pytest.mark.parametrize(
    "dateline",
    [
        "OSTVIK. March 8 (Northern Wire) - ",
        "OSTVIK, MARCH 8, NORPRESS. ",
        "Ostvik, March 8: ",
        "OSTVIK, Sudmark—",
    ],
)
def test_a_town_stands_in_every_form_of_dateline(read: Read, dateline: str) -> None:
    """Where nothing else names one, the report was filed from the talks."""
    talks = main_round(read, dateline + "The ministers of Peru and Chad ended talks on Friday.")
    assert talks.place is not None
    assert talks.place.value == "Ostvik"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The talks, in the Swiss town of Tarnholm, ended on Friday.", "Tarnholm"),
        ("The talks in Swiss Tarnholm ended on Friday.", "Tarnholm"),
        ("Peru and Chad took part in the Tarnholm-hosted talks on Friday.", "Tarnholm"),
        ("The talks in Tarnholm on the war in Syria and peace in Yemen ended.", "Tarnholm"),
    ],
)
def test_a_town_is_named_as_towns_are(read: Read, text: str, place: str) -> None:
    """Without the nationality before it or the verb after it, and never by what is talked about."""
    talks = main_round(read, text)
    assert talks.place is not None
    assert talks.place.value == place


def test_a_full_date_is_background_where_the_opening_leaves_the_year_out(read: Read) -> None:
    """A report without a date of its own gives no round the year of an earlier one."""
    text = (
        "Norland and Sudmark wrapped up seven days of talks in Tarnholm on Monday. The talks "
        "began on March 4. The ministers shook hands. They said little. Nobody smiled. It rained. "
        "On March 10, 2013, Norland and Sudmark signed an interim deal in Ostvik."
    )
    assert main_round(read, text, None).start is None


def test_an_earlier_hour_is_no_earlier_round(read: Read) -> None:
    """ "Earlier in the day" is the day of the report."""
    text = "The meeting of Norland and Sudmark, held earlier in the day in Tarnholm, agreed little."
    talks = main_round(read, text)
    assert (talks.state, talks.place and talks.place.value) == ("held", "Tarnholm")


def test_the_building_where_a_meeting_was_held(read: Read) -> None:
    """It is named before "where Friday's meeting was held", whatever leads up to it."""
    text = (
        LEAD + "Lund said that the House of Friendship, where Thursday’s meeting was held, is old."
    )
    venue = main_round(read, text).venue
    assert venue is not None
    assert venue.value == "House of Friendship"


def test_one_given_name_in_two_spellings_is_one_person(read: Read) -> None:
    """Outlets write Ceyhun and Jeyhun; a foreign minister is listed once."""
    one = "Sudmark's Foreign Minister Ceyhun Varga met Norland's Prime Minister Erik Lund in Oslo."
    other = one.replace("Ceyhun", "Jeyhun")
    talks = rounds.merge([read(one, "m"), read(other, "n")]).rounds[0]
    assert len(talks.participants) == 2


def test_the_united_states_says_nothing_by_its_name(read: Read) -> None:
    """ "States" is no verb of saying: who said it stands at the end of the sentence."""
    text = (
        "OSTVIK, March 8 (Wire) - The United States and Sudmark have reached a draft agreement on "
        "prisoners after talks in Ostvik, envoy Erik Lund said on Friday."
    )
    assert [s.by for s in main_round(read, text).outcomes] == ["Erik Lund"]


def test_a_day_of_war_is_no_day_of_recalled_talks(read: Read) -> None:
    """ "Months of talks … since the attacks of October 7" gives those talks no date."""
    text = LEAD + (
        "An earlier round of talks in Ostvik broke down without ending the war that began with the "
        "attack on Sudmark on October 7, 2023."
    )
    days = {r.start for r in rounds.merge([read(text, "a1")]).rounds}
    assert date(2023, 10, 7) not in days


def test_a_resort_town_is_no_building(read: Read) -> None:
    """The lakeside resort of Tarnholm is where the talks were, not what they were held in."""
    text = "Norland and Sudmark held talks in the Swiss Alpine resort of Tarnholm on Thursday."
    talks = main_round(read, text)
    assert (talks.venue, talks.place and talks.place.value) == (None, "Tarnholm")


def test_a_term_in_a_text_without_date_is_no_day_of_the_talks(read: Read) -> None:
    """ "As it was when the ceasefire was reached on July 28, 2025" dates no meeting."""
    text = (
        "The meeting of Norland and Sudmark, held in Tarnholm, ended well. Both sides shook hands. "
        "They were content. It was late. Nobody spoke. Troops stay where they were at the time "
        "the truce was reached at 24:00 hours (local time) on July 28, 2025."
    )
    assert main_round(read, text, None).end is None


def test_an_island_is_the_place_though_the_report_was_filed_at_home(read: Read) -> None:
    """A country that the talks are said to be in comes before a capital that only files."""
    text = (
        "CARACAS, March 8. /NORPRESS/. The delegation of the government has arrived. On March 6, a "
        "new round of talks kicked off in Barbados. The talks in Barbados go on."
    )
    place = main_round(read, text).place
    assert place is not None
    assert place.value == "Barbados"


def test_talks_that_went_on_are_those_that_ended(read: Read) -> None:
    """A report from within a week of talks is of the round that a later one sees end."""
    during = (
        "Erik Lund of Norland and Rosa Vidal of Sudmark have been locked in talks in Tarnholm since"
        " March 4, 2024, officials said."
    )
    after = (
        "Erik Lund of Norland and Rosa Vidal of Sudmark signed a truce in Tarnholm on March 14 as "
        "their talks ended."
    )
    merged = rounds.merge([read(during, "m", None), read(after, "n", date(2024, 3, 14))])
    assert [r.articles for r in merged.rounds if r.state == "held"] == [("m", "n")]


def test_a_town_is_named_without_its_country(read: Read) -> None:
    """ "Italy's Rome" is Rome."""
    place = main_round(read, "Norland and Sudmark ended talks in Italy's Rome on Friday.").place
    assert place is not None
    assert place.value == "Rome"


def test_a_nationality_of_two_words_is_whole(read: Read) -> None:
    """A South Sudanese president is not Sudan's."""
    text = (
        "South Sudanese President Jon Dell and Kenyan President Anna Berg ended talks in Oslo on "
        "Friday."
    )
    sides = {p.name: p.party for p in main_round(read, text).participants}
    assert sides["Jon Dell"] == "South Sudan"


@pytest.mark.parametrize(
    "text",
    [
        "In the talks Norland's team was led by Erik Lund, and Sudmark's by President Jon Dell's "
        "chief envoy, Anna Berg.",
        "Erik Lund met Anna Berg, adviser to Sudmark's Prime Minister Jon Dell, in Ostvik.",
        "Erik Lund met Anna Berg in Ostvik. They asked for talks at the level of Presidents Jon "
        "Dell and Ivo Kern.",
        "Jon Dell — Erik Lund met Anna Berg in Ostvik.",
    ],
)
def test_whoever_a_name_only_describes_was_not_there(read: Read, text: str) -> None:
    """A president's envoy, a premier's adviser and the dateline are no presidents at the table."""
    there = {p.name for p in main_round(read, text).participants}
    assert "Jon Dell" not in there
    assert "Anna Berg" in there


def test_the_host_is_not_the_mediator_beside_it(read: Read) -> None:
    """ "Hosted by Qatar with Turkey acting as mediator": each does its own part."""
    text = LEAD + "The talks, hosted by Qatar with Turkey acting as mediator, lasted 13 hours."
    talks = main_round(read, text)
    assert (talks.host and talks.host.value) == "Qatar"
    assert "Turkey" in {m.name for m in talks.mediators}


def test_an_envoy_for_a_country_is_its_senders(read: Read) -> None:
    """The UN's envoy for Syria is no Syrian, and a truce brokered by others makes none mediate."""
    text = (
        "UN Special Envoy for Syria Anna Berg mediated the talks in Geneva. A truce in southern "
        "Syria brokered last week by Russia holds."
    )
    assert [(m.name, m.party) for m in main_round(read, text).mediators] == [
        ("Anna Berg", "United Nations")
    ]


def test_days_of_months_ago_are_history(read: Read) -> None:
    """A report of the week's talks recalls when the series of them began."""
    text = LEAD + "The current series of talks began in Ostvik on October 14, 2023."
    assert main_round(read, text).start == date(2024, 3, 7)


def test_sides_of_which_nobody_is_named(read: Read) -> None:
    """Two states talked, though the report names no delegate of either."""
    text = "India and China held talks in Chushul on Thursday and agreed to keep the peace."
    assert [p.name for p in main_round(read, text).participants] == ["China", "India"]


def test_neighbours_of_the_story_did_not_talk(read: Read) -> None:
    """States named together in the background are no sides of talks that name nobody."""
    text = (
        "The rebels held talks with the government in Lima on Thursday. Attacks have spread to "
        "neighbouring Niger and Burkina Faso."
    )
    assert main_round(read, text).participants == ()


def test_third_party_observers(read: Read) -> None:
    """Delegates who took part as third-party observers were no side."""
    told = "Delegates from Japan and Kenya participated as third-party observers."
    talks = main_round(read, LEAD + told)
    assert {a.name for a in talks.attendees} == {"Japan", "Kenya"}


def test_hosted_by_its_capital(read: Read) -> None:
    """ "Amman-hosted" names the country whose capital it is."""
    talks = main_round(read, "The Amman-hosted talks of Egypt and Sudan ended on Thursday.")
    assert (talks.host and talks.host.value) == "Jordan"


def test_a_day_told_again_announces_nothing(read: Read) -> None:
    """What is to be "on Saturday" in the same town, told that Saturday, is the round itself."""
    text = (
        "Norland and Sudmark held talks in Tarnholm on Saturday. Erik Lund said after the talks "
        "in Tarnholm on Saturday that the ministers will meet again."
    )
    told = rounds.merge([read(text, "a1", date(2024, 3, 9))]).rounds
    assert [r.state for r in told] == ["held"]


@pytest.mark.parametrize("town", ["Port of Spain", "Dar es Salaam"])
def test_capitals_with_small_words(read: Read, town: str) -> None:
    """A capital's name is shown in full."""
    talks = main_round(read, f"Norland and Sudmark held talks in {town} on Thursday.")
    assert (talks.place and talks.place.value) == town


def test_a_palace_is_no_town(read: Read) -> None:
    """Where the talks were "outside Ledra Palace", the town is another name's."""
    text = (
        "NICOSIA, March 7 (AP) - Norland and Sudmark held talks outside Ledra Palace on Thursday."
    )
    talks = main_round(read, text)
    assert (talks.place and talks.place.value) == "Nicosia"


def test_a_reception_is_elsewhere(read: Read) -> None:
    """Who gave the delegates a reception hosted no talks, and its house is no venue."""
    told = "Marta Olsen hosted delegates to a reception at Devon House on Wednesday."
    talks = main_round(read, LEAD + told)
    assert talks.host is None
    assert talks.venue is None


def test_those_who_are_to_meet_later(read: Read) -> None:
    """Leaders of whom it is told that they will meet took no part."""
    told = "Erik Lund said that the leaders, Marta Olsen and Jon Dell, would meet on April 3."
    talks = main_round(read, LEAD + told)
    assert not {p.name for p in talks.participants} & {"Marta Olsen", "Jon Dell"}


def test_a_statement_is_signed_at_a_desk(read: Read) -> None:
    """Whoever signs one side's communiqué need not have been there; of a joint one both were."""
    alone = "The communiqué, signed by Colonel Ivo Traore, speaks of no truce."
    joint = "A joint statement signed by Erik Lund and Anna Berg speaks of no truce."
    assert "Ivo Traore" not in {p.name for p in main_round(read, LEAD + alone).participants}
    there = {p.name for p in main_round(read, LEAD + joint).participants}
    assert there == {"Anna Berg", "Erik Lund"}


def test_what_two_of_three_agreed(read: Read) -> None:
    """Of three sides, two agree on what the round as a whole did not."""
    text = (
        "Foreign Ministers Erik Lund of Norway, Anna Berg of Sweden and Jon Dell of Chile met in "
        "Tarnholm on Thursday. The three ministers agreed to share maps. The two ministers agreed "
        "to extend visas by a year."
    )
    told = main_round(read, text)
    status = {s.text: s.status for s in (*told.outcomes, *told.next_steps)}
    assert status["The two ministers agreed to extend visas by a year."] == "reported"
    assert status["The three ministers agreed to share maps."] == "agreed"


def test_a_road_that_is_opened_opens_no_talks(read: Read) -> None:
    """The points above a wire's report, and the opening of something else, date nothing."""
    text = (
        "* Truce had been due to expire on Monday\n* Envoy says sides will meet again\n\n"
        "Norland and Sudmark agreed on Thursday to extend a truce, the envoy said.\n\n"
        "She mediated five days of talks in Tarnholm. Sudmark had accepted the opening of the "
        "northern road in a session on Wednesday, she said."
    )
    talks = main_round(read, text)
    assert (talks.start, talks.end) == (date(2024, 3, 3), date(2024, 3, 7))


def test_who_signs_a_communique(read: Read) -> None:
    """Those in a communiqué's signature block were of the delegation that it names."""
    text = (
        "The delegations of Chile and Peru, meeting in Tarnholm on 7 March 2024, inform that they "
        "agreed on a truce.\n\nFor the Government of Chile: Marcela Quiceno, head of delegation; "
        "Senator Ivo Pardo.\n\nFor the Government of Peru: Ramiro Cifuentes."
    )
    there = {p.name: p.party for p in main_round(read, text).participants}
    assert there == {"Marcela Quiceno": "Chile", "Ivo Pardo": "Chile", "Ramiro Cifuentes": "Peru"}


def test_others_in_the_team(read: Read) -> None:
    """ "Also in the Norland team were": they took part."""
    told = "Erik Lund led the Norland team. Also in the Norland team were Anna Berg and Jon Dell."
    there = {p.name for p in main_round(read, LEAD + told).participants}
    assert there == {"Anna Berg", "Erik Lund", "Jon Dell"}


@pytest.mark.parametrize("part", ["most of", "some of", "parts of"])
def test_agreed_in_part(read: Read, part: str) -> None:
    """Sides that agreed on most of a paper did not agree on it."""
    talks = main_round(read, LEAD + f"Norland and Sudmark agreed on {part} a fisheries agreement.")
    assert {s.status for s in talks.outcomes} <= {"reported"}


def test_working_groups_that_prepared_it(read: Read) -> None:
    """The days on which others met to prepare the document are not those of the talks."""
    text = (
        "Ministers of Norland and Sudmark signed a protocol after talks held in Tarnholm on "
        "Friday. Working groups met in the city on Wednesday and Thursday to prepare the document."
    )
    talks = main_round(read, text)
    assert (talks.start, talks.end) == (date(2024, 3, 8), date(2024, 3, 8))


def test_the_day_of_coming_home(read: Read) -> None:
    """The day on which a delegation returned is none of the talks."""
    text = (
        "KABUL, March 8 (KNA) - A delegation of Norland returned home on Thursday after two days "
        "of talks with Sudmark in Tarnholm. The talks were held on March 5 and 6."
    )
    talks = main_round(read, text)
    assert (talks.start, talks.end) == (date(2024, 3, 5), date(2024, 3, 6))
