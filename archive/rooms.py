"""The rooms of an exhibition: what is below its address and is no Wagtail page.

Each is a view `view(request, exhibition, **kwargs)`. `ExhibitionPage.route` asks here first, so that no
gallery
may bear a room's name; the gate has let the person into the exhibition before a view runs. Wagtail lets
addresses
be of letters, digits, `_` and `-` only, with a slash after each part.
"""

from django.urls import path

from archive.views import browse, graph, kiosk, search, timeline

urlpatterns = [
    path("themes/", browse.themes, name="themes"),
    path("themes/<slug:slug>/", browse.theme, name="theme"),
    path("chains/", browse.chains, name="chains"),
    path("chains/<slug:slug>/", browse.chain, name="chain"),
    path("eras/<slug:slug>/", browse.era, name="era"),
    path("keywords/", browse.keywords, name="keywords"),
    path("keywords/<slug:slug>/", browse.keyword, name="keyword"),
    path("analysis/", browse.analysis, name="analysis"),
    path("analysis/<slug:slug>/", browse.analysis_type, name="analysis-type"),
    path("analysis/<slug:type_slug>/<slug:slug>/", browse.analysis_point, name="analysis-point"),
    path("connections/", browse.connections, name="connections"),
    path("connections/<slug:slug>/", browse.connection_type, name="connection-type"),
    path("graph/", graph.graph, name="graph"),
    path("graph/<slug:code>/", graph.graph, name="graph-of"),
    path("graph-data/", graph.graph_data, name="graph-data"),
    path("graph-data/<slug:code>/", graph.graph_data, name="graph-data-of"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("kiosk/", kiosk.wall, name="kiosk"),
    path("kiosk/again/", kiosk.again, name="kiosk-again"),
    path("kiosk/leave/", kiosk.leave, name="kiosk-leave"),
]
