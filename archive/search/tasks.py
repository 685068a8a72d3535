"""The index's work in the background."""

from celery import shared_task

from archive.search import index


@shared_task
def index_pages(pages: list[int]) -> None:
    """Repeated, it finds nothing to do."""
    index.index(pages)


@shared_task
def index_everything() -> None:
    index.index_everything()
