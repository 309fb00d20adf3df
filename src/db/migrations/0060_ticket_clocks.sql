alter table tickets
  -- When the sweep looks at this ticket next; null while no clock runs.
  add column next_mark_at timestamptz,
  add column extension jsonb,
  -- R-LIFE-4: whom the complaint is about. They neither see it nor get it.
  add column subject_unit text,
  add column subject_staff_id text;
create index tickets_next_mark on tickets (next_mark_at) where next_mark_at is not null;
create index tickets_awaiting_verdict on tickets (resolved_at) where status = 'resolved';
create index tickets_parent on tickets (parent_id) where parent_id is not null;

-- One row per mark a clock has passed. The key makes each act happen once, also under restarts and two workers (R-SLA-3);
-- a moved due date is another key, so an extension arms the marks again.
create table ticket_marks (
  ticket_id text not null references tickets (id) on delete cascade,
  stage text not null,
  mark text not null,
  due_at timestamptz not null,
  at timestamptz not null,
  primary key (ticket_id, stage, mark, due_at)
);

-- What staff have to be told. Whom it concerns is decided by the ticket's area, level and unit at that moment.
create table ticket_alerts (
  id text primary key,
  ticket_id text not null references tickets (id) on delete cascade,
  kind text not null,
  stage text,
  level text not null,
  unit text,
  assignee_id text,
  on_call boolean not null default false,
  reason text not null default '',
  created_at timestamptz not null
);
create index ticket_alerts_created on ticket_alerts (created_at desc);

-- The chain is append-only for every role that is not the owner switching this off on purpose (R-OPS-2).
create function refuse_history_change() returns trigger language plpgsql as $$
begin
  raise exception 'ticket_history is append-only';
end $$;
create trigger ticket_history_append_only before update or delete on ticket_history
  for each row execute function refuse_history_change();
