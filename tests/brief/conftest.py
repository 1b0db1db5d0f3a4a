"""The same readings as the rounds' tests."""

from tests.rounds.conftest import language, read, story

__all__ = ["language", "read", "story"]
