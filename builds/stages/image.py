"""Stage 3: chooses where the build runs and makes that place ready."""

from builds import claims


def prepare_image(build, choose_runner, log) -> tuple[object, str]:
    """The runner, and what of it a bundle depends on."""
    runner = choose_runner(log)
    claims.note(build, runner=runner.name)
    return runner, runner.prepare(build.study.experiment_type, log)
