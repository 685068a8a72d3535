"""Measurements: `make bench` prints them, docs/performance.md keeps them."""
