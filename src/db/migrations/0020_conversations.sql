-- Texts of messages, turns and events are stored masked; `private` is the sealed placeholder → original map of the
-- whole conversation, so that the same number has the same placeholder everywhere in it (R-PRV-1, R-PRV-3).
create table conversations (
  id text primary key,
  token_hash text not null,
  created_at timestamptz not null,
  last_active_at timestamptz not null,
  locale text not null default 'zh-CN',
  mode text not null default 'ai' check (mode in ('ai', 'waiting', 'staff', 'closed')),
  safety_mode text,
  division_code text,
  staff_id text,
  staff_name text,
  staff_unit text,
  -- Lease of the one running turn; a turn whose lease ran out is swept.
  running_turn_id text,
  lease_until timestamptz,
  next_seq integer not null default 1,
  -- Slots of a ticket or clarification being collected, between turns.
  pending jsonb,
  private text,
  notice_version text,
  erased_at timestamptz
);
create index conversations_active on conversations (last_active_at);
create index conversations_waiting on conversations (mode, last_active_at) where mode in ('waiting', 'staff');
create index conversations_lease on conversations (lease_until) where running_turn_id is not null;

create table turns (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  client_turn_id text not null,
  status text not null check (status in ('running', 'completed', 'failed', 'superseded')),
  outcome text,
  text text not null,
  resident_message_id text not null,
  answer_message_id text,
  superseded_by text,
  first_sentence_at timestamptz,
  started_at timestamptz not null,
  deadline_at timestamptz not null,
  finished_at timestamptz,
  request_id text not null,
  steps jsonb not null default '[]',
  passages jsonb not null default '[]',
  unique (conversation_id, client_turn_id)
);
create index turns_started on turns (started_at);
create index turns_outcome on turns (outcome, started_at);

create table turn_events (
  turn_id text not null references turns (id) on delete cascade,
  seq integer not null,
  event jsonb not null,
  primary key (turn_id, seq)
);

create table messages (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  seq integer not null,
  role text not null check (role in ('resident', 'assistant', 'staff', 'system')),
  label text not null,
  text text not null,
  events jsonb not null default '[]',
  turn_id text,
  outcome text,
  staff_id text,
  staff_name text,
  staff_unit text,
  created_at timestamptz not null,
  unique (conversation_id, seq)
);

-- Never joined into anything a resident, Open311 or a model sees (bug class 11).
create table conversation_notes (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  staff_id text not null,
  text text not null,
  created_at timestamptz not null
);

create table feedback (
  message_id text primary key references messages (id) on delete cascade,
  vote text not null check (vote in ('up', 'down')),
  reasons jsonb not null default '[]',
  comment text not null default '',
  created_at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by text
);

create table handoffs (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  state text not null check (state in ('waiting', 'active', 'closed')),
  reason text not null,
  urgent boolean not null default false,
  requested_at timestamptz not null,
  taken_at timestamptz,
  closed_at timestamptz,
  staff_id text
);
create unique index handoffs_open on handoffs (conversation_id) where state <> 'closed';
create index handoffs_waiting on handoffs (state, urgent desc, requested_at);

-- Alerts are not tickets (R-TKT-1): a critical case tells staff at once, marked unconfirmed.
create table staff_alerts (
  id text primary key,
  conversation_id text references conversations (id) on delete cascade,
  ticket_no text,
  kind text not null,
  summary text not null,
  division_code text,
  created_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text
);
create index staff_alerts_open on staff_alerts (created_at) where acknowledged_at is null;

-- Questions nobody could answer, and down-voted answers (R-KB-8). Masked text only.
create table knowledge_gaps (
  id text primary key,
  question text not null,
  reason text not null,
  turn_id text,
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  document_id text
);
