"""The editors' workroom: the archive's content in Wagtail's admin, one noun a file."""
