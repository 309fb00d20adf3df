-- Whether the stored text is the official one or says in other words what it says: residents are told beside the passage.
alter table documents add column rendition text not null default 'original'
  check (rendition in ('original', 'restated'));
