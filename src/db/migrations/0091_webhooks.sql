-- Who is told about tickets. The secret is sealed by the vault: it signs, so a digest would not do.
create table webhook_endpoints (
  id text primary key,
  url text not null,
  name text not null,
  secret_sealed text not null,
  -- Empty: every type.
  event_types jsonb not null default '[]',
  -- An address inside the operator's own network; said at the command line only.
  allow_private boolean not null default false,
  active boolean not null default true,
  inactive_reason text,
  created_at timestamptz not null
);

-- The outbox: written in the transaction of the ticket event it tells of.
create table webhook_events (
  id text primary key,
  type text not null,
  at timestamptz not null,
  payload text not null
);
create index webhook_events_at on webhook_events (at);

create table webhook_deliveries (
  event_id text not null references webhook_events (id) on delete cascade,
  endpoint_id text not null references webhook_endpoints (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  last_status integer,
  last_error text,
  delivered_at timestamptz,
  primary key (event_id, endpoint_id)
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';
create index webhook_deliveries_dead on webhook_deliveries (endpoint_id) where status = 'dead';
