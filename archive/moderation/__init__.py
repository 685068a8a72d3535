"""A gallery's way into the exhibition: draft, submitted, approved, exhibited, withdrawn (docs/access.md).

What is published is Wagtail's matter and the editors'; that it is shown is decided here, and only with the
participant's consent. The machine (`machine`) is the studies' in small; `steps` keeps it and Wagtail's
moderation one.
"""
