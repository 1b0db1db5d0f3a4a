"""Fuzz the article reader: any bytes end in an article or in an ArticleError, within seconds.

Run: python tests/fuzz/fuzz_reader.py -max_total_time=600 [CORPUS_FOLDER]
Needs atheris (Python up to 3.11). Options are libFuzzer's.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["service"], enable_loader_override=False):
    from service import articles, chunks, dates
    from service.errors import ArticleError, TooMuch
    from service.records import Article, ArticleInput

_MAX_BYTES = 20_000
# Whole articles as they come from outlets: without them ten minutes reach inputs of 500 bytes.
_PAGES = Path(__file__).parents[1] / "articles" / "pages"
# Words that steer mutations towards what the rules look at.
_SEEDS = (
    "\x00date 2023-05-04 OSLO (AP) — They met on Thursday. (AP Photo/A B)\n1 of 2 |".encode(),
    b"\x01<html><body><article><h1>T</h1><p>They met on 4 May.</p></article></body></html>",
    b"\x02\xff\xfeT\x00h\x00e\x00y\x00 \x00m\x00e\x00t\x00",
    "\x00“We agree,” he said.\n\nOther news\nFish\n\nAll rights reserved.\n谈判结束。".encode(),
)


def read_one(data: bytes) -> None:
    """Send the bytes in as text, as HTML or as a file; check what every caller relies on."""
    kind, body = data[:1], data[1:]
    with suppress(ArticleError, TooMuch):
        if kind and kind[0] % 3 == 1:
            source = ArticleInput(html=body.decode("utf-8", "replace"))
        elif kind and kind[0] % 3 == 2:
            source = ArticleInput(text=articles.decode(body))
        else:
            source = ArticleInput.model_construct(text=body.decode("utf-8", "surrogatepass"))
        _check(articles.read(source, "a1", max_bytes=_MAX_BYTES), source)


def _check(article: Article, source: ArticleInput) -> None:
    text = article.text
    if source.html is None and text != source.text:
        raise AssertionError("the text was changed")
    segments = articles.segment(article)
    if "".join("".join(s.span.of(text).split()) for s in segments) != "".join(text.split()):
        raise AssertionError("segments do not cover the text once")
    dated = article.model_copy(update={"published_at": article.published_at or date(2023, 6, 29)})
    mentions = dates.find_dates(dated, segments)
    if any(not 0 <= m.span.start < m.span.end <= len(text) for m in mentions):
        raise AssertionError("a date stands outside the text")
    dates.find_durations(dated, segments)
    found = chunks.split(article, segments, 64)
    if "".join("".join(c.span.of(text).split()) for c in found) != "".join(text.split()):
        raise AssertionError("chunks do not cover the text once")


def _one_input(data: bytes) -> None:
    with suppress(UnicodeDecodeError):
        read_one(data)


def main() -> None:
    corpus = Path(next((a for a in sys.argv[1:] if not a.startswith("-")), "build/fuzz-corpus"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_SEEDS):
        (corpus / f"seed{number}").write_bytes(seed)
    for page in _PAGES.glob("*/*.txt"):
        text = page.read_text("utf-8")
        (corpus / f"text-{page.stem}").write_bytes(b"\x00" + text.encode())
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        as_html = f"<html><body><article>{paragraphs}</article></body></html>"
        (corpus / f"html-{page.stem}").write_bytes(b"\x01" + as_html.encode())
    # Loaded once for all inputs; under instrumentation on a busy machine that can take long.
    chunks.count_tokens("warm")
    options = ["-timeout=20", "-rss_limit_mb=4096", f"-max_len={_MAX_BYTES}"]
    given = [a for a in sys.argv[1:] if a.startswith("-")]
    atheris.Setup([sys.argv[0], *options, *given, str(corpus)], _one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
