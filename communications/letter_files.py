"""The files of batches of letters: outside the web root, under names that nobody can guess."""

import os
from pathlib import Path

from django.conf import settings

from communications.models import LetterBatch


def path_of(batch: LetterBatch) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "letters" / str(batch.dealership_id)
    return folder / f"{batch.uid}.pdf"


def keep(batch: LetterBatch, content: bytes) -> None:
    """Write the file whole or not at all; one made again takes the place of the first."""
    path = path_of(batch)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            unfinished.chmod(0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def forget(batch: LetterBatch) -> None:
    path_of(batch).unlink(missing_ok=True)
