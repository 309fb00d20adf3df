-- Numbers per day; the row lock of the day's counter makes them gap-free and unique.
create table ticket_counters (
  day text primary key,
  last integer not null
);

create table tickets (
  id text primary key,
  ticket_no text not null unique,
  query_code_hash text not null,
  client_key text unique,
  channel text not null,
  appeal_type text not null,
  title text not null,
  description text not null,
  -- The resident's own words, quoted, and the machine's summary apart from them (R-TKT-4).
  resident_words text not null default '',
  ai_summary text not null default '',
  category_code text,
  catalogue_version text not null,
  urgency text not null,
  risk_flags jsonb not null default '[]',
  confidentiality text not null,
  anonymous boolean not null,
  reporter_sealed text,
  reporter_digest text,
  contact_pref text not null default 'none',
  incident_at text,
  address text,
  location jsonb,
  place_unknown boolean not null default false,
  division_code text,
  grid_id text,
  media jsonb not null default '[]',
  conversation_id text references conversations (id) on delete set null,
  source_message_ids jsonb not null default '[]',
  ai_fields jsonb not null default '{}',
  lead_unit text,
  lead_unit_name text,
  co_units jsonb not null default '[]',
  level text not null,
  assignee_id text,
  assignee_name text,
  sla jsonb not null,
  accept_due_at timestamptz not null,
  sign_due_at timestamptz not null,
  contact_due_at timestamptz not null,
  resolve_due_at timestamptz not null,
  accepted_at timestamptz,
  signed_at timestamptz,
  contacted_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  paused_at timestamptz,
  paused_ms bigint not null default 0,
  pauses integer not null default 0,
  extended_at timestamptz,
  parent_id text references tickets (id),
  status text not null,
  outcome text,
  public_reply text,
  pending_question text,
  reject_reason text,
  referred_channel text,
  resident_verdict text,
  satisfaction text not null default 'unrated',
  rating_comment text not null default '',
  returns integer not null default 0,
  reopen_count integer not null default 0,
  appeal_count integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  retention_until timestamptz,
  erased_at timestamptz
);
create index tickets_queue on tickets (status, division_code, created_at);
create index tickets_due on tickets (resolve_due_at) where closed_at is null;
create index tickets_conversation on tickets (conversation_id);
create index tickets_lead on tickets (lead_unit, status, created_at);
create index tickets_created on tickets (created_at);

-- Append-only; each row carries the hash of the one before it.
create table ticket_history (
  ticket_id text not null references tickets (id),
  seq integer not null,
  at timestamptz not null,
  actor text not null,
  actor_role text not null,
  action text not null,
  from_status text,
  to_status text,
  reason text not null default '',
  diff jsonb not null default '{}',
  previous_hash text not null,
  hash text not null,
  primary key (ticket_id, seq)
);

-- Separate on purpose: no query for residents, Open311 or models joins it (bug class 11).
create table ticket_notes (
  id text primary key,
  ticket_id text not null references tickets (id) on delete cascade,
  staff_id text not null,
  staff_name text not null,
  text text not null,
  created_at timestamptz not null
);

create table ticket_supplements (
  id text primary key,
  ticket_id text not null references tickets (id) on delete cascade,
  text text not null,
  kind text not null check (kind in ('supplement', 'answer')),
  created_at timestamptz not null
);

-- What the resident sees before confirming. A draft is no ticket: it is in no queue (R-TKT-1).
create table ticket_drafts (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  status text not null default 'open' check (status in ('open', 'confirmed', 'discarded')),
  card jsonb not null,
  source_message_ids jsonb not null default '[]',
  ticket_id text references tickets (id),
  created_at timestamptz not null,
  confirmed_at timestamptz
);
create index ticket_drafts_conversation on ticket_drafts (conversation_id, created_at);

-- Every read of unmasked identity, with its purpose (R-ROLE-2).
create table identity_reads (
  id text primary key,
  ticket_id text not null,
  staff_id text not null,
  purpose text not null,
  at timestamptz not null
);

-- Accepted and corrected AI values: training and evaluation data.
create table ticket_reviews (
  ticket_id text not null references tickets (id) on delete cascade,
  field text not null,
  suggested jsonb,
  confirmed jsonb,
  confidence double precision,
  changed boolean not null,
  staff_id text not null,
  at timestamptz not null,
  primary key (ticket_id, field)
);
