"""Reads of the sample: whose calls, why, how far reviewed, and what may be shown to whom.

How the second reviewer stays independent: as long as a person may still review a call that
somebody else has reviewed, its score is not open to them (`seen_by`), neither by itself nor within
a number. Whatever is computed of scores is computed for a viewer and of the calls open to them:
two people may see different means, and none of them can be used to find out a hidden score. Who
does not want to be the second reviewer says so (`Opening`) and sees what was hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, Case, DecimalField, Exists, F, OuterRef, Q, Value, When

from customers import rules
from dealerships.querysets import TenantQuerySet

if TYPE_CHECKING:
    from callreview.models import SampledCall
    from dealerships.models import User


class SampledCallQuerySet(TenantQuerySet["SampledCall"]):
    def with_talk(self) -> Self:
        """Joins what a row of a list shows of the talk (no query more)."""
        return self.select_related(
            "person",
            "phone_call__customer",
            "phone_call__touch__added_recording",
            "touch__customer",
            "touch__added_recording",
            "touch__phone_call",
        )

    def reviewed(self) -> Self:
        """At least one review of it is submitted."""
        return self.filter(reviews_done__gte=1)

    def scored(self) -> Self:
        return self.filter(score__isnull=False)

    def because(self, why: str) -> Self:
        return self.filter(pk__in=self.filter(reasons__why=why).values("pk"))

    def about(self, words: str) -> Self:
        """Every word of the search stands in the customer's name, or in the number."""
        found = self
        for word in rules.fold(words).split():
            found = found.filter(
                Q(phone_call__customer__search_name__contains=word)
                | Q(touch__customer__search_name__contains=word)
                | Q(phone_call__number__contains=word)
                | Q(touch__address__contains=word)
            )
        return found

    def seen_by(self, user: User) -> Self:
        """Adds is_open, my_review and shown_score.

        is_open: the answers may be shown, since this person can no longer review the call
        without knowing what the other one said. A list sorts by shown_score, which is -1 where
        there is none or it may not be shown.
        """
        own = self.model._default_manager.filter(pk=OuterRef("pk"))
        annotated = self.annotate(
            is_mine=Exists(own.filter(reviews__reviewer=user)),
            is_open=_yes(
                Q(reviews_done__gte=2)
                | Q(person=user)
                | Q(Exists(own.filter(openings__user=user)))
                | Q(
                    Exists(
                        own.filter(
                            reviews__reviewer=user, reviews__first_submitted_at__isnull=False
                        )
                    )
                )
            ),
        )
        return annotated.annotate(
            shown_score=Case(
                When(is_open=True, score__isnull=False, then=F("score")),
                default=Value(-1),
                output_field=DecimalField(max_digits=4, decimal_places=1),
            )
        )

    def hidden_from(self, user: User) -> Self:
        """Reviewed calls whose score this person would see by giving up to review them.

        Not those they are reviewing: their own review opens them.
        """
        return self.reviewed().seen_by(user).filter(Q(is_open=False, is_mine=False))

    def waiting_for(self, user: User) -> Self:
        """Not of their own, and still without a review."""
        return self.filter(reviews__isnull=True).exclude(person=user)

    def second_wanted(self, user: User) -> Self:
        """One review of somebody else; this person may still be the blind second."""
        rows = self.filter(reviews_done=1).exclude(person=user)
        mine = Q(pk__in=self.filter(reviews__reviewer=user).values("pk"))
        opened = Q(pk__in=self.filter(openings__user=user).values("pk"))
        full = Q(pk__in=self.filter(reviews__place=2).values("pk"))
        return rows.exclude(mine | opened | full)


def _yes(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
