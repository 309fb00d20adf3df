-- Programs that ask on behalf of residents (OpenAI-compatible endpoint, MCP). The key is shown once and kept as a digest.
create table api_keys (
  id text primary key,
  name text not null,
  key_hash text not null unique,
  -- The first characters, to recognise a key by in a list; far too few to guess the rest.
  hint text not null,
  scopes jsonb not null,
  per_minute integer not null check (per_minute > 0),
  per_day integer not null check (per_day > 0),
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Windows that have passed are swept by their start.
create index rate_limits_window on rate_limits (window_start);
