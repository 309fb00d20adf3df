-- The second factor; the sign-in library names its columns itself.
alter table staff_user add column "twoFactorEnabled" boolean not null default false;
create table staff_two_factor (
  id text primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" text not null references staff_user (id) on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create index staff_two_factor_user on staff_two_factor ("userId");
create index staff_two_factor_secret on staff_two_factor (secret);

-- By what was typed, known or not: whether an account exists is nobody's to learn.
create table staff_sign_in_failures (
  username_digest text primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
