-- What a city knows better about a row of the shipped table of phone numbers. The numbers themselves stay the table's.
create table number_corrections (
  number text primary key,
  name text not null,
  hours text,
  note text,
  source text not null,
  -- When somebody last rang or read it; residents are shown the shipped row until then.
  verified_at date,
  updated_at timestamptz not null,
  updated_by text not null
);
