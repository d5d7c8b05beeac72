"""Scorecards, the sample of calls, their reviews, the list for the meeting."""

from callreview.models.meeting import MeetingItem
from callreview.models.review import MOST_REVIEWS, Opening, Review, ReviewAnswer
from callreview.models.sample import ReviewSettings, SampledCall, SampleDraw, SampleReason
from callreview.models.scorecard import CallType, Scorecard, ScorecardItem, ScorecardVersion

__all__ = [
    "MOST_REVIEWS",
    "CallType",
    "MeetingItem",
    "Opening",
    "Review",
    "ReviewAnswer",
    "ReviewSettings",
    "SampleDraw",
    "SampleReason",
    "SampledCall",
    "Scorecard",
    "ScorecardItem",
    "ScorecardVersion",
]
