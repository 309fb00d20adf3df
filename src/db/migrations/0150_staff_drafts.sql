-- What a copilot proposed to a person at the desk, and what became of it: a sent message that stands on a draft carries
-- its mark (R-LBL-2), whatever the page says.
create table staff_drafts (
  id text primary key,
  conversation_id text not null references conversations (id) on delete cascade,
  staff_id text not null,
  -- Masked, like every text of a conversation.
  text text not null,
  removed jsonb not null,
  sources jsonb not null,
  model text not null,
  prompt_id text not null,
  prompt_version integer not null,
  created_at timestamptz not null,
  message_id text,
  -- How much of the sent message is the draft's, 0…1.
  kept real
);
create index staff_drafts_conversation on staff_drafts (conversation_id);
