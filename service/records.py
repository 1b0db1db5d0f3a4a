"""The nouns that stages pass to one another, all frozen.

Read top to bottom, this is the story of one request: an `Article` is cut into `Segment`s and
`Chunk`s; candidates are found in it (`Passage`, `Entity`, `DateMention`); closed `Question`s are
asked about them and come back as `Answer`s; checked against the text they become the contract's
nouns (`Quotation`, `Statement`, `Round`), which make up the `Summary`.

Offsets everywhere are half-open and count Unicode code points of `Article.text`.
Contract nouns are Pydantic models, because they travel as JSON; the others are dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A noun of the contract: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- Text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: half-open, in code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Evidence(Record):
    """A place in one of the summary's articles."""

    article: str
    start: int
    end: int


class Exclusion(Record):
    """A stretch that is not the story: a caption, a menu, a teaser, a legal notice."""

    start: int
    end: int
    reason: str


class ArticleInput(Record):
    """An article as sent: exactly one of `text` and `html`."""

    text: str | None = None
    html: str | None = None
    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of an article, or one line that is no sentence (a headline, a menu entry).

    id: "s" and its number in the article, from 0.
    paragraph: number of the paragraph it stands in, from 0.
    excluded: why it is not the story, or None when it is.
    """

    id: str
    span: Span
    paragraph: int
    excluded: str | None = None


class Article(Record):
    """An article as read. `text` is what all offsets refer to.

    For plain-text input `text` is what was sent, to the character; for HTML, the extracted text.
    published_at: the caller's date, else the one that the article itself states, else None.
    language: ISO 639-1, "und" when it can't be told.
    sha256: of `text` in UTF-8, hexadecimal.
    """

    id: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: date | None = None
    language: str = "und"
    text: str
    sha256: str
    excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive segments that fit a token budget together. Chunks cover the text once."""

    id: str
    span: Span
    tokens: int


# --- Candidates: what code finds and the model may point at -------------------------------------

SpeakerKind = Literal["person", "institution", "document", "unnamed"]
EntityKind = Literal["person", "institution", "document", "unnamed", "country", "place"]
MentionForm = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named, described or referred to by a pronoun."""

    span: Span
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that the article speaks of, with all its mentions in reading order.

    id: "e" and a number, unique in the article.
    name: the fullest form in the article, as it stands there, without title or role.
    role: as it stands in the article ("foreign minister", "spokesman"), or None.
    party: the country or body that the entity belongs to, as it stands in the article, or None.
    """

    id: str
    kind: EntityKind
    name: str
    role: str | None
    party: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression resolved to days ("on Thursday", "late May", "1–4 May").

    id: "d" and its number in the article.
    start, end: first and last day meant, both inclusive; None when it can't be resolved.
    precision: "day" and "range" are exact; "part" is early, mid or late of a month.
    """

    id: str
    span: Span
    start: date | None
    end: date | None
    precision: Literal["day", "range", "week", "part", "month", "year"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time said of an event ("four days of talks"), in days."""

    span: Span
    days: int


QuotationKind = Literal["direct", "partial"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked passage: what stands between quotation marks, or in a block or a transcript turn.

    id: "q" and its number in the article.
    span: the words, without the marks.
    opening, closing: the marks' own places; None for a block, a turn, or a lost closing mark.
    parent: id of the passage that this one is nested in.
    continues: id of the passage that this one carries on (interrupted, or over paragraphs).
    speech: False when it is nobody's statement (a title, a nickname, a term, a scare quote).
    note: what had to be assumed, such as "closing mark lost"; None when nothing.
    """

    id: str
    span: Span
    kind: QuotationKind
    opening: Span | None = None
    closing: Span | None = None
    parent: str | None = None
    continues: str | None = None
    speech: bool = True
    note: str | None = None


# --- Asking -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """A closed question about one candidate, answered by one of its choices.

    task: the prompt folder that words it ("speakers", "statements", "entailment", …).
    item: the candidate's id, unique within task and article.
    variables: what the prompt's item template needs.
    choices: the accepted answers; the model can give no other.
    """

    task: str
    article: str
    item: str
    variables: Mapping[str, str]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChunkRequest:
    """All open decisions of a chunk, or of a round, asked at once of a model that can hold them.

    task: the prompt folder that words it ("chunk" or "disagreements"). item: the chunk's or the
        round's id. article: the chunk's, or the first of the round's.
    variables: what the prompt's item template needs.
    schema: JSON schema of the answer, within the rules of strict structured output: every
        property required, no others allowed, every value a closed choice of ids.
    """

    task: str
    article: str
    item: str
    variables: Mapping[str, str]
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a question.

    choice: one of the question's choices, or None when every try failed.
    confidence: probability that the model gave to its choice, where the server reports it.
    how: "rule" or the model's name.
    """

    task: str
    article: str
    item: str
    choice: str | None
    how: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of what a model is sent."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of one call, as the server reports them; zeros where it reports none.

    cached: the part of `prompt` that the server had in its prefix cache.
    """

    prompt: int = 0
    cached: int = 0
    completion: int = 0

    def __add__(self, other: TokenCounts) -> TokenCounts:
        return TokenCounts(
            self.prompt + other.prompt,
            self.cached + other.cached,
            self.completion + other.completion,
        )


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A model call as it is kept, so that nobody pays for it twice.

    text: the model's answer.
    confidences: the probability of each choice made, in the order asked; empty when not reported.
    """

    model: str
    text: str
    counts: TokenCounts = TokenCounts()
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of one article before articles are merged."""

    article: Article
    segments: tuple[Segment, ...]
    chunks: tuple[Chunk, ...]
    entities: tuple[Entity, ...]
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...] = ()
    answers: tuple[Answer, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    failed_chunks: tuple[str, ...] = ()

    def story(self) -> tuple[Segment, ...]:
        """The segments that are the story, in reading order."""
        return tuple(s for s in self.segments if s.excluded is None)

    def choices(self, task: str) -> dict[str, str]:
        """The answers to a task by item; items without a valid answer are left out."""
        return {a.item: a.choice for a in self.answers if a.task == task and a.choice is not None}


# --- The contract -------------------------------------------------------------------------------

Status = Literal["agreed", "claimed", "proposed", "conditional", "denied", "reported"]
RoundState = Literal["held", "planned", "cancelled", "mentioned"]
JobStatus = Literal["queued", "running", "done", "failed", "cancelled"]


class Place(Record):
    """A half-open stretch of the article that the record around it names."""

    start: int
    end: int


class Speaker(Record):
    """Who said it. `mention` is the place that proves it."""

    name: str
    role: str | None = None
    kind: SpeakerKind
    mention: Place | None = None


class Quotation(Record):
    """Quoted words, at their exact place: `text == article.text[start:end]`, without the marks.

    how: "rule", "model", or "none" when nobody could be named.
    note: what the finder had to assume ("closing mark lost"), or None.
    repeats: ids of the same words in other articles.
    """

    id: str
    article: str
    start: int
    end: int
    text: str
    kind: QuotationKind
    speaker: Speaker | None = None
    cue: str | None = None
    how: Literal["rule", "model", "none"] = "none"
    note: str | None = None
    round: str | None = None
    repeats: tuple[str, ...] = ()


class Fact(Record):
    """A value with the places that show it."""

    value: str
    evidence: tuple[Evidence, ...]


class Attendance(Record):
    """Somebody who took part in a round."""

    name: str
    role: str | None = None
    party: str | None = None
    evidence: tuple[Evidence, ...]


class Statement(Record):
    """An outcome, an open issue or a next step.

    by: whose claim, proposal or denial it is; None when agreed by all or nobody is named.
    origins: independent sources; copies of one wire story count once.
    """

    text: str
    status: Status
    by: str | None = None
    evidence: tuple[Evidence, ...]
    origins: int = 1


class Disagreement(Record):
    """A field of a round for which the sources give different values."""

    field: str
    values: tuple[Fact, ...]


class BriefSentence(Record):
    text: str
    evidence: tuple[Evidence, ...]


class Round(Record):
    id: str
    label: str
    state: RoundState
    start: date | None = None
    end: date | None = None
    place: Fact | None = None
    venue: Fact | None = None
    host: Fact | None = None
    mediators: tuple[Attendance, ...] = ()
    participants: tuple[Attendance, ...] = ()
    attendees: tuple[Attendance, ...] = ()
    outcomes: tuple[Statement, ...] = ()
    open_issues: tuple[Statement, ...] = ()
    next_steps: tuple[Statement, ...] = ()
    articles: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    brief: tuple[BriefSentence, ...] = ()


class Rejection(Record):
    """What a model said, or what stood in the text, that was refused; with the reason."""

    what: str
    reason: str
    article: str | None = None
    start: int | None = None
    end: int | None = None


class ChunkCoverage(Record):
    total: int = 0
    read: int = 0
    failed: int = 0


class MarkCoverage(Record):
    """Quotation marks by what became of them: total == quoted + not_speech + unresolved."""

    total: int = 0
    quoted: int = 0
    not_speech: int = 0
    unresolved: int = 0


class Coverage(Record):
    """not_read: the chunks that failed, each as its place. Without any, the summary is complete."""

    chunks: ChunkCoverage = ChunkCoverage()
    not_read: tuple[Evidence, ...] = ()
    quotation_marks: MarkCoverage = MarkCoverage()


class Usage(Record):
    """What the model work cost. Token counts are the server's own.

    calls: answered by the model now; cached_calls: taken from the store of calls.
    cached_prompt_tokens: part of prompt_tokens that the server had in its prefix cache.
    seconds: wall time of the whole request.
    """

    model: str
    calls: int = 0
    cached_calls: int = 0
    prompt_tokens: int = 0
    cached_prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost_usd: float | None = None


class PromptStamp(Record):
    version: str
    digest: str


class Provenance(Record):
    service_version: str
    model: str
    prompts: dict[str, PromptStamp] = {}


class Summary(Record):
    id: str
    created_at: datetime
    status: JobStatus
    articles: tuple[Article, ...] = ()
    rounds: tuple[Round, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    coverage: Coverage = Coverage()
    usage: Usage | None = None
    provenance: Provenance | None = None


class Change(Record):
    """One thing that is new in a round.

    kind: "round" (a new round), "fact", "statement", "agreed" (moved from open, claimed or
        proposed to agreed), "status" (another status than before), "disagreement".
    before: what stood there, or None when nothing did.
    """

    kind: Literal["round", "fact", "statement", "agreed", "status", "disagreement"]
    round: str
    field: str
    text: str
    before: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Changes(Record):
    """What added articles changed: in the order of the rounds, facts before statements."""

    articles: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class SummaryOptions(Record):
    """What a caller may choose. Each left out takes the service's setting."""

    model: str | None = None
    prompts: dict[str, str] = {}
    brief: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come: `done` of `total` steps of a stage."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Job:
    """A request for a summary, as it waits, runs and ends."""

    id: str
    inputs: Sequence[ArticleInput]
    options: SummaryOptions = field(default_factory=SummaryOptions)
