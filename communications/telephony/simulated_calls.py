"""What happens in a simulated call: how long it rings, whether somebody answers, how it sounds."""

import base64
import io
import math
import wave
import zlib
from dataclasses import dataclass
from typing import Any

RATE = 8000
LONGEST_SOUND = 8
"""Seconds: enough to hear that something is there."""


@dataclass(frozen=True)
class Scene:
    """Seconds from the beginning; `talk` None: nobody answers, and `cause` says why."""

    rings: float = 1.0
    answer: float = 4.0
    talk: float | None = 12.0
    cause: str = "normal"
    is_recorded: bool = True


SCENES = (
    Scene(),
    Scene(answer=3.0, talk=25.0),
    Scene(answer=6.0, talk=8.0),
    Scene(answer=2.0, talk=3.0),
    Scene(answer=15.0, talk=None, cause="no_answer"),
    Scene(rings=0.5, answer=1.5, talk=None, cause="busy"),
)


def scene_for(number: str) -> Scene:
    """The same for the same number each time."""
    return SCENES[zlib.crc32(number.encode()) % len(SCENES)]


def events_of(call: str, asked: dict[str, Any], scene: Scene) -> list[tuple[float, dict[str, Any]]]:
    """(seconds from the beginning, what is told) of the whole call, in order."""
    base = {
        "call": call,
        "our_id": asked.get("our_id", ""),
        "direction": asked["direction"],
        "extension": asked["extension"],
        "number": asked["number"],
    }
    told = [(scene.rings, base | {"type": "ringing"})]
    if scene.talk is None:
        return [*told, (scene.answer, base | {"type": "ended", "cause": scene.cause})]
    end = scene.answer + scene.talk
    told.append((scene.answer, base | {"type": "answered"}))
    told.append((end, base | {"type": "ended", "cause": "normal"}))
    if scene.is_recorded:
        sound = base64.b64encode(sound_of(scene.talk)).decode()
        told.append((end + 1, base | {"type": "recording", "audio": sound}))
    return told


def sound_of(seconds: float) -> bytes:
    """A small WAV: two voices that take turns."""
    length = int(min(seconds, LONGEST_SOUND) * RATE)
    frames = bytes(
        int(
            128
            + 45
            * math.sin(2 * math.pi * (180 if place // RATE % 2 else 260) * place / RATE)
            * abs(math.sin(3 * math.pi * place / RATE))
        )
        for place in range(length)
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(frames)
    return file.getvalue()
