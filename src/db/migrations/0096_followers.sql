-- R-LIFE-6: who asked to hear of a matter, their own or a neighbour's, and the last state they were told.
create table ticket_followers (
  ticket_id text not null references tickets (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  told_status text not null,
  followed_at timestamptz not null,
  primary key (ticket_id, conversation_id)
);
create index ticket_followers_conversation on ticket_followers (conversation_id);
