-- Knowledge from a person's upload to the second person's publication. Each version is a document row of its own, cut and
-- indexed while nobody can find it: publishing is one UPDATE, and an old version keeps the passages that were cited.
create table knowledge_versions (
  id text primary key,
  article_id text not null,
  number integer not null,
  state text not null check (state in ('pending_parse', 'unreadable', 'draft', 'submitted', 'published', 'discarded')),
  title text not null,
  -- What people entered or corrected; it wins over what the file says.
  edits jsonb not null default '{}',
  -- All fields as they will be published.
  fields jsonb not null default '{}',
  document_id text,
  replaces_document_id text,
  source_kind text not null check (source_kind in ('file', 'url', 'text')),
  source_name text not null,
  source bytea,
  problems jsonb not null default '[]',
  -- Everybody who wrote a part of it; none of them may publish it.
  authors jsonb not null,
  gap_ids jsonb not null default '[]',
  note text not null default '',
  created_by_name text not null,
  created_at timestamptz not null,
  submitted_by text,
  submitted_by_name text,
  submitted_at timestamptz,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text not null default '',
  parsing_until timestamptz,
  revision integer not null default 1,
  unique (article_id, number)
);
create index knowledge_versions_state on knowledge_versions (state, created_at desc);
create index knowledge_versions_document on knowledge_versions (document_id);

-- By name and not by row: a bundled document that was withdrawn stays so when its file is taken in again.
create table withdrawn_documents (
  id text primary key,
  slug text not null,
  reason text not null,
  withdrawn_by text not null,
  withdrawn_by_name text not null,
  withdrawn_at timestamptz not null,
  lifted_by text,
  lifted_by_name text,
  lifted_at timestamptz
);
create unique index withdrawn_documents_now on withdrawn_documents (slug) where lifted_at is null;

-- Read in every turn, so that all processes obey at once.
create table topic_switches (
  id text primary key,
  scope text not null check (scope in ('all', 'topic')),
  name text not null,
  words jsonb not null,
  reason text not null,
  set_by text not null,
  set_by_name text not null,
  set_at timestamptz not null,
  lifted_by text,
  lifted_by_name text,
  lifted_at timestamptz
);
create index topic_switches_now on topic_switches (set_at) where lifted_at is null;

create index knowledge_gaps_open on knowledge_gaps (created_at desc) where resolved_at is null;

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_log is append-only';
end $$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_audit_change();

-- As before, and not withdrawn by a person.
create or replace function documents_in_force(day date) returns setof documents
language sql stable as $$
  select d.* from documents d
  where d.generation is not null and d.deleted_at is null
    and (d.effective_from is null or d.effective_from <= day)
    and (d.effective_to is null or d.effective_to >= day)
    and (d.status = 'effective'
      or (d.status = 'not_yet' and d.effective_from is not null)
      or (d.status in ('superseded', 'repealed') and d.effective_to is not null))
    -- Not correlated, so it runs once: a join here was quadratic on a corpus of many short documents.
    and d.slug not in (
      select s.superseded_slug from document_supersessions s
      join documents newer on newer.id = s.document_id
      where newer.generation is not null and newer.deleted_at is null
        and (newer.effective_from is null or newer.effective_from <= day)
        and (newer.effective_to is null or newer.effective_to >= day)
        and (newer.status <> 'not_yet' or newer.effective_from is not null))
    and d.slug not in (select w.slug from withdrawn_documents w where w.lifted_at is null)
$$;
