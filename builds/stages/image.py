"""Stage 3: chooses where the build runs and makes that place ready."""

from builds import claims


def prepare_image(build, choose_runner, log):
    runner = choose_runner(log)
    claims.note(build, runner=runner.name)
    runner.prepare(log)
    return runner
