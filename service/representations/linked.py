"""A summary as JSON-LD: schema.org nouns, and W3C Web Annotations that point into the articles.

Rounds are `Event`s, articles `NewsArticle`s, quotations `Quotation`s. Each quotation has an
`Annotation` whose selectors are the words with some context (`TextQuoteSelector`) and the offsets
(`TextPositionSelector`, in code points, as the Web Annotation model counts them).
The context is written out, so that reading the document fetches nothing.

Source: https://schema.org/Quotation, https://www.w3.org/TR/annotation-model/ sections 4.2.4, 4.2.5.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from service.records import Article, Attendance, Fact, Quotation, Round, Summary

# Characters of the article before and after the words, enough to find them in a changed copy.
_CONTEXT_CHARACTERS = 32

CONTEXT: Mapping[str, Any] = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "Annotation": "oa:Annotation",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": "oa:hasTarget",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": "oa:hasSelector",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "identifying": "oa:identifying",
    "isPartOf": {"@id": "https://schema.org/isPartOf", "@type": "@id"},
    "about": {"@id": "https://schema.org/about", "@type": "@id"},
    "subjectOf": {"@id": "https://schema.org/subjectOf", "@type": "@id"},
    "url": {"@id": "https://schema.org/url", "@type": "@id"},
}

_SPEAKER_TYPES = {
    "person": "Person",
    "unnamed": "Person",
    "institution": "Organization",
    "document": "CreativeWork",
}


def linked(summary: Summary) -> str:
    """The summary as one JSON-LD document with its graph of articles, rounds and quotations."""
    articles = {article.id: article for article in summary.articles}
    graph: list[dict[str, Any]] = []
    graph += [_article(article) for article in summary.articles]
    graph += [_round(talks) for talks in summary.rounds]
    for quotation in summary.quotations:
        graph.append(_quotation(quotation))
        if quotation.article in articles:
            graph.append(_annotation(quotation, articles[quotation.article]))
    document = {
        "@context": {"@base": f"urn:communique:summary:{quote(summary.id, safe='')}", **CONTEXT},
        "@id": "",
        "@type": "Dataset",
        "dateCreated": summary.created_at.isoformat(),
        "@graph": graph,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _article(article: Article) -> dict[str, Any]:
    return _without_none(
        {
            "@id": _ref("article", article.id),
            "@type": "NewsArticle",
            "identifier": article.id,
            "headline": article.title,
            "publisher": {"@type": "Organization", "name": article.outlet}
            if article.outlet
            else None,
            "url": article.url,
            "datePublished": article.published_at.isoformat() if article.published_at else None,
            "inLanguage": article.language,
            "sha256": article.sha256,
        }
    )


def _round(talks: Round) -> dict[str, Any]:
    states = {"planned": "EventScheduled", "cancelled": "EventCancelled"}
    return _without_none(
        {
            "@id": _ref("round", talks.id),
            "@type": "Event",
            "identifier": talks.id,
            "name": talks.label,
            "startDate": talks.start.isoformat() if talks.start else None,
            "endDate": talks.end.isoformat() if talks.end else None,
            "eventStatus": states.get(talks.state),
            "location": _place(talks.venue, talks.place),
            "organizer": {"@type": "Organization", "name": talks.host.value}
            if talks.host
            else None,
            "contributor": _people(talks.mediators),
            "attendee": _people([*talks.participants, *talks.attendees]),
            "description": " ".join(sentence.text for sentence in talks.brief) or None,
            "subjectOf": [_ref("article", article) for article in talks.articles] or None,
        }
    )


def _place(venue: Fact | None, place: Fact | None) -> dict[str, Any] | None:
    if venue is None and place is None:
        return None
    return _without_none(
        {
            "@type": "Place",
            "name": venue.value if venue else place.value if place else None,
            "address": place.value if venue and place else None,
        }
    )


def _people(group: Sequence[Attendance]) -> list[dict[str, Any]] | None:
    return [
        _without_none(
            {
                "@type": "Person",
                "name": who.name,
                "jobTitle": who.role,
                "affiliation": {"@type": "Organization", "name": who.party} if who.party else None,
            }
        )
        for who in group
    ] or None


def _quotation(quotation: Quotation) -> dict[str, Any]:
    speaker = quotation.speaker
    creator = None
    if speaker is not None:
        creator = _without_none({"@type": _SPEAKER_TYPES[speaker.kind], "name": speaker.name})
        if speaker.role and speaker.kind in ("person", "unnamed"):
            creator["jobTitle"] = speaker.role
    return _without_none(
        {
            "@id": _ref("quotation", quotation.id),
            "@type": "Quotation",
            "identifier": quotation.id,
            "text": quotation.text,
            "creator": creator,
            "isPartOf": _ref("article", quotation.article),
            "about": _ref("round", quotation.round) if quotation.round else None,
        }
    )


def _annotation(quotation: Quotation, article: Article) -> dict[str, Any]:
    before = max(0, quotation.start - _CONTEXT_CHARACTERS)
    after = quotation.end + _CONTEXT_CHARACTERS
    return {
        "@id": _ref("annotation", quotation.id),
        "@type": "Annotation",
        "motivation": "identifying",
        "body": _ref("quotation", quotation.id),
        "target": {
            "source": _ref("article", article.id),
            "selector": [
                {
                    "@type": "TextQuoteSelector",
                    "exact": quotation.text,
                    "prefix": article.text[before : quotation.start],
                    "suffix": article.text[quotation.end : after],
                },
                {
                    "@type": "TextPositionSelector",
                    "start": quotation.start,
                    "end": quotation.end,
                },
            ],
        },
    }


def _ref(kind: str, identifier: str) -> str:
    """A reference within the document; ids are the caller's, so they are percent-encoded."""
    return f"#{kind}-{quote(identifier, safe='')}"


def _without_none(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part is not None}
