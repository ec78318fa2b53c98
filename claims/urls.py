"""Urls: every address of the app."""

from django.urls import path
from django.views.generic import RedirectView

from claims.views import (
    claim,
    claim_enter,
    claim_list,
    documents,
    evidence,
    export,
    importing,
    saved_views,
    signing_in,
    sources,
)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="claims"), name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/demo/", signing_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("export/", export.export_claims, name="export"),
    path("claims/", claim_list.claims, name="claims"),
    path("claims/enter/", claim_enter.enter, name="claim-enter"),
    path("claims/<int:pk>/", claim.claim, name="claim"),
    path("claims/<int:pk>/<str:act>/", claim.act, name="claim-act"),
    path("views/", saved_views.views, name="views"),
    path("views/counts/", saved_views.view_counts, name="view-counts"),
    path("views/keep/", saved_views.keep, name="view-keep"),
    path("views/<int:pk>/change/", saved_views.change, name="view-change"),
    path("views/<int:pk>/remove/", saved_views.remove, name="view-remove"),
    path("views/<int:pk>/restore/", saved_views.restore, name="view-restore"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/facts/", documents.facts, name="document-facts"),
    path("documents/<int:pk>/version/", importing.import_version, name="document-version"),
    path("documents/<int:pk>/mark/", documents.mark, name="document-mark"),
    path("documents/<int:pk>/raw/<int:number>/", documents.snapshot_raw, name="snapshot-raw"),
    path("documents/<int:pk>/<str:act>/", documents.act, name="document-act"),
    path("import/", importing.import_story, name="import"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.new, name="source-new"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", sources.edit, name="source-edit"),
    path("sources/<int:pk>/rate/", sources.rate, name="source-rate"),
    path("sources/<int:pk>/vouch/", sources.vouch, name="source-vouch"),
    path("sources/names/", claim_list.source_names, name="source-names"),
    path("evidence/<int:pk>/file/", evidence.evidence_file, name="evidence-file"),
    path("health/", signing_in.health, name="health"),
]
