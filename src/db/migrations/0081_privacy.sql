-- What a resident gets for a deletion (R-PRV-3): numbers and counts, nobody and nothing that was said.
create table deletion_receipts (
  receipt_no text primary key,
  conversation_id text not null unique,
  at timestamptz not null,
  deleted jsonb not null,
  tickets integer not null,
  identity_withdrawn boolean not null
);
create index deletion_receipts_at on deletion_receipts (at);

-- The resident deleted the conversation and left the ticket open: who reported it goes when it is closed.
alter table tickets add column erase_on_close boolean not null default false;
create index tickets_identity on tickets (closed_at) where erased_at is null and closed_at is not null;
create index tickets_retention on tickets (retention_until) where retention_until is not null;
create index ticket_drafts_open on ticket_drafts (created_at) where status = 'open';
create index knowledge_gaps_turn on knowledge_gaps (turn_id);
create index staff_session_expiry on staff_session ("expiresAt");

-- The chain stays append-only while its ticket lives; it goes as a whole with a ticket that has no identity any more and
-- is past its term (R-PRV-4).
create or replace function refuse_history_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select 1 from tickets t where t.id = old.ticket_id and t.closed_at is not null and t.erased_at is not null
      and t.retention_until < now()
  ) then
    return old;
  end if;
  raise exception 'ticket_history is append-only';
end $$;

-- A turn that was still drafting when its conversation was erased must not leave a draft behind. After the row, and after
-- the reference was checked (which waits for the erasing transaction), so that the erasure is seen.
create function refuse_draft_of_erased() returns trigger language plpgsql as $$
begin
  if exists (select 1 from conversations c where c.id = new.conversation_id and c.erased_at is not null) then
    raise exception 'conversation is erased';
  end if;
  return null;
end $$;
create trigger zz_refuse_draft_of_erased after insert on ticket_drafts
  for each row execute function refuse_draft_of_erased();
