"""Where experiments are compiled: in containers of a Docker Engine, or on this machine while developing.

A runner has a `name`, `prepare(image, log)`, which says what of it a bundle depends on, and
`workplace(build, image, checkout)`; a workplace has `run(step, network=, deadline=, log=)` and `result()`,
the tar of what the steps have left in dist/. An image is a folder of builds/images/, one for each type of
experiments.
"""

from django.conf import settings

from builds.errors import BuildInterrupted
from builds.runners import engine
from builds.runners.containers import DockerRunner
from builds.runners.local import LocalRunner


def choose(log):
    """Docker where an Engine answers; this machine only if it is a developer's own."""
    client = engine.connect()
    if client:
        return DockerRunner(client)
    if settings.LOCAL:
        log.write("No Docker Engine is reachable; the local runner builds on this machine.")
        return LocalRunner()
    raise BuildInterrupted(
        "No Docker Engine is reachable, and without LOCAL nothing is built outside of one."
    )
