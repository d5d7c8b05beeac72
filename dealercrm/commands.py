"""The processes of an installation: one table for the supervisor and docker-compose.yml."""

from dataclasses import dataclass, field

WEB_WORKERS = 2
# Threads × workers connections at most (a pool of as many per worker): 32 of PostgreSQL's 100.
WEB_THREADS = 16


@dataclass(frozen=True)
class Command:
    """How a process is started: arguments after `python`, and what it alone is told."""

    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


PREPARE = Command(("manage.py", "prepare"))

PROCESSES = {
    "web": Command(
        (
            "-m", "granian", "--interface", "wsgi", "--no-ws",
            "--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS),
            "--respawn-failed-workers", "--workers-kill-timeout", "5",
            "dealercrm.wsgi:application",
        ),
        {"DATABASE_POOL": "1", "DATABASE_POOL_SIZE": str(WEB_THREADS)},
    ),
    "worker": Command(
        (
            "-m", "celery", "-A", "dealercrm.celery", "worker", "--loglevel", "INFO",
            "--concurrency", "2", "--without-gossip", "--without-mingle",
        )
    ),
    "beat": Command(("-m", "celery", "-A", "dealercrm.celery", "beat", "--loglevel", "INFO")),
}  # fmt: skip

DEMO_TELEPHONY = "telephony"


def demo_telephony(port: int) -> Command:
    """The demo's telephone exchange, which tells the pages on `port` of its calls."""
    hook = f"http://127.0.0.1:{port}/hooks/telephony/"
    return Command(("manage.py", "simulate_telephony", "--hook", hook))
