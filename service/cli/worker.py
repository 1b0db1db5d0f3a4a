"""`communique worker`: a process that only works, for PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options, outputs


@options.shared
def worker(
    shared: options.Shared,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            help="Serve this worker's Prometheus metrics here. [COMMUNIQUE_WORKER_METRICS_PORT]"
        ),
    ] = None,
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
        **shared,
        worker_metrics_port=metrics_port,
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
