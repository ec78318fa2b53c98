"""Urls: every address of the app."""

from django.urls import path
from django.views.generic import RedirectView

from claims.views import signing_in

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="claims"), name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/demo/", signing_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("health/", signing_in.health, name="health"),
]
