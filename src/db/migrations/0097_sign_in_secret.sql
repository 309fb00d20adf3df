-- What signs sessions and seals second factors: made once, sealed by the vault, so that a new SECRET_KEY signs nobody out.
create table sign_in_secret (
  id text primary key,
  secret_sealed text not null
);
