"""The service's settings, read once from the environment and handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting, from `COMMUNIQUE_…` variables. docs/settings.md explains each."""

    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_", frozen=True, extra="ignore")

    model: str = "embedded:1.5b"
    base_url: str | None = None
    api_key: SecretStr | None = None
    database_url: str | None = None
    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("communique")))
    prompts: str = ""
    host: str = "127.0.0.1"
    port: int = 8000

    chunk_tokens: int = 800
    max_articles: int = 100
    max_article_bytes: int = 5_000_000
    max_request_bytes: int = 20_000_000
    model_timeout_seconds: float = 120.0
    model_retries: int = 4
    model_concurrency: int = 8
    model_shape: Literal["questions", "chunk"] | None = None
    model_context_tokens: int | None = None
    model_tasks: str | None = None
    fallback_model: str | None = None
    prompt_usd_per_million: float | None = None
    cached_prompt_usd_per_million: float | None = None
    completion_usd_per_million: float | None = None

    # Jobs. Days of None mean: for ever. See docs/jobs.md and docs/operations.md.
    job_concurrency: int = Field(default=2, ge=1)
    job_seconds: float = Field(default=3600.0, gt=0)
    queue_limit: int = Field(default=1000, ge=1)
    keep_summaries_days: float | None = Field(default=None, ge=0)
    keep_calls_days: float | None = Field(default=30.0, ge=0)

    # Doors, logs, metrics, traces. See docs/http.md, docs/threat-model.md.
    allow_public: bool = False
    allowed_hosts: str = ""
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_day: int | None = Field(default=None, ge=1)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    worker_metrics_port: int | None = Field(default=None, ge=1, le=65535)
    otlp_endpoint: str | None = None

    def resolved_database_url(self) -> str:
        """The database, SQLite in the data folder unless one is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'communique.db'}"

    def prompt_versions(self) -> dict[str, str]:
        """`PROMPTS` as {task: version}. Raises ValueError on anything but `task=version,…`."""
        pairs = [p.strip() for p in self.prompts.split(",") if p.strip()]
        if any(p.count("=") != 1 for p in pairs):
            raise ValueError(f"COMMUNIQUE_PROMPTS must read task=version,…; it is {self.prompts!r}")
        return {k.strip(): v.strip() for k, v in (p.split("=") for p in pairs)}
