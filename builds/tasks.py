"""The builds' work in the background."""

from celery import shared_task
from django.utils import timezone

from builds import cleaning, pipeline, reaper
from builds.zips import making


@shared_task(acks_late=False, soft_time_limit=30 * 60, time_limit=31 * 60)
def build_experiment(build_pk: int) -> None:
    """A lost or repeated message does no harm: the row says what is to do (builds.claims)."""
    pipeline.run(build_pk)


@shared_task(acks_late=False, soft_time_limit=6 * 3600, time_limit=6 * 3600 + 60)
def build_zipfile_of_videos(zip_pk: int) -> None:
    """A lost or repeated message does no harm here either."""
    making.build_zipfile_of_videos(zip_pk)


@shared_task
def reap_builds() -> None:
    """Of builds and of zips."""
    reaper.reap()
    reaper.reap_zips()


@shared_task
def cleanup_builds() -> None:
    """Bundles, and zips of videos."""
    cleaning.clean_bundles()
    making.forget_old(timezone.now())


@shared_task
def cleanup_docker_images() -> None:
    cleaning.clean_engine()


@shared_task
def cleanup_checkouts() -> None:
    cleaning.clean_checkouts()
