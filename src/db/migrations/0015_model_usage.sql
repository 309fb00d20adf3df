-- One row a day, model, kind and prompt version: what was spent and on what, without a word of any message.
create table model_usage (
  day date not null,
  model text not null,
  kind text not null check (kind in ('chat', 'embedding', 'rerank')),
  prompt_id text not null,
  prompt_version int not null,
  calls int not null,
  failures int not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  cached_tokens bigint not null,
  cost_cents double precision not null,
  duration_ms bigint not null,
  primary key (day, model, kind, prompt_id, prompt_version)
);
