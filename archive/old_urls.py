"""The addresses of the old exhibition (Confabulations), as its confabulation/urls.py had them."""

from django.urls import path, re_path

from archive.views import old_addresses as old

app_name = "old"
urlpatterns = [
    re_path(r"^(?P<table>participant|story)/(?P<old_id>[0-9]{1,9})/?$", old.page, name="page"),
    re_path(
        r"^(?P<word>eras|theme|chain|connects|analysis_type|analysis)/(?P<old_id>[0-9]{1,9})/?$",
        old.room,
        name="room",
    ),
    re_path(r"^graph/(?P<old_id>[0-9]{1,9})/?$", old.graph_of, name="graph"),
    path("image/<slug:name>/", old.image, name="image"),
]
