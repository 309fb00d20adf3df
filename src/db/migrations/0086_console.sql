-- Words of a ticket as characters and pairs of characters: Chinese has no spaces to cut at, and trigrams miss a word of
-- two. The cost tells the planner to look in the index and not to call this row by row.
create function ticket_grams(ticket_no text, title text, address text, description text, words text)
returns tsvector language sql immutable parallel safe cost 10000 as $$
  select array_to_tsvector(coalesce(array_agg(distinct gram), '{}')) from (
    select substr(body, at, size) as gram
    from (
      select lower(normalize(regexp_replace(left(concat_ws(' ', ticket_no, title, address, description, words), 6000),
        '\s+', ' ', 'g'), NFKC)) as body
    ) folded, generate_series(1, length(body)) as at, generate_series(1, 2) as size
    where at + size - 1 <= length(body)
  ) cut where position(' ' in gram) = 0
$$;
create index tickets_words on tickets using gin (ticket_grams(ticket_no, title, address, description, resident_words));

-- The queue by the clock that runs now: a reader of a whole city stops after the first page.
create index tickets_open_clock on tickets (
  array_position(array['critical', 'urgent', 'normal'], urgency),
  (case when status = 'pending_review' then accept_due_at when status = 'dispatched' then sign_due_at
    when status in ('accepted', 'processing', 'returned') then resolve_due_at end),
  id
) where closed_at is null;

create table staff_saved_filters (
  id text primary key,
  staff_id text not null,
  name text not null,
  filter jsonb not null,
  created_at timestamptz not null,
  unique (staff_id, name)
);

-- Without an owner: for everybody of the unit; unit null as well: for everybody.
create table staff_canned_replies (
  id text primary key,
  staff_id text,
  unit_id text,
  title text not null,
  text text not null,
  created_at timestamptz not null
);
create index staff_canned_replies_staff on staff_canned_replies (staff_id);
