"""The brief of a round: drafted over facts, checked, asked about, and only then shown."""

from __future__ import annotations

from service.brief.checking import check
from service.brief.drafting import Draft, draft
from service.brief.settling import (
    EVIDENCE_SENTENCES,
    TASK,
    THRESHOLD,
    probability,
    questions,
    refused,
    settle,
)

__all__ = [
    "EVIDENCE_SENTENCES",
    "TASK",
    "THRESHOLD",
    "Draft",
    "check",
    "draft",
    "probability",
    "questions",
    "refused",
    "settle",
]
