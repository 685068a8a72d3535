"""Every address."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import two_step_views
from home import views as home

urlpatterns = [
    path("sign-in/", two_step_views.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", two_step_views.second_step, name="second-step"),
    path("two-step/", two_step_views.two_step_page, name="two-step"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("healthz", home.health, name="health"),
    path("robots.txt", home.robots, name="robots"),
    # Wagtail brings two sign-in pages of its own; there is one.
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True, permanent=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True, permanent=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="forgotten", permanent=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("exhibition-media/", include("archive.urls")),
    path("", include("studies.urls")),
    path("iiif/", include("archive.iiif.urls")),
    path("", include("archive.welcome_urls")),
    path("", include("builds.urls")),
    path("", include("archive.old_urls")),
]
if not (settings.CLOUDFRONT and settings.CLOUDINARY):
    # The stand-in for CloudFront and Cloudinary is there only while one of them is not configured.
    urlpatterns.append(path("edge/", include("archive.edge.urls")))
urlpatterns.append(path("", include(wagtail_urls)))
