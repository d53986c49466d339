-- Tokens of machines; what a token says is known to its bearer alone.
create table machine_tokens (
  id           uuid primary key,
  hash         text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  team         text not null,
  team_uid     text not null,
  name         text not null,
  subject      text not null,
  owner        text not null,
  scopes       text[] not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   text
);
create index machine_tokens_by_team on machine_tokens (team, team_uid, created_at desc);
create index machine_tokens_by_owner on machine_tokens (subject, created_at desc);

-- What the identity provider last said of those who made tokens, and when it said so.
create table seen_groups (
  subject text primary key,
  groups  text[] not null,
  seen_at timestamptz not null
);

-- Pipelines and versions under ids, and under names that people gave and paths cannot bear.
alter table pipelines
  add column id uuid not null default gen_random_uuid(),
  add column display_name text,
  add column description text;
create unique index pipelines_by_id on pipelines (id);
alter table pipeline_versions
  add column id uuid not null default gen_random_uuid(),
  add column display_name text,
  add column description text;
create unique index pipeline_versions_by_id on pipeline_versions (id);

create table kfp_experiments (
  id          uuid primary key,
  team        text not null,
  team_uid    text not null,
  name        text not null,
  description text,
  owner       text not null,
  archived    boolean not null default false,
  created_at  timestamptz not null,
  unique (team, team_uid, name)
);

-- What the kfp surface knows of a run beyond the run itself; one without a row is in the experiment Default.
create table kfp_runs (
  run_id        uuid primary key references runs on delete cascade,
  experiment_id uuid references kfp_experiments on delete set null,
  description   text,
  canceled_by   text,
  archived      boolean not null default false,
  deleted       boolean not null default false
);
create index kfp_runs_by_experiment on kfp_runs (experiment_id);

-- What the kfp surface knows of a schedule beyond the schedule itself.
create table kfp_recurring_runs (
  schedule_id   uuid primary key references schedules on delete cascade,
  experiment_id uuid references kfp_experiments on delete set null,
  display_name  text not null,
  description   text,
  -- As it was told, which says more than the cron expression that it became.
  trigger       json not null
);
