"""What a verifier raises when a link opens nothing."""


class LinkRefused(Exception):
    """A link that is not valid; its text is one sentence for people and holds no detail of a key."""
