-- Alerts are announced to webhooks by a job: how often one was, and for the pressing ones who took note of it.
alter table staff_alerts add column announcements integer not null default 0;
alter table ticket_alerts add column announcements integer not null default 0;
alter table ticket_alerts add column acknowledged_at timestamptz;
alter table ticket_alerts add column acknowledged_by text;
-- What happened before there was anybody to tell is not told now.
update staff_alerts set announcements = 9;
update ticket_alerts set announcements = 9;
create index ticket_alerts_to_announce on ticket_alerts (created_at) where announcements = 0 or (on_call and acknowledged_at is null);

-- Up to when somebody has looked at their notices.
create table staff_notice_reads (
  user_id text primary key,
  read_at timestamptz not null
);
