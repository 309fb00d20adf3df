-- Two people may change a shared reply: who changes names the version they saw.
alter table staff_canned_replies add column version integer not null default 1;
