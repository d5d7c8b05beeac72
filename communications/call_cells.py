"""Which calls say when people are reached, and into which cell each falls, in SQL (law 5).

The cell is that of communications.rules.best_hours.cell_of. Both texts ask for a call named
`touch` and its moment on the customer's clock named `local.at`.
"""

CELL = "extract(isodow FROM local.at) >= 6, (extract(hour FROM local.at)::int + 1) / 2"
"""is_weekend, band"""

# a wrong number says nothing of the hour
COUNTS = """touch.undone_at IS NULL AND touch.channel = 'call' AND touch.direction = 'out'
      AND touch.outcome NOT IN ('', 'wrong_number')"""
