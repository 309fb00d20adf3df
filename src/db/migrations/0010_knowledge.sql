-- A document's chunks are written in batches under a new generation and appear with one UPDATE of `generation`.
-- Every search joins documents on it, so half-written, replaced, deleted and expired text is out of reach by structure.
create table documents (
  id text primary key,
  slug text not null unique,
  -- Where it came from: a path under knowledge/, an ingested file or a URL. One source may hold many documents.
  source_uri text not null,
  origin text not null check (origin in ('bundled', 'ingested', 'uploaded')),
  content_hash text,
  generation integer,
  ingesting_generation integer,
  ingesting_since timestamptz,
  last_generation integer not null default 0,
  deleted_at timestamptz,

  title text not null,
  issuer text not null default '',
  doc_no text,
  level text not null,
  -- Lower is stronger (R-KB-2): 10 statute … 80 press.
  level_rank integer not null,
  source_type text not null check (source_type in ('law', 'guide', 'press')),
  -- Division-code prefix: '' national, '42' Hubei, '4201' Wuhan.
  jurisdiction text not null default '' check (jurisdiction ~ '^[0-9]*$'),
  published_at date,
  effective_from date,
  -- Last day in force.
  effective_to date,
  as_of text,
  status text not null check (status in ('effective', 'superseded', 'repealed', 'not_yet')),
  source_name text not null default '',
  source_version text not null default '',
  source_url text,
  licence text not null default '',
  reviewed_by text,
  review_due date,
  updated_at timestamptz not null
);
create index documents_source on documents (source_uri);
create index documents_jurisdiction on documents (jurisdiction);

-- The newer document ends the older one on the day it comes into force, whichever is loaded first.
create table document_supersessions (
  document_id text not null references documents (id) on delete cascade,
  superseded_slug text not null,
  primary key (document_id, superseded_slug)
);
create index document_supersessions_superseded on document_supersessions (superseded_slug);

-- Hash of each source as last taken in completely: an unchanged file is not even parsed.
create table ingested_sources (
  source_uri text primary key,
  content_hash text not null,
  parser_version integer not null,
  ingested_at timestamptz not null
);

create table chunks (
  id bigint generated always as identity primary key,
  -- Made of document, place and text: the same passage keeps its id through re-ingestion, so citations stay true.
  passage_id text not null,
  document_id text not null references documents (id) on delete cascade,
  generation integer not null,
  ordinal integer not null,
  heading text not null,
  path text not null default '',
  article_no text,
  anchor text not null,
  page integer,
  text text not null,
  related_questions jsonb not null default '[]',
  content_hash text not null,
  length integer not null,
  lexical sparsevec(536870912) not null,
  -- The built-in embedding; model endpoints have their own table.
  meaning vector(192) not null
);
-- In the row, not beside it: an exact scan reads every vector.
alter table chunks alter column lexical set storage main;
alter table chunks alter column meaning set storage main;
alter table chunks set (toast_tuple_target = 4080);
create index chunks_document on chunks (document_id, generation, ordinal);
create index chunks_passage on chunks (passage_id);
create index chunks_content on chunks (content_hash);

-- Document frequencies behind the query's idf. Kept by triggers, so that no path of writing can forget them.
create table term_statistics (
  place integer primary key,
  documents integer not null
);
create table corpus_statistics (
  id integer primary key check (id = 1),
  documents integer not null
);
insert into corpus_statistics (id, documents) values (1, 0);

create function sparse_places(vector sparsevec) returns table (place integer)
language sql immutable as $$
  select split_part(entry, ':', 1)::integer
  from unnest(string_to_array(split_part(ltrim(vector::text, '{'), '}', 1), ',')) as entry
  where entry <> ''
$$;

-- Ordered by place, so that two writers wait for each other instead of deadlocking.
create function count_added_chunks() returns trigger language plpgsql as $$
begin
  insert into term_statistics as known (place, documents)
    select place, count(*)::integer from added, sparse_places(added.lexical) group by place order by place
  on conflict (place) do update set documents = known.documents + excluded.documents;
  update corpus_statistics set documents = documents + (select count(*) from added) where id = 1;
  return null;
end $$;

create function count_removed_chunks() returns trigger language plpgsql as $$
begin
  insert into term_statistics as known (place, documents)
    select place, -count(*)::integer from removed, sparse_places(removed.lexical) group by place order by place
  on conflict (place) do update set documents = known.documents + excluded.documents;
  update corpus_statistics set documents = documents - (select count(*) from removed) where id = 1;
  return null;
end $$;

create trigger chunks_added after insert on chunks
  referencing new table as added for each statement execute function count_added_chunks();
create trigger chunks_removed after delete on chunks
  referencing old table as removed for each statement execute function count_removed_chunks();
create trigger chunks_reweighed_out after update on chunks
  referencing old table as removed for each statement execute function count_removed_chunks();
create trigger chunks_reweighed_in after update on chunks
  referencing new table as added for each statement execute function count_added_chunks();

-- In force on that day: by the dates where they are known, by the declared status where they are not, and not ended
-- by a published document that supersedes it and is itself in force. Returns rows, so that the planner inlines it.
create function documents_in_force(day date) returns setof documents
language sql stable as $$
  select d.* from documents d
  where d.generation is not null and d.deleted_at is null
    and (d.effective_from is null or d.effective_from <= day)
    and (d.effective_to is null or d.effective_to >= day)
    and (d.status = 'effective'
      or (d.status = 'not_yet' and d.effective_from is not null)
      or (d.status in ('superseded', 'repealed') and d.effective_to is not null))
    -- Not correlated, so it runs once: a join here was quadratic on a corpus of many short documents.
    and d.slug not in (
      select s.superseded_slug from document_supersessions s
      join documents newer on newer.id = s.document_id
      where newer.generation is not null and newer.deleted_at is null
        and (newer.effective_from is null or newer.effective_from <= day)
        and (newer.effective_to is null or newer.effective_to >= day)
        and (newer.status <> 'not_yet' or newer.effective_from is not null))
$$;

-- Everyday words and the official ones they stand for, from knowledge/tables/lexicon.tsv: an editor's file, not code.
create table lexicon (
  everyday text primary key,
  official jsonb not null
);

-- Vectors of model endpoints, by content: the same text is embedded once per model, two models live side by side
-- while one is being filled, and a deleted chunk is out of reach because searches join chunks and documents.
create table embedding_models (
  id integer generated always as identity primary key,
  name text not null unique,
  dimensions integer not null check (dimensions between 1 and 4000),
  -- Set when every chunk had its vector; searches use the model from then on.
  complete_at timestamptz,
  created_at timestamptz not null
);
create table embeddings (
  model_id integer not null references embedding_models (id) on delete cascade,
  content_hash text not null,
  embedding vector not null,
  primary key (model_id, content_hash)
);

-- The settings stand on the functions because a pooled session keeps none: an HNSW scan goes on until the filters have
-- let `wanted` rows through, and no sort, because the planner takes the filters for narrower than they are and would
-- score every row instead. A forbidden sort makes plans look dear, which would wake the compiler for 15 ms a search.
create function documents_for(day date, resident text, levels jsonb, elsewhere boolean) returns setof documents
language sql stable as $$
  select d.* from documents_in_force(day) d
  where case when elsewhere then not starts_with(resident, d.jurisdiction) else starts_with(resident, d.jurisdiction) end
    and (levels is null or levels ? d.level)
$$;

-- The HNSW indexes hold the chunks up to here; newer ones are few and are scanned. An insert into such an index costs
-- milliseconds a chunk, a scan of thousands of rows about as much once a search: ingestion stays fast, and what was
-- just published is found at once. 0: no indexes.
create table search_horizon (
  id integer primary key check (id = 1),
  last_chunk_id bigint not null
);
insert into search_horizon (id, last_chunk_id) values (1, 0);

create function search_words(
  horizon bigint, query sparsevec, wanted integer, day date, resident text, levels jsonb, elsewhere boolean
) returns table (chunk_id bigint, distance double precision)
language plpgsql stable rows 300
set hnsw.iterative_scan = 'strict_order'
set hnsw.ef_search = 320
set hnsw.max_scan_tuples = 200000
set enable_sort = off
set enable_material = off
set jit = off
as $$
begin
  -- The number stands in the text, or the planner cannot tell that the partial index holds every such row.
  return query execute format(
    'select c.id, c.lexical <#> $1 from chunks c
     join documents_for($3, $4, $5, $6) d on d.id = c.document_id and d.generation = c.generation
     where c.id <= %s order by c.lexical <#> $1 limit $2', horizon)
    using query, wanted, day, resident, levels, elsewhere;
end $$;

create function search_meaning(
  horizon bigint, query vector, wanted integer, day date, resident text, levels jsonb, elsewhere boolean
) returns table (chunk_id bigint, distance double precision)
language plpgsql stable rows 100
set hnsw.iterative_scan = 'strict_order'
set hnsw.ef_search = 120
set hnsw.max_scan_tuples = 200000
set enable_sort = off
set enable_material = off
set jit = off
as $$
begin
  return query execute format(
    'select c.id, c.meaning <#> $1 from chunks c
     join documents_for($3, $4, $5, $6) d on d.id = c.document_id and d.generation = c.generation
     where c.id <= %s order by c.meaning <#> $1 limit $2', horizon)
    using query, wanted, day, resident, levels, elsewhere;
end $$;

-- Both lists. One pass over the rows past the horizon gives both scores, in the time of the longer.
create function search_lists(
  words sparsevec, meant vector, wanted_words integer, wanted_meant integer,
  day date, resident text, levels jsonb, elsewhere boolean
) returns table (chunk_id bigint)
language plpgsql stable rows 400
set jit = off
as $$
declare
  horizon bigint := (select last_chunk_id from search_horizon where id = 1);
begin
  if horizon = 0 then
    return query
      with scored as materialized (
        select c.id, c.lexical <#> words as by_words, c.meaning <#> meant as by_meaning
        from chunks c
        join documents_for(day, resident, levels, elsewhere) d on d.id = c.document_id and d.generation = c.generation
      )
      (select s.id from scored s order by s.by_words limit wanted_words)
      union
      (select s.id from scored s order by s.by_meaning limit wanted_meant);
  else
    return query
      with scored as materialized (
        select c.id, c.lexical <#> words as by_words, c.meaning <#> meant as by_meaning
        from chunks c
        join documents_for(day, resident, levels, elsewhere) d on d.id = c.document_id and d.generation = c.generation
        where c.id > horizon
      )
      (select u.found from (
        select w.chunk_id as found, w.distance from search_words(horizon, words, wanted_words, day, resident, levels, elsewhere) w
        union all select s.id, s.by_words from scored s
      ) u order by u.distance limit wanted_words)
      union
      (select u.found from (
        select m.chunk_id as found, m.distance from search_meaning(horizon, meant, wanted_meant, day, resident, levels, elsewhere) m
        union all select s.id, s.by_meaning from scored s
      ) u order by u.distance limit wanted_meant);
  end if;
end $$;

-- The type of an indexed embedding: pgvector indexes up to 2,000 dimensions, half precision up to 4,000.
create function embedding_type(dimensions integer) returns text language sql immutable as $$
  select format(case when dimensions <= 2000 then 'vector(%s)' else 'halfvec(%s)' end, dimensions)
$$;

create function search_embeddings(
  model integer, query text, wanted integer, day date, resident text, levels jsonb, elsewhere boolean
) returns table (chunk_id bigint, score double precision)
language plpgsql stable rows 100
set hnsw.iterative_scan = 'strict_order'
set hnsw.ef_search = 200
set hnsw.max_scan_tuples = 200000
set enable_sort = off
set enable_material = off
set jit = off
as $$
declare
  kind text;
begin
  select embedding_type(dimensions) into kind from embedding_models where id = model;
  return query execute format(
    'select c.id, 1 - (e.embedding::%1$s <=> $1::%1$s)
     from embeddings e
     join chunks c on c.content_hash = e.content_hash
     join documents_for($3, $4, $5, $6) d on d.id = c.document_id and d.generation = c.generation
     where e.model_id = %2$s
     order by e.embedding::%1$s <=> $1::%1$s
     limit $2', kind, model)
    using query, wanted, day, resident, levels, elsewhere;
end $$;

-- Built once the corpus has outgrown a scan, and again when many chunks are newer; searches go on meanwhile, and the new
-- horizon and the old indexes' end appear together. The graph has to fit the memory, or the build takes hours.
create function build_chunk_indexes() returns void language plpgsql
set maintenance_work_mem = '1GB'
as $$
declare
  former bigint := (select last_chunk_id from search_horizon where id = 1 for update);
  newest bigint := (select coalesce(max(id), 0) from chunks);
begin
  if newest = former then return; end if;
  execute format('create index chunks_words_%1$s on chunks using hnsw (lexical sparsevec_ip_ops) where id <= %1$s', newest);
  execute format('create index chunks_meaning_%1$s on chunks using hnsw (meaning vector_ip_ops) where id <= %1$s', newest);
  update search_horizon set last_chunk_id = newest where id = 1;
  execute format('drop index if exists chunks_words_%1$s, chunks_meaning_%1$s', former);
end $$;

create function build_embedding_index(model integer) returns void language plpgsql
set maintenance_work_mem = '1GB'
as $$
declare
  wide integer;
begin
  select dimensions into wide from embedding_models where id = model;
  execute format('create index if not exists embeddings_model_%1$s on embeddings
    using hnsw ((embedding::%2$s) %3$s) where model_id = %1$s',
    model, embedding_type(wide), case when wide <= 2000 then 'vector_cosine_ops' else 'halfvec_cosine_ops' end);
end $$;
