-- A photo of a report: the bytes stand in blobs; it goes with the conversation it was sent in, or with the person in the ticket.
create table photos (
  id text primary key references blobs (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  ticket_id text references tickets (id) on delete cascade,
  created_at timestamptz not null
);
create index photos_conversation on photos (conversation_id);
create index photos_ticket on photos (ticket_id);
