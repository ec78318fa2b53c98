"""Bench: what a list as CSV is compared with: a database's own command line, writing the same columns by SQL.

``sqlite3 -csv -header FILE`` is given one SELECT, ``psql`` one COPY of the same: every quotation of every claim, newest
claims first, with the 37 columns of our CSV and everything that is in them. It is let off what only a list for people
needs: where we write a label it writes the code, where we write a sentence it writes the pieces one after the other,
moments stay in UTC as they are stored, there is no guard against formulas, and no claim without a quotation.
"""

from typing import Final

# {join} and {role} differ between the two databases. A subquery in FROM gives its rows to {join} in their order.
_SELECT: Final = """
SELECT
  c.how_to_use || CASE WHEN q.is_altered THEN ', altered' WHEN NOT q.is_primary THEN ', another copy' ELSE '' END
    AS "How to use",
  c.statement AS "Statement",
  CASE c.speaker_basis
    WHEN 'printed' THEN speaker.name
    WHEN 'editor' THEN '[' || speaker.name || '] (editor)'
    WHEN 'copy' THEN 'the copy itself'
    ELSE coalesce(nullif(q.speaker_resolved, ''), nullif(q.speaker_printed, ''), 'unknown') || ' (not linked)'
  END AS "Who said it",
  coalesce(nullif(q.role_printed, ''), speaker.role) AS "Role",
  coalesce(via.name, 'unknown') AS "Via",
  q.words AS "Words as printed",
  c.status || CASE WHEN c.single_read_at IS NULL THEN '' ELSE ', single-read' END
    || CASE WHEN c.stale_since IS NULL THEN '' ELSE ', stale' END AS "Status",
  f.reason AS "Why",
  (SELECT {join}(piece, '{line_end}') FROM (
    SELECT e.kind || ', ' || e.stance || ': ' || e.address || e.file_name || e.file_sha256 || e.asked_whom || ' '
      || e.asked_how || ' ' || coalesce(CAST(e.asked_at AS text), '')
      || CASE WHEN e.has_reply THEN '' ELSE ' no reply' END || ' ' || e.text || ' ' || e.relation AS piece
    FROM claims_evidence e WHERE e.claim_id = c.id AND e.removed_at IS NULL ORDER BY e.added_at, e.id
  ) AS pieces) AS "Evidence",
  f.state || ': ' || coalesce(nullif(trim(first.first_name || ' ' || first.last_name), ''), first.username)
    || coalesce(', ' || coalesce(nullif(trim(second.first_name || ' ' || second.last_name), ''), second.username), '')
    AS "Checked by",
  coalesce(f.second_at, f.made_at) AS "Checked when",
  coalesce(nullif(d.address, ''), d.address_knowledge) AS "Address",
  c.attribution AS "Did they say it?",
  c.verdict AS "Is it true?",
  (SELECT {join}(step, ' > ') FROM (
    SELECT CASE WHEN r.knowledge = 'known' THEN coalesce(source.name, r.name) ELSE {role} || ': ' || r.knowledge END
      || ' (' || r.transform || ', ' || r.basis || ')' AS step
    FROM claims_relay r LEFT JOIN claims_source source ON source.id = r.source_id
    WHERE r.quotation_id = q.id ORDER BY r.position
  ) AS steps) AS "Chain",
  q.chain_end AS "The chain ends because",
  q.kind AS "Kind",
  (SELECT {join}(place, ' ') FROM (
    SELECT '[' || p.start || ', ' || p."end" || ')' AS place
    FROM claims_span p WHERE p.quotation_id = q.id ORDER BY p.position
  ) AS places) AS "Place in the text",
  d.our_title || CASE WHEN d.withdrawn_at IS NULL THEN '' ELSE ' (withdrawn)' END AS "Document",
  coalesce(CAST(d.published AS text) || ' ' || d.published_precision || ' ' || d.published_zone, d.published_knowledge)
    AS "Published",
  q.said_when AS "Said when, as printed",
  q.speaker_printed AS "Speaker as printed",
  CASE WHEN q.is_primary THEN 'primary' ELSE 'another copy' END || CASE WHEN q.is_altered THEN ', altered' ELSE '' END
    || ', ' || q.place AS "Which copy",
  q.damage AS "Damage",
  coalesce(CAST(c.stale_since AS text) || ': ' || c.stale_because, '') AS "Stale",
  s.text_sha256 AS "SHA-256 of the text",
  s.number AS "Version of the text",
  c.id AS "Claim",
  c.version AS "Version of the claim",
  q.id AS "Quotation",
  s.document_id AS "Document number",
  c.status AS "Code: status",
  c.how_to_use AS "Code: how to use",
  c.attribution AS "Code: did they say it",
  c.verdict AS "Code: is it true",
  q.kind AS "Code: kind",
  'UTC' AS "The desk's time zone"
FROM claims_claim c
  JOIN claims_quotation q ON q.claim_id = c.id
  JOIN claims_snapshot s ON s.id = q.snapshot_id
  JOIN claims_document d ON d.id = s.document_id
  LEFT JOIN claims_source speaker ON speaker.id = c.speaker_id
  LEFT JOIN claims_source via ON via.id = c.source_id
  LEFT JOIN claims_finding f ON f.claim_id = c.id AND f.state IN ('submitted', 'agreed')
  LEFT JOIN auth_user first ON first.id = f.made_by_id
  LEFT JOIN auth_user second ON second.id = f.second_by_id
WHERE q.place <> 'followed' AND (q.is_primary OR d.withdrawn_at IS NULL)
ORDER BY c.created DESC, c.id
"""


def by_sqlite(file: str) -> list[str]:
    """What SQLite's command line is asked."""
    select = _SELECT.format(join="group_concat", role="json_extract(r.roles, '$[0]')", line_end="\n")
    return ["sqlite3", "-readonly", "-csv", "-header", file, select]


def by_postgresql(url: str) -> list[str]:
    """What PostgreSQL's command line is asked."""
    select = _SELECT.format(join="string_agg", role="(r.roles ->> 0)", line_end="\n")
    return ["psql", "--no-psqlrc", "--dbname", url, "--command", f"COPY ({select}) TO STDOUT (FORMAT csv, HEADER)"]
