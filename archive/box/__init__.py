"""The exhibition box: a copy of the exhibition that opens from a stick, as participants allow it."""
