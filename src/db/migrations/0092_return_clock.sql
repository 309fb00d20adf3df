-- R-SLA 退单: a dispute comes within a working day of the dispatch, its decision within another.
alter table tickets
  add column dispatched_at timestamptz,
  add column returned_at timestamptz;
