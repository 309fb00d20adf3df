-- Without indexes every chunk is scored. The planner takes the filters for narrower than they are and walks the chunks
-- document by document; one pass over the table with the documents hashed costs a fifth less (5,000 chunks, PGlite).
create function scan_lists(
  words sparsevec, meant vector, wanted_words integer, wanted_meant integer,
  day date, resident text, levels jsonb, elsewhere boolean
) returns table (chunk_id bigint)
language plpgsql stable rows 400
set jit = off
set enable_nestloop = off
as $$
begin
  return query
    with scored as materialized (
      select c.id, c.lexical <#> words as by_words, c.meaning <#> meant as by_meaning
      from chunks c
      join documents_for(day, resident, levels, elsewhere) d on d.id = c.document_id and d.generation = c.generation
    )
    (select s.id from scored s order by s.by_words limit wanted_words)
    union
    (select s.id from scored s order by s.by_meaning limit wanted_meant);
end $$;

create or replace function search_lists(
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
      select s.chunk_id
      from scan_lists(words, meant, wanted_words, wanted_meant, day, resident, levels, elsewhere) s;
  elsif not exists (select 1 from chunks where id > horizon) then
    if wanted_meant = 0 then
      return query
        select w.chunk_id from search_fewer_words(horizon, words, wanted_words, day, resident, levels, elsewhere) w;
    else
      return query
        select w.chunk_id from search_words(horizon, words, wanted_words, day, resident, levels, elsewhere) w;
      return query
        select m.chunk_id from search_meaning(horizon, meant, wanted_meant, day, resident, levels, elsewhere) m;
    end if;
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
