"""Addresses: the admin, and everything else by the rooms of `claims`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("claims.urls")),
]

# What Django refuses before any view is asked; under /api/ it says so as the API does.
handler400 = "claims.api.problems.bad_request"
handler404 = "claims.api.problems.not_found"
handler500 = "claims.api.problems.fault"
