"""How often things are looked at. Tests make them shorter; nobody else should need to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """All in seconds.

    lease: how long a claim on a job holds unless renewed; tick: how often it is renewed, and how
        soon a cancellation reaches another process.
    poll: how soon a waiter learns what another process wrote.
    idle: how soon a free process sees a job that another one queued, on SQLite.
    heartbeat, stalled: on PostgreSQL, how often a worker shows that it lives, and the silence
        after which it counts as dead. `stalled` is longer than `lease`, so that a job whose
        worker died can be claimed when it is queued again.
    rescue: how often workers look for jobs of dead ones. A dead worker's job is taken up after
        `stalled` + `rescue` at the latest, plus a moment to start it.
    patience: how long a job goes on after the last that waited for it has gone.
    grace: how long jobs may go on when a worker is asked to stop.
    event: the shortest time between two events of one job.
    prune: how often old summaries and calls are deleted.
    """

    lease: float = 10.0
    tick: float = 2.0
    poll: float = 0.5
    idle: float = 1.0
    heartbeat: float = 3.0
    stalled: float = 12.0
    rescue: float = 4.0
    patience: float = 0.5
    grace: float = 5.0
    event: float = 0.25
    prune: float = 3600.0
