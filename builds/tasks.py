"""The builds' work in the background."""

from celery import shared_task

from builds import cleaning, pipeline, reaper


@shared_task(acks_late=False, soft_time_limit=30 * 60, time_limit=31 * 60)
def build_experiment(build_pk: int) -> None:
    """A lost or repeated message does no harm: the row says what is to do (builds.claims)."""
    pipeline.run(build_pk)


@shared_task
def reap_builds() -> None:
    reaper.reap()


@shared_task
def cleanup_builds() -> None:
    cleaning.clean_bundles()


@shared_task
def cleanup_docker_images() -> None:
    cleaning.clean_engine()


@shared_task
def cleanup_checkouts() -> None:
    cleaning.clean_checkouts()
