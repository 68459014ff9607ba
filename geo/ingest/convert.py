"""A sheet to records: each row becomes a feature, or is left out with a sentence that says why."""

from __future__ import annotations

from geo.ingest.outcome import Answers, Asked, Feature, Outcome

__all__ = ["Answers", "Asked", "Feature", "Outcome"]
