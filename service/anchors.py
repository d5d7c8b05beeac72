"""From when a car's maintenance interval runs, besides the workshop's own visits.

service does not know sales; an upper app that knows deliveries registers them here in
AppConfig.ready().
"""

# SELECT vehicle_id, anchor_on, anchor_km (NULL: not known); parameters: dealership, day
_sources: list[str] = []


def register(select: str) -> None:
    """Add a source of anchors: SQL with the columns and parameters named above."""
    if select not in _sources:
        _sources.append(select)


def sources() -> tuple[str, ...]:
    return tuple(_sources)
