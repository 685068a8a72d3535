"""What both engines raise."""


class EngineFailed(Exception):
    """What a database's own tool could not do, in one sentence for a person."""
