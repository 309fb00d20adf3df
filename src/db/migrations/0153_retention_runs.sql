-- What each run of the retention job deleted: numbers, so that an administrator can show it was done (R-PRV-4).
create table retention_runs (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  counts jsonb not null,
  complete boolean not null
);
create index retention_runs_at on retention_runs (at);
