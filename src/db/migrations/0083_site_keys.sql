-- Sites that may show the resident page in a frame. The key stands in their HTML: it names a site, it proves nothing.
create table site_keys (
  id text primary key,
  key text not null unique,
  name text not null,
  -- Exact origins (https://host[:port]); none means no site may frame the page.
  origins jsonb not null,
  per_minute integer not null check (per_minute > 0),
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz
);
