"""The brief of a round: drafted over facts, checked, asked about, and only then shown."""

from __future__ import annotations

from service.brief.checking import check
from service.brief.drafting import Draft, draft
from service.brief.settling import probability, questions, settle

__all__ = ["Draft", "check", "draft", "probability", "questions", "settle"]
