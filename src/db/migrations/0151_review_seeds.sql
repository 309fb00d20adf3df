-- Suggestions that were wrong on purpose, to measure whether reviewers read before they accept. The ticket itself never
-- holds the wrong value.
create table review_seeds (
  ticket_no text primary key references tickets (ticket_no) on delete cascade,
  staff_id text not null,
  seeded text not null,
  shown_at timestamptz not null,
  decided_at timestamptz,
  -- Accepted as it was shown; null while undecided, or when the ticket ended another way.
  accepted boolean
);
create index review_seeds_shown on review_seeds (shown_at);
