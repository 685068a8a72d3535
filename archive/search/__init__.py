"""Searching an exhibition: an index of words without accents, and what is found in it through the gate."""
