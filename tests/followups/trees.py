"""Builder of the branches of a script."""

from followups.models import ScriptBranch


def grow(script, hears, parent=None, **fields):
    branch = ScriptBranch(
        dealership=script.dealership, script=script, hears={"en": hears}, **fields
    )
    branch.hang_under(parent)
    branch.position = script.branches.filter(parent=parent).count() + 1
    branch.save()
    return branch
