-- What became of a run, in order; whoever follows it reads from here.
create table run_events (
  run_id uuid not null references runs on delete cascade,
  number integer not null,
  kind   text not null check (kind in ('run', 'step')),
  -- Whether the run's attempt ends with it.
  ends   boolean not null,
  at     timestamptz not null,
  body   json not null,
  primary key (run_id, number)
);
