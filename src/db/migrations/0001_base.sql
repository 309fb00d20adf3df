create extension if not exists vector;

create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text not null
);

-- Live events: a table with a rising id, one poller per process (LISTEN never delivers on the embedded database).
create table live_events (
  id bigint generated always as identity primary key,
  topic text not null,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null default now()
);
create index live_events_topic on live_events (topic, id);

create table job_runs (
  job text primary key,
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_result jsonb,
  last_error text,
  next_due_at timestamptz,
  lease_until timestamptz,
  lease_owner text
);

-- Fixed windows shared between processes; the key carries the limit's name and the hashed subject.
create table rate_limits (
  key text not null,
  window_start timestamptz not null,
  count integer not null,
  primary key (key, window_start)
);

create table blobs (
  id text primary key,
  content_type text not null,
  size integer not null,
  sha256 text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
create table blob_chunks (
  blob_id text not null references blobs (id) on delete cascade,
  seq integer not null,
  bytes bytea not null,
  primary key (blob_id, seq)
);

-- Append-only, hash-chained (R-OPS-2).
create table audit_log (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  previous_hash text not null,
  hash text not null
);
create index audit_log_subject on audit_log (subject, seq);
