"""`communique worker`: a process that only works, for PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options, outputs


def worker(
    metrics_port: Annotated[
        int | None,
        typer.Option(
            help="Serve this worker's Prometheus metrics here. [COMMUNIQUE_WORKER_METRICS_PORT]"
        ),
    ] = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    api_key: options.ApiKey = None,
    database_url: options.DatabaseUrl = None,
    data_dir: options.DataDir = None,
    prompts: options.PromptVersions = None,
) -> None:
    """Work on summaries that any `communique serve` on the same PostgreSQL took in.

    Start as many as there are machines. A worker that dies loses nothing: another takes its
    summaries up, and no completed model call is repeated.

    \b
    Example:
      communique worker --database-url postgresql+psycopg://communique@db/communique
    """
    import asyncio

    settings = options.settings_of(
        worker_metrics_port=metrics_port,
        model=model,
        base_url=base_url,
        api_key=api_key,
        database_url=database_url,
        data_dir=data_dir,
        prompts=prompts,
    )
    from service import bootstrap
    from service.jobs import work
    from service.web import logs, tracing
    from service.web.metrics import Metrics

    logs.configure(settings)
    metrics = Metrics()
    if settings.worker_metrics_port is not None:
        metrics.serve(settings.host, settings.worker_metrics_port)

    async def run() -> None:
        async with bootstrap.opened(settings, metrics.counted) as (storage, tools):
            pipeline = tracing.traced(bootstrap.pipeline(tools), settings)
            await work(settings, storage, metrics.observed(pipeline))

    outputs.say("The worker starts.")
    asyncio.run(run())
