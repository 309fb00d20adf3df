-- Who wrote a note stays readable when the account is gone.
alter table conversation_notes add column staff_name text not null default '';
