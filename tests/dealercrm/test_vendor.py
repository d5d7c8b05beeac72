"""What we serve of others is what the lock says, and every icon used is in the sprite."""

import hashlib
import tomllib

from dealercrm.management.commands.vendor import (
    LOCK,
    VENDOR,
    icon_names_in_sprite,
    icon_names_used,
)


def test_vendored_files_are_those_of_the_lock():
    locked = {file["name"]: file["sha256"] for file in tomllib.loads(LOCK.read_text())["file"]}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path != LOCK
    }

    assert present == locked


def test_every_icon_used_is_in_the_sprite():
    assert icon_names_used() - icon_names_in_sprite() == set()
