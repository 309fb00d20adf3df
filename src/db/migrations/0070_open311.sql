-- Systems that may file tickets; the key is stored as a hash and shown once.
create table open311_clients (
  id text primary key,
  name text not null,
  key_hash text not null unique,
  active boolean not null default true,
  created_at timestamptz not null
);

alter table tickets
  add column client_id text references open311_clients (id),
  -- What the public may read of the matter, written by staff; the resident's words are never shown instead (R-311-4).
  add column public_summary text;
create index tickets_public on tickets (created_at desc) where confidentiality <> 'secret_identity';
