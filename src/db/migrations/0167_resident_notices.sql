-- A resident who asked to be told outside the page: where to, sealed by the vault, and which words they agreed to.
create table ticket_notice_contacts (
  id text primary key,
  ticket_id text not null unique references tickets (id) on delete cascade,
  channel text not null check (channel in ('sms', 'email', 'mini_program')),
  address_sealed text not null,
  locale text not null check (locale in ('zh-CN', 'en')),
  consent_at timestamptz not null,
  consent_version text not null
);

-- In the outbox the address stays sealed; it is opened for each attempt and stored nowhere in the clear.
alter table webhook_events add column to_sealed text;
