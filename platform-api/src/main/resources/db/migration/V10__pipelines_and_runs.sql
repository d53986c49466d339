-- Compiled pipelines by content: the same pipeline is kept once, however often it is named.
create table pipeline_documents (
  digest     text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  ir         text not null check (octet_length(ir) <= 262144),
  created_at timestamptz not null
);

create table pipelines (
  team       text not null,
  name       text not null,
  created_at timestamptz not null,
  primary key (team, name)
);

create table pipeline_versions (
  team       text not null,
  pipeline   text not null,
  version    text not null,
  digest     text not null references pipeline_documents,
  created_by text not null,
  created_at timestamptz not null,
  primary key (team, pipeline, version),
  foreign key (team, pipeline) references pipelines
);

create table runs (
  id                 uuid primary key,
  team               text not null,
  cluster            text not null,
  pipeline           text not null,
  version            text,
  name               text,
  digest             text not null references pipeline_documents,
  -- json, not jsonb: it keeps what was given, an escaped NUL included.
  parameters         json not null,
  hardware_class     text,
  deadline           text,
  owner              text not null,
  created_at         timestamptz not null,
  state              text not null,
  reason             text,
  message            text,
  engine             text,
  started_at         timestamptz,
  finished_at        timestamptz,
  generation         bigint not null default 0,
  cancel_requested   boolean not null default false,
  cancel_handed_over boolean not null default false,
  handed_over_at     timestamptz,
  handover_attempts  integer not null default 0,
  handover_next_at   timestamptz not null,
  handover_error     text
);
create index runs_by_team on runs (team, created_at desc, id desc);
create index runs_to_hand_over on runs (handover_next_at)
  where (handed_over_at is null or (cancel_requested and not cancel_handed_over)) and finished_at is null;

create table run_steps (
  run_id      uuid not null references runs on delete cascade,
  step        text not null,
  attempt     integer not null,
  state       text not null,
  reason      text,
  message     text,
  pod_name    text,
  pod_uid     text,
  started_at  timestamptz,
  finished_at timestamptz,
  parameters  json,
  artifacts   json,
  generation  bigint not null,
  primary key (run_id, step, attempt)
);

create table step_logs (
  run_id    uuid not null references runs on delete cascade,
  step      text not null,
  attempt   integer not null,
  chunk     integer not null check (chunk >= 0),
  pod_uid   text not null,
  last      boolean not null,
  truncated boolean not null,
  text      text not null check (octet_length(text) <= 786432),
  primary key (run_id, step, attempt, chunk)
);

create table idempotency_keys (
  caller         text not null,
  team           text not null,
  operation      text not null,
  key            text not null,
  request_digest text not null,
  resource       text not null,
  created_at     timestamptz not null,
  primary key (caller, team, operation, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
