alter table runs add column labels jsonb not null default '{}';
alter table runs add column priority integer not null default 0 check (priority between -100 and 100);
alter table runs add column max_cost numeric check (max_cost > 0);
alter table runs add column max_cost_currency text;
create index runs_by_label on runs using gin (labels jsonb_path_ops);
create index runs_with_max_cost on runs (cluster) where max_cost is not null and finished_at is null;

-- What is wanted of a run that is there: a further attempt, its end. The number grows with each wish; the cluster has been
-- told of all up to the other.
alter table runs add column attempt integer not null default 1;
alter table runs add column attempt_at timestamptz;
alter table runs add column stop_reason text;
alter table runs add column stop_message text;
alter table runs add column intents integer not null default 0;
alter table runs add column intents_handed_over integer not null default 0;
update runs set attempt_at = created_at, intents = cast(cancel_requested as integer),
  intents_handed_over = cast(cancel_handed_over as integer);
alter table runs alter column attempt_at set not null;
drop index runs_to_hand_over;
alter table runs drop column cancel_handed_over;
create index runs_to_hand_over on runs (handover_next_at)
  where (handed_over_at is null or intents_handed_over < intents) and finished_at is null;

-- A run that a schedule started.
alter table runs add column schedule text;
alter table runs add column schedule_id uuid;
alter table runs add column scheduled_for timestamptz;
create index runs_by_schedule on runs (schedule_id, created_at) where schedule_id is not null;
