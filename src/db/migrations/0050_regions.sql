-- Unit grids (网格): 15-digit ids inside a street or community.
create table region_grids (
  id text primary key,
  name text not null,
  division_code text not null,
  imported_at timestamptz not null
);
create index region_grids_division on region_grids (division_code text_pattern_ops);

-- Who handles what where. An empty category list with catch_all takes what nobody else does.
create table region_units (
  id text primary key,
  name text not null,
  level text not null check (level in ('grid', 'community', 'street', 'district', 'city')),
  kind text not null,
  division_code text not null,
  categories jsonb not null default '[]',
  catch_all boolean not null default false,
  imported_at timestamptz not null
);
create index region_units_division on region_units (division_code);

-- A ticket whose place is unknown still needs a desk; a city's own import may replace the row.
insert into region_units (id, name, level, kind, division_code, catch_all, imported_at)
values ('unit_catch_all', '兜底受理台', 'city', 'desk', '4201', true, now());

create table region_stations (
  id text primary key,
  name text not null,
  type text not null,
  address text not null,
  division_code text not null,
  lon double precision not null,
  lat double precision not null,
  open_hours jsonb,
  services jsonb not null default '[]',
  accessible text not null,
  phone text,
  source text not null,
  source_crs text not null,
  verified_at date not null,
  example boolean not null default false,
  imported_at timestamptz not null
);
create index region_stations_division on region_stations (division_code text_pattern_ops);
