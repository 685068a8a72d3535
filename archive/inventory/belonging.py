"""Which objects of the bucket belong there: those of media items, and what archive.paths knows beside."""

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, LPad

from archive import paths
from archive.models import MediaItem, StoredObject

LONGEST = StoredObject._meta.get_field("key").max_length


def can_be_recorded(key: str) -> bool:
    """A key of ours always can; a strange one may be longer, or have characters that no database takes."""
    return len(key) <= LONGEST and key.isprintable()


def extra() -> QuerySet:
    """The objects that belong to no media item and are of no other kind that is known."""
    keys = MediaItem.objects.order_by().values_list(key_in_sql())
    return StoredObject.objects.exclude(key__regex=f"^({paths.BESIDE})$").exclude(key__in=keys)


def key_in_sql() -> Case:
    """`MediaItem.key`, as the database puts it together."""
    code, number = F("gallery__code"), LPad(Cast("number", CharField()), 3, Value("0"))
    return Case(
        *(
            When(kind=kind, then=Concat(code, Value(f"/{folder}/"), code, number, Value(f".{extension}")))
            for kind, (folder, extension) in paths.FOLDERS.items()
        ),
        output_field=CharField(),
    )
