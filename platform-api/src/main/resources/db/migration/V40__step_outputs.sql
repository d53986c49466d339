-- What each attempt of a step has put out; the first word on it stays.
create table step_outputs (
  run_id     uuid not null references runs on delete cascade,
  step       text not null,
  attempt    integer not null,
  -- json, not jsonb: it keeps what was given, an escaped NUL included.
  parameters json not null,
  artifacts  json not null,
  truncated  boolean not null,
  primary key (run_id, step, attempt)
);
