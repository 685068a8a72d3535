"""Which grants count: those of a person and of his groups, from their beginning to before their end."""

from django.db.models import Q

from archive.access.asking import Asked, ancestor_path, model, once, within

#: Held globally (by a role such as the archivists'), it opens every exhibition without a grant.
SEE_EVERYTHING = "archive.view_exhibitionpage"


def sees_everything(user) -> bool:
    return user.is_active and user.has_perm(SEE_EVERYTHING)


def grants_of(page_type: str, user):
    """The user's grants on pages of a type, whatever their dates: his own, and his groups'."""
    views = Q(permission__codename=f"view_{page_type}")
    by_user = model(f"{page_type}userobjectpermission").objects.filter(views, user=user)
    return by_user, model(f"{page_type}groupobjectpermission").objects.filter(views, group__user=user)


def counting_grants(page_type: str, user, at):
    """Those of the user's grants that count at that moment."""
    counts = (Q(valid_from=None) | Q(valid_from__lte=at)) & (Q(valid_until=None) | Q(valid_until__gt=at))
    by_user, by_group = grants_of(page_type, user)
    return by_user.filter(counts), by_group.filter(counts)


def granted(page_type: str, asked: Asked, key="pk") -> Q:
    """That the user was granted the page with that key."""
    by_user, by_group = counting_grants(page_type, asked.user, asked.at)
    return within(key, by_user.values("content_object")) | within(key, by_group.values("content_object"))


@once
def granted_wholly(asked: Asked) -> Q:
    """Of a gallery: that the user was granted it or its exhibition, and not only some of its stories."""
    if sees_everything(asked.user):
        return Q()
    exhibition = ancestor_path(1)
    by_user, by_group = (
        within(exhibition, grants.values("content_object__path"))
        for grants in counting_grants("exhibitionpage", asked.user, asked.at)
    )
    return granted("gallerypage", asked) | by_user | by_group
