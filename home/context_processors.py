"""What the frame around every page shows: the main navigation."""

from django.utils.functional import SimpleLazyObject

from home.navigation import main_menu


def chrome(request):
    """`main_menu`, made once for each page and only if its template asks."""
    return {"main_menu": SimpleLazyObject(lambda: main_menu(request))}
