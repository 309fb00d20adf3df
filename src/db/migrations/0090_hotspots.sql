-- A flag is a proposal to a person; accepted, the same row is the proactive task (主动治理, R-HOT-2).
create table hotspots (
  id text primary key,
  -- 'detected' by the rules of R-HOT-1, 'season' taken from the calendar by a person.
  origin text not null check (origin in ('detected', 'season')),
  rules jsonb not null,
  category_code text not null,
  division_code text,
  centre jsonb,
  ticket_count integer not null,
  reporter_count integer not null,
  baseline double precision not null,
  small_sample boolean not null,
  weak_signals integer not null default 0,
  first_at timestamptz not null,
  last_at timestamptz not null,
  status text not null check (status in ('proposed', 'accepted', 'in_progress', 'done', 'reviewed', 'dismissed')),
  plan text not null default '',
  owner_id text,
  owner_name text,
  due_on date,
  result text not null default '',
  accepted_at timestamptz,
  done_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index hotspots_status on hotspots (status, last_at desc);

create table hotspot_tickets (
  hotspot_id text not null references hotspots (id) on delete cascade,
  ticket_id text not null references tickets (id) on delete cascade,
  primary key (hotspot_id, ticket_id)
);
create index hotspot_tickets_ticket on hotspot_tickets (ticket_id);

-- Who moved it, and why.
create table hotspot_steps (
  hotspot_id text not null references hotspots (id) on delete cascade,
  seq integer not null,
  at timestamptz not null,
  actor text not null,
  from_status text,
  to_status text not null,
  reason text not null default '',
  primary key (hotspot_id, seq)
);

-- Questions without a ticket, classified once; gone with their conversation (R-HOT-3).
create table hotspot_signals (
  turn_id text primary key references turns (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  category_code text,
  division_code text,
  at timestamptz not null
);
create index hotspot_signals_at on hotspot_signals (at);

-- The date of an answer `planned` (R-TKT outcome).
alter table tickets add column planned_for date;
