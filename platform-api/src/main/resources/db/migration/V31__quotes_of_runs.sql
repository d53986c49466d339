-- What a run was expected to cost when it was submitted, and what it did cost.
create table run_quotes (
  run        uuid primary key references runs on delete cascade,
  team_uid   text not null,
  currency   text not null,
  low        numeric not null,
  expected   numeric not null,
  high       numeric not null,
  bounded    boolean not null,
  quoted_at  timestamptz not null,
  charge     numeric,
  settled_at timestamptz
);
create index run_quotes_open on run_quotes (quoted_at) where settled_at is null;
create index run_quotes_by_team on run_quotes (team_uid, settled_at);

-- Why a run waits here for its team's budget; the cluster does not know of it yet.
alter table runs add column held_reason text;
create index runs_held on runs (team_uid, created_at) where held_reason is not null and finished_at is null;
