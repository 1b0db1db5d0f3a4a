"""Article → segments: every sentence or line once, those outside the story with the reason."""

from __future__ import annotations

from service.articles.layout import lay_out
from service.records import Article, Segment


def segment(article: Article) -> tuple[Segment, ...]:
    """Cut an article into segments.

    Returns: in reading order; every character that is not white space stands in exactly one.
        A segment within one of `article.excluded` carries its reason.
    """
    exclusions = iter(article.excluded)
    current = next(exclusions, None)
    segments: list[Segment] = []
    for paragraph in lay_out(article.text):
        for sentence in paragraph.sentences:
            while current is not None and current.end <= sentence.start:
                current = next(exclusions, None)
            inside = current is not None and current.start < sentence.end
            segments.append(
                Segment(
                    id=f"s{len(segments)}",
                    span=sentence,
                    paragraph=paragraph.number,
                    excluded=current.reason if inside and current is not None else None,
                )
            )
    return tuple(segments)
