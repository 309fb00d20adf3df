-- The queue in its own order: a reader of a whole city stops after the first page.
create index tickets_open_order on tickets (array_position(array['critical', 'urgent', 'normal'], urgency), resolve_due_at, id)
  where closed_at is null;
-- A small area, and the counts beside the filters, without a visit to the wide rows.
create index tickets_open_area on tickets (division_code text_pattern_ops)
  include (status, grid_id, subject_staff_id, subject_unit, lead_unit) where closed_at is null;
