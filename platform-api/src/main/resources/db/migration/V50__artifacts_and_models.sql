-- What steps of runs have put out, one row an artifact, in the order in which they were told.
create table artifacts (
  number     bigint generated always as identity primary key,
  id         uuid not null unique default gen_random_uuid(),
  run        uuid not null references runs on delete cascade,
  step       text not null,
  attempt    integer not null,
  output     text not null,
  position   integer not null check (position >= 0),
  type       text not null,
  uri        text not null,
  -- json, not jsonb: it keeps what was given, an escaped NUL included.
  metadata   json not null,
  created_at timestamptz not null,
  unique (run, step, attempt, output, position)
);

create table models (
  team         text not null,
  team_uid     text not null,
  name         text not null,
  -- The highest number that was ever given: a version that was deleted leaves a gap.
  last_version integer not null default 0,
  created_by   text not null,
  created_at   timestamptz not null,
  primary key (team_uid, name)
);

create table model_versions (
  team_uid    text not null,
  model       text not null,
  version     integer not null check (version > 0),
  artifact    uuid not null,
  run         uuid not null references runs,
  step        text not null,
  output      text not null,
  uri         text not null,
  format      text not null,
  description text,
  metadata    json not null,
  metrics     json not null,
  created_by  text not null,
  created_at  timestamptz not null,
  primary key (team_uid, model, version),
  unique (team_uid, model, artifact),
  foreign key (team_uid, model) references models
);
create index model_versions_by_run on model_versions (run);
create function model_versions_never_change() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a model never changes' using errcode = 'restrict_violation';
end
$$;
create trigger model_versions_stay before update on model_versions
  for each row execute function model_versions_never_change();

create table model_aliases (
  team_uid   text not null,
  model      text not null,
  alias      text not null,
  version    integer not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (team_uid, model, alias),
  foreign key (team_uid, model, version) references model_versions
);
