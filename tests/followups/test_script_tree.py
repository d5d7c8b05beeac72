"""The tree of a script from its rows."""

from followups.rules.script_tree import MOST_KEYS, Place, grown


def drawn(nodes):
    """As nested pairs: (name and key, those below)."""
    return [(f"{node.row}{node.key}", drawn(node.children)) for node in nodes]


def test_branches_stand_in_their_order_under_their_parents():
    rows = {
        Place(1, None, 2): "late",
        Place(2, None, 1): "early",
        Place(3, 2, 1): "below",
        Place(4, 3, 1): "deepest",
    }

    assert drawn(grown(rows)) == [
        ("early1", [("below2", [("deepest3", [])])]),
        ("late4", []),
    ]


def test_of_one_place_the_older_comes_first():
    rows = {Place(8, None, 1): "new", Place(5, None, 1): "old"}

    assert drawn(grown(rows)) == [("old1", []), ("new2", [])]


def test_what_hangs_below_a_removed_branch_is_left_out():
    assert grown({Place(2, 1, 1): "orphan"}) == []


def test_the_digits_go_to_the_first_nine():
    rows = {Place(number, None, number): "" for number in range(1, 13)}

    keys = [node.key for node in grown(rows)]

    assert keys == [*range(1, MOST_KEYS + 1), 0, 0, 0]
