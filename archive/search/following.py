"""How the index follows the content: what has changed is noted, and read into the index after commit."""

from collections.abc import Callable, Iterable

from asgiref.local import Local
from celery import current_app
from django.db import transaction

from archive.search.index import index

INDEX_TASK = "archive.search.tasks.index_pages"
#: So many pages are indexed at once; more of them by the workers.
AT_ONCE = 100
IN_A_MESSAGE = 500

_noted = Local()


def note(pages: Callable[[], Iterable[int]]) -> None:
    """`pages` is asked after commit, once for however many changes of the transaction."""
    if not hasattr(_noted, "changes"):
        _noted.changes = []
    _noted.changes.append(pages)
    transaction.on_commit(_follow, robust=True)


def _follow() -> None:
    """What a rolled back transaction has noted is read again, which does no harm."""
    changes, _noted.changes = _noted.changes, []
    pages = list(dict.fromkeys(page for change in changes for page in change()))
    if len(pages) <= AT_ONCE:
        index(pages)
        return
    for start in range(0, len(pages), IN_A_MESSAGE):
        current_app.send_task(INDEX_TASK, [pages[start : start + IN_A_MESSAGE]], retry=False)
