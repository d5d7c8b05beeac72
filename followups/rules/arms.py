"""Which arm a customer has in a rule: called, or left alone as its control group. No ORM, no clock.

The number is a hash: nobody chooses, nothing has to be remembered, and two rules know nothing of
each other. Raising a share only adds controls, lowering it only releases some.
"""

from hashlib import sha256

HIGHEST_SHARE = 20
"""Per cent of its customers that a rule may leave uncalled."""

NUMBERS = 2**32


def number(*, rule_id: int, customer_id: int) -> int:
    """From 0 up to NUMBERS, evenly spread; followups.control says the same in SQL."""
    return int.from_bytes(sha256(f"{rule_id}:{customer_id}".encode()).digest()[:4])


def is_control(*, rule_id: int, customer_id: int, share: int) -> bool:
    """Whether the rule leaves this customer alone, with a control group of `share` per cent."""
    return number(rule_id=rule_id, customer_id=customer_id) * 100 < share * NUMBERS
