"""References by language models: `evals/cases/<split>/<case>/case.yaml` beside its articles.

A reference never gives an offset. It gives the article's own words, and they are looked up here:

    {article: a1, text: "reopen the crossing", nth: 2}

`nth` counts from 1 and may be left out when the words occur once. A run of white space in the
reference matches any run of white space in the article, so that YAML may fold long lines.

Splits are held apart by article: the same text in two splits is an error, because tuning on one
would then spoil the other. A run uses one split.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from service.errors import RequestError
from service.records import ArticleInput, Evidence, RoundState, SpeakerKind, Status

Split = Literal["seeds", "dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)
Section = Literal["outcomes", "open_issues", "next_steps"]
SECTIONS: tuple[Section, ...] = get_args(Section)
ROOT = Path(__file__).parent / "cases"
REPOSITORY = Path(__file__).parent.parent


class CaseError(RequestError):
    """A reference is wrong: whoever wrote it must change it. Names the file, field and words."""

    slug = "broken-case"


class Reference(BaseModel):
    """Something that a person wrote down; unknown keys and loose types are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# --- Places in the articles ---------------------------------------------------------------------


def find_words(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """All places of `words` in `text`, white space matching any white space; half-open."""
    parts = words.split()
    if not parts:
        return ()
    pattern = r"\s+".join(re.escape(part) for part in parts)
    return tuple(m.span() for m in re.finditer(pattern, text))


def _locate(info: ValidationInfo, article: object, words: object, nth: object) -> tuple[int, int]:
    """Where the words stand. Raises ValueError that quotes them when they don't, or too often."""
    texts = cast("Mapping[str, str]", info.context or {})
    if not isinstance(article, str) or article not in texts:
        raise ValueError(f"no article {article!r}; there are {', '.join(texts) or 'none'}")
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"give the words of the article as text, not {words!r}")
    places = find_words(texts[article], words)
    if not places:
        raise ValueError(f"these words are not in article {article}: {words!r}")
    if nth is None and len(places) > 1:
        raise ValueError(
            f"these words occur {len(places)} times in article {article}; "
            f"say which by nth: {words!r}"
        )
    number = 1 if nth is None else nth
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(places):
        raise ValueError(
            f"nth is {nth!r}, but these words occur {len(places)} times in {article}: {words!r}"
        )
    return places[number - 1]


def _resolved(data: object, info: ValidationInfo) -> object:
    """The mapping with `text`, `start` and `end` put in from the article."""
    if not isinstance(data, Mapping):
        return data
    given = dict(cast("Mapping[str, object]", data))
    for key in ("start", "end"):
        if key in given:
            raise ValueError(f"{key} is worked out from the words; leave it out")
    article, nth = given.get("article"), given.get("nth")
    if isinstance(stretch := given.get("text"), Mapping):
        given |= cast("Mapping[str, object]", stretch)
        given.pop("text")
    if "from" in given or "to" in given:
        if "text" in given:
            raise ValueError("give either text, or from and to")
        start, _ = _locate(info, article, given.pop("from", None), nth)
        last_words = given.pop("to", None)
        text = cast("Mapping[str, str]", info.context)[cast("str", article)]
        if not isinstance(last_words, str):
            raise ValueError("`from` needs `to`, the last words of the stretch")
        end = next((e for s, e in find_words(text, last_words) if s >= start), None)
        if end is None:
            raise ValueError(
                f"these words don't follow `from` in article {article}: {last_words!r}"
            )
    else:
        start, end = _locate(info, article, given.get("text"), nth)
        text = cast("Mapping[str, str]", info.context)[cast("str", article)]
    return given | {"text": text[start:end], "start": start, "end": end}


class Anchor(Reference):
    """A place in an article, given by its words. `text` is the article's own slice."""

    article: str
    text: str
    nth: int | None = None
    start: int
    end: int

    @model_validator(mode="before")
    @classmethod
    def _look_up(cls, data: object, info: ValidationInfo) -> object:
        return _resolved(data, info)

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence(article=self.article, start=self.start, end=self.end)


class ExcludedStretch(Anchor):
    """What is not the story. A long one is given as `text: {from: first words, to: last words}`."""

    reason: str


# --- What a careful reader would answer ---------------------------------------------------------


class SpeakerReference(Reference):
    """Who said it: any of `accept` is right. A surname alone is right for a person's full name."""

    accept: tuple[str, ...] = Field(min_length=1)
    kind: SpeakerKind = "person"


class QuotationReference(Anchor):
    """Quoted words, without the marks.

    speaker: null when nobody can be told from the article.
    optional: returning it or leaving it out is equally right; it counts neither way.
    """

    speaker: SpeakerReference | None
    optional: bool = False
    kind: Literal["direct", "partial"] | None = None
    note: str | None = None


class NotSpeech(Anchor):
    """Marked words that are nobody's statement: a title, a term, a nickname, a scare quote."""

    note: str | None = None


class FactReference(Reference):
    """A place, venue or host: any of `accept` is right."""

    accept: tuple[str, ...] = Field(min_length=1)
    evidence: tuple[Anchor, ...] = ()
    note: str | None = None


class PersonReference(Reference):
    """Somebody at the talks. `name` is the fullest form; `accept` holds other right forms."""

    name: str
    accept: tuple[str, ...] = ()
    role: str | None = None
    party: str | None = None
    evidence: tuple[Anchor, ...] = ()
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.accept)


class StatementReference(Reference):
    """An outcome, open issue or next step.

    accept_status, accept_section: other answers that a careful reader would let pass.
    by: whose claim, proposal or denial. by_accept: other right names for it.
    essential: any good summary has it; counts in fact recall. The others are listed so that
        finding them is not held against a system.
    """

    text: str
    status: Status
    accept_status: tuple[Status, ...] = ()
    accept_section: tuple[Section, ...] = ()
    by: str | None = None
    by_accept: tuple[str, ...] = ()
    evidence: tuple[Anchor, ...] = Field(min_length=1)
    essential: bool = False
    note: str | None = None

    @property
    def statuses(self) -> tuple[Status, ...]:
        return (self.status, *self.accept_status)

    @property
    def by_names(self) -> tuple[str, ...]:
        return () if self.by is None else (self.by, *self.by_accept)


class DisagreementValue(Reference):
    """One answer of the sources. YAML reads a bare day or number as such: it is kept as text."""

    value: str
    accept: tuple[str, ...] = ()
    articles: tuple[str, ...] = Field(min_length=1)
    evidence: tuple[Anchor, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _as_text(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        given = dict(cast("Mapping[str, object]", data))
        if isinstance(value := given.get("value"), date | int | float):
            given["value"] = str(value)
        return given

    @property
    def names(self) -> tuple[str, ...]:
        return (self.value, *self.accept)


class DisagreementReference(Reference):
    """A field for which the sources differ in substance.

    essential: False when it may as well be shown as one side's claim and the other's denial.
    """

    field: str
    values: tuple[DisagreementValue, ...] = Field(min_length=2)
    essential: bool = True
    note: str | None = None


class RoundReference(Reference):
    """One round of talks.

    main: the article is about it. False for earlier rounds that are recalled, or announced ones.
    accept_start, accept_end: other days that are right, where the sources disagree.
    articles: those that report it. recalled_in: those about another round that look back on it;
        listing them is neither right nor wrong.
    not_participants: whom a careless reader would list.
    not_disagreements: differences of scope, wording, rounding or spelling.
    """

    label: str
    state: RoundState
    main: bool
    start: date | None = None
    end: date | None = None
    accept_start: tuple[date, ...] = ()
    accept_end: tuple[date, ...] = ()
    dates_evidence: tuple[Anchor, ...] = ()
    place: FactReference | None = None
    venue: FactReference | None = None
    host: FactReference | None = None
    mediators: tuple[PersonReference, ...] = ()
    participants: tuple[PersonReference, ...] = ()
    attendees: tuple[PersonReference, ...] = ()
    not_participants: tuple[str, ...] = ()
    outcomes: tuple[StatementReference, ...] = ()
    open_issues: tuple[StatementReference, ...] = ()
    next_steps: tuple[StatementReference, ...] = ()
    disagreements: tuple[DisagreementReference, ...] = ()
    not_disagreements: tuple[DisagreementReference, ...] = ()
    articles: tuple[str, ...] = Field(min_length=1)
    recalled_in: tuple[str, ...] = ()
    note: str | None = None

    def statements(self) -> Iterator[tuple[Section, StatementReference]]:
        for section in SECTIONS:
            for statement in getattr(self, section):
                yield section, statement


class ArticleReference(Reference):
    """An article and what a caller would send with it.

    file: beside `case.yaml`, or `seeds/…` from the top of the repository.
    """

    id: str
    file: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: date | datetime | None = None


class CaseFile(Reference):
    """The shape of `case.yaml`."""

    id: str
    articles: tuple[ArticleReference, ...] = Field(min_length=1)
    rounds: tuple[RoundReference, ...] = ()
    quotations: tuple[QuotationReference, ...] = ()
    not_speech: tuple[NotSpeech, ...] = ()
    excluded: tuple[ExcludedStretch, ...] = ()
    leaks: tuple[str, ...] = ()
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A reference with its articles, all places resolved.

    inputs: what is sent to the service, in the order of `reference.articles`.
    texts: `Article.text` by article id, which all places refer to.
    digest: SHA-256 of the reference and the articles together.
    """

    id: str
    split: Split
    reference: CaseFile
    inputs: tuple[ArticleInput, ...]
    texts: Mapping[str, str]
    digest: str

    @property
    def sent(self) -> str:
        """SHA-256 of what the service gets, whatever the reference says."""
        return hashlib.sha256(
            "\n".join(i.model_dump_json() for i in self.inputs).encode()
        ).hexdigest()

    @property
    def main_rounds(self) -> tuple[RoundReference, ...]:
        return tuple(r for r in self.reference.rounds if r.main)


# --- Reading ------------------------------------------------------------------------------------


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses a key given twice, which SafeLoader lets the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = cast("object", self.construct_object(key_node, deep=True))  # pyright: ignore[reportUnknownMemberType]
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key {key!r} is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _as_tuples(value: object) -> object:
    """YAML's lists as tuples, which is what strict frozen models hold."""
    if isinstance(value, list):
        return tuple(_as_tuples(v) for v in cast("list[object]", value))
    if isinstance(value, dict):
        return {k: _as_tuples(v) for k, v in cast("dict[object, object]", value).items()}
    return value


def _explain(file: Path, error: ValidationError) -> CaseError:
    """One line a fault: file, field, what is wrong."""
    lines = [
        f"{file}: {'.'.join(str(part) for part in e['loc']) or 'case'}: "
        + e["msg"].removeprefix("Value error, ")
        for e in error.errors()
    ]
    return CaseError("\n".join(lines))


def read_article(reference: ArticleReference, folder: Path) -> tuple[ArticleInput, str]:
    """What is sent for an article, and its `Article.text`. Raises CaseError when unreadable."""
    base = REPOSITORY if reference.file.startswith("seeds/") else folder
    file = base / reference.file
    try:
        raw = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{folder / 'case.yaml'}: articles: {reference.file}: {error}") from error
    about = reference.model_dump(exclude={"file"})
    if file.suffix.lower() not in {".html", ".htm"}:
        return ArticleInput(text=raw, **about), raw
    from service import articles  # only HTML needs the service's reader

    sent = ArticleInput(html=raw, **about)
    return sent, articles.read(sent, reference.id).text


def load_case(folder: Path, split: Split) -> Case:
    """Read one case and look up all its places. Raises CaseError."""
    file = folder / "case.yaml"
    try:
        raw = _as_tuples(yaml.load(file.read_bytes(), _StrictLoader))  # noqa: S506 - a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CaseError(f"{file}: {error}") from error
    if not isinstance(raw, dict):
        raise CaseError(f"{file}: a case is a mapping with id, articles, rounds, …")
    data = cast("dict[str, object]", raw)
    listed = cast("tuple[object, ...]", data.get("articles") or ())
    try:
        articles = tuple(ArticleReference.model_validate(a) for a in listed)
    except ValidationError as error:
        raise _explain(file, error) from error
    read = {a.id: read_article(a, folder) for a in articles}
    if len(read) != len(articles):
        raise CaseError(f"{file}: articles: two articles have one id")
    texts = {name: text for name, (_, text) in read.items()}
    try:
        reference = CaseFile.model_validate(data, context=texts)
    except ValidationError as error:
        raise _explain(file, error) from error
    if reference.id != folder.name:
        raise CaseError(f"{file}: id: is {reference.id!r}, but the folder is {folder.name!r}")
    for number, about in enumerate(reference.rounds):
        named = {*about.articles}
        named.update(a for d in about.disagreements for v in d.values for a in v.articles)
        if unknown := named - set(texts):
            raise CaseError(f"{file}: rounds.{number}: no article {', '.join(sorted(unknown))}")
    content = json.dumps([reference.model_dump(mode="json"), sorted(texts.items())], sort_keys=True)
    return Case(
        id=reference.id,
        split=split,
        reference=reference,
        inputs=tuple(sent for sent, _ in read.values()),
        texts=texts,
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )


def load_split(split: Split, root: Path = ROOT) -> tuple[Case, ...]:
    """All cases of a split by name. Raises CaseError, also when another split has an article."""
    return tuple(c for c in load_all(root) if c.split == split)


def load_all(root: Path = ROOT) -> tuple[Case, ...]:
    """All cases of all splits, held apart. Raises CaseError with every fault of every file."""
    cases: list[Case] = []
    faults: list[str] = []
    for split in SPLITS:
        for file in sorted((root / split).glob("*/case.yaml")):
            try:
                cases.append(load_case(file.parent, split))
            except CaseError as error:
                faults.append(str(error))
    if faults:
        raise CaseError("\n".join(faults))
    hold_apart(cases)
    return tuple(cases)


def hold_apart(cases: Iterable[Case]) -> None:
    """Raises CaseError when one article text, or one case name, stands in two splits."""
    owner: dict[str, Case] = {}
    names: dict[str, Case] = {}
    for case in cases:
        if (same := names.setdefault(case.id, case)) is not case:
            raise CaseError(f"two cases are called {case.id!r}: in {same.split} and {case.split}")
        for name, text in case.texts.items():
            key = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            other = owner.setdefault(key, case)
            if other.split != case.split:
                raise CaseError(
                    f"article {name} of {case.split}/{case.id} also stands in "
                    f"{other.split}/{other.id}; splits are held apart by article"
                )


def one_split(cases: Sequence[Case]) -> Split:
    """The split that all these cases are of. Raises CaseError when they mix splits."""
    splits = sorted({c.split for c in cases})
    if len(splits) != 1:
        raise CaseError(f"a run uses one split, not {' and '.join(splits) or 'none'}")
    return cases[0].split


def data_digest(cases: Iterable[Case]) -> str:
    """SHA-256 over the cases' digests, whatever their order."""
    lines = sorted(f"{c.split}/{c.id} {c.digest}" for c in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- Checking -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a reference doesn't account for. `where` names the case, the article, the place."""

    where: str
    message: str


def _raw_pages(case: Case) -> list[str]:
    """All words of the HTML pages as sent, what the reader leaves out included."""
    pages = (sent.html for sent in case.inputs if sent.html is not None)
    return [html.unescape(re.sub(r"<[^>]*>", " ", page)) for page in pages]


_DOUBLE_MARK = re.compile(r"[\"“”„‟«»「」『』〝〞]|``|''")
_SINGLE_PAIR = re.compile(r"(?<![\w'’‘])[‘'](?=\w)[^‘'\n]{2,200}?(?<=[\w.,!?…])[’'](?![\w’'])")


def check(case: Case) -> tuple[Doubt, ...]:
    """Quotation marks that no entry accounts for, and leaks that stand nowhere.

    A mark is accounted for when it stands in, or within two characters of, a listed quotation or
    not_speech, or in an excluded stretch. This looks at characters only and shares nothing with
    the service's own finder, so that the two can't miss the same thing for the same reason.
    """
    doubts: list[Doubt] = []
    listed = (*case.reference.quotations, *case.reference.not_speech)
    for article, text in case.texts.items():
        near = [(a.start - 2, a.end + 2) for a in listed if a.article == article]
        near += [(a.start, a.end) for a in case.reference.excluded if a.article == article]
        for pattern in (_DOUBLE_MARK, _SINGLE_PAIR):
            for mark in pattern.finditer(text):
                if not any(start <= mark.start() < end for start, end in near):
                    around = text[max(0, mark.start() - 30) : mark.end() + 50].replace("\n", "⏎")
                    doubts.append(
                        Doubt(f"{case.split}/{case.id} {article}", f"unlisted mark: …{around}…")
                    )
    doubts.extend(
        Doubt(f"{case.split}/{case.id}", f"leak stands in no article: {leak!r}")
        for leak in case.reference.leaks
        if not any(find_words(text, leak) for text in (*case.texts.values(), *_raw_pages(case)))
    )
    return tuple(doubts)
