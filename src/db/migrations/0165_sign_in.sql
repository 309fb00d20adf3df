-- Whether a session came from the city's own identity provider, which asks for its own second factor.
alter table staff_session add column "signedInBy" text;
-- One identity of one provider belongs to one person.
create unique index staff_account_identity on staff_account ("providerId", "accountId");

-- Roles whose people must have a second factor; chosen by an administrator.
create table staff_second_factor_roles (
  role text primary key,
  since timestamptz not null,
  by_actor text not null
);
