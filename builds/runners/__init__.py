"""Where experiments are compiled: in containers of a Docker Engine, or on this machine while developing.

A runner has a `name`, `prepare(log)` and `workplace(build, checkout)`; a workplace has
`run(step, network=, deadline=, log=)` and `result()`, the tar of what the steps have left in dist/.
"""

from django.conf import settings

from builds.errors import BuildSystemError
from builds.runners import docker_engine
from builds.runners.local import LocalRunner


def choose(log):
    """Docker where an Engine answers; this machine only if it is a developer's own."""
    client = docker_engine.connect()
    if client:
        return docker_engine.DockerRunner(client)
    if settings.LOCAL:
        log.write("No Docker Engine is reachable; the local runner builds on this machine.")
        return LocalRunner()
    raise BuildSystemError(
        "No Docker Engine is reachable, and without LOCAL nothing is built outside of one."
    )
