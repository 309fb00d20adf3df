-- The first four tables belong to the sign-in library, which names its columns itself.
create table staff_user (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  username text unique,
  "displayUsername" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table staff_session (
  id text primary key,
  "userId" text not null references staff_user (id) on delete cascade,
  token text not null unique,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index staff_session_user on staff_session ("userId");
create table staff_account (
  id text primary key,
  "userId" text not null references staff_user (id) on delete cascade,
  "accountId" text not null,
  "providerId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index staff_account_user on staff_account ("userId");
create table staff_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index staff_verification_identifier on staff_verification (identifier);

create table staff_profiles (
  user_id text primary key references staff_user (id) on delete cascade,
  roles jsonb not null,
  area_prefixes jsonb not null,
  grid_ids jsonb not null default '[]',
  unit_id text,
  unit_name text,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by text not null
);

-- One-time links: the first administrator, later invitations and resets. Only the hash is kept.
create table staff_links (
  id text primary key,
  kind text not null check (kind in ('first_admin', 'invite', 'reset')),
  token_hash text not null,
  user_id text,
  profile jsonb,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null
);
