-- What a deletion looks for by conversation.
create index conversation_notes_conversation on conversation_notes (conversation_id);
create index staff_alerts_conversation on staff_alerts (conversation_id);
create index handoffs_conversation on handoffs (conversation_id);
