create table schedules (
  id            uuid primary key,
  team          text not null,
  team_uid      text not null,
  name          text not null,
  cron          text not null,
  zone          text not null,
  catch_up      boolean not null,
  concurrency   text not null check (concurrency in ('Allow', 'Forbid', 'Replace')),
  paused        boolean not null,
  -- The request for each run, as it was sent; pipeline and version are beside it to be found by.
  request       json not null,
  pipeline      text,
  version       text,
  owner         text not null,
  owner_subject text not null,
  owner_groups  text[] not null,
  owner_roles   text[] not null,
  created_at    timestamptz not null,
  changed_at    timestamptz not null,
  -- The next time that nobody has claimed; absent while paused, and where no time is to come.
  next_at       timestamptz,
  unique (team_uid, name)
);
create index schedules_due on schedules (next_at) where next_at is not null;
create index schedules_by_pipeline on schedules (team_uid, pipeline);

-- One row for each time of a schedule, for ever: whoever writes it has claimed the time. Its run has the id that is chosen
-- here, so that it is made once however often it is tried.
create table schedule_firings (
  schedule_id uuid not null references schedules on delete cascade,
  fire_at     timestamptz not null,
  run_id      uuid not null,
  -- Absent until it is known.
  outcome     text check (outcome in ('Started', 'Skipped', 'Refused')),
  reason      text,
  message     text,
  next_try_at timestamptz not null,
  primary key (schedule_id, fire_at)
);
create index schedule_firings_open on schedule_firings (next_try_at) where outcome is null;
