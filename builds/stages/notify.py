"""Stage 7: tells the admins of the study and of its lab."""

from builds.notices import tell


def notify(build, log) -> None:
    """In the transaction of the switch: a build that ended is told of, one that did not is not."""
    log.write(f"Mails waiting to be sent: {tell(build)}.")
