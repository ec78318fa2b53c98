"""API: its addresses."""

from django.urls import path

from claims.api import claim_acts, claims, documents, lists, notes, pages, problem_list, sources

urlpatterns = [
    path("schema", pages.Schema.as_view(), name="api-schema"),
    path("schema.yaml", pages.SchemaYaml.as_view(), name="api-schema-yaml"),
    path("docs/", pages.docs, name="api-docs"),
    path("problems", problem_list.Problems.as_view(), name="api-problems"),
    path("claims", claims.Claims.as_view(), name="api-claims"),
    path("claims/<int:pk>", claims.OneClaim.as_view(), name="api-claim"),
    path("claims/<int:pk>/notes", notes.NotesOfClaim.as_view(), name="api-claim-notes"),
    *(
        path(f"claims/<int:pk>/{name}", door.as_view(), name=f"api-claim-{name}")
        for name, door in claim_acts.DOORS.items()
    ),
    path("documents", documents.Documents.as_view(), name="api-documents"),
    path("documents/<int:pk>", documents.OneDocument.as_view(), name="api-document"),
    path("sources", sources.Sources.as_view(), name="api-sources"),
    path("sources/<int:pk>", sources.OneSource.as_view(), name="api-source"),
    path("lists", lists.Lists.as_view(), name="api-lists"),
    path("lists/<int:pk>", lists.OneList.as_view(), name="api-list"),
    path("lists/<int:pk>/claims", lists.ClaimsOfList.as_view(), name="api-list-claims"),
    path("lists/<int:pk>/claims/<int:claim>/settle", lists.SettleClaim.as_view(), name="api-list-settle"),
    path("lists/<int:pk>/correct", lists.CorrectList.as_view(), name="api-list-correct"),
    path("lists/<int:pk>/file", lists.ListFile.as_view(), name="api-list-file"),
    path("lists/<int:pk>/manifest", lists.ListManifest.as_view(), name="api-list-manifest"),
    path("notes", notes.Notes.as_view(), name="api-notes"),
    path("notes/<int:pk>", notes.OneNote.as_view(), name="api-note"),
    *(path(f"notes/<int:pk>/{name}", door.as_view(), name=f"api-note-{name}") for name, door in notes.ACTS.items()),
]
