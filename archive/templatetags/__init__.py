"""The exhibition's template tags."""
