-- A model that was followed by another one takes its vectors and its graph with it.
create function forget_embedding_model(model_name text) returns integer language plpgsql as $$
declare
  known integer;
begin
  delete from embedding_models where name = model_name returning id into known;
  if known is not null then
    execute format('drop index if exists embeddings_half_%s', known);
  end if;
  return known;
end $$;
