"""What can go wrong with a build, told apart by who can do something about it."""


class BuildUserError(Exception):
    """The researcher can put it right; the message is shown in full."""


class BuildSystemError(Exception):
    """Ours to put right; the researcher sees an id, the operators find the traceback under it."""


class BuildInterrupted(Exception):
    """A service that builds need is away for now; the build is begun again. The message is shown."""


class BuildRefused(Exception):
    """A build that can't be asked for or cancelled now; the message tells the person why."""


class BuildLost(Exception):
    """The build is no longer this worker's: it was cancelled, or taken over after a silence."""
