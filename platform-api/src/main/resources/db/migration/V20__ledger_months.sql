-- The ledger in monthly partitions by start, in UTC, made as they are needed. Texts compare by their bytes, as in the
-- cost model.
alter table usage_intervals rename to usage_intervals_whole;
alter table usage_intervals_whole rename constraint usage_intervals_pkey to usage_intervals_whole_pkey;
drop index usage_intervals_by_team, usage_intervals_open, usage_intervals_by_workload;

create table usage_intervals (
  cluster        text collate "C" not null,
  object_uid     text collate "C" not null,
  resource       text collate "C" not null,
  start_at       timestamptz not null,
  object_kind    text collate "C" not null,
  object_name    text collate "C" not null,
  team           text collate "C" not null,
  workload_kind  text collate "C" not null,
  workload_name  text collate "C" not null,
  step           text collate "C" not null,
  owner          text collate "C" not null,
  hardware_class text collate "C" not null,
  node           text collate "C" not null,
  capacity_type  text collate "C" not null,
  quantity       bigint not null check (quantity >= 0),
  end_at         timestamptz,
  last_seen      timestamptz not null,
  quality        text collate "C" not null check (quality in ('Exact', 'Estimated')),
  -- lastSeen of the observation that stated the end; absent where the end is only the next segment's start.
  end_seen       timestamptz check (end_seen is null or end_at is not null),
  primary key (cluster, object_uid, resource, start_at),
  check (end_at is null or end_at >= start_at)
) partition by range (start_at);
create index usage_intervals_by_workload on usage_intervals (team, workload_kind, workload_name);
create index usage_intervals_open on usage_intervals (cluster) where end_at is null;
-- What of earlier months reaches into a month: ends come in nearly in the order of their arrival.
create index usage_intervals_by_end on usage_intervals using brin (end_at) with (pages_per_range = 16);

-- Makes the partition of the month that begins at a day, unless it is there. Attaching blocks neither readers nor
-- writers of the other months.
create function ledger_ensure_month(month date) returns void language plpgsql as $$
declare
  part text := 'usage_intervals_' || to_char(month, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtextextended('ledger months', 0));
  if to_regclass(part) is null then
    execute format('create table %I (like usage_intervals including all)', part);
    execute format('alter table usage_intervals attach partition %I for values from (%L) to (%L)',
      part, month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
  end if;
end
$$;

select ledger_ensure_month(month) from (
  select distinct cast(date_trunc('month', start_at at time zone 'UTC') as date) as month from usage_intervals_whole
) months;
insert into usage_intervals (cluster, object_uid, resource, start_at, object_kind, object_name, team, workload_kind,
  workload_name, step, owner, hardware_class, node, capacity_type, quantity, end_at, last_seen, quality, end_seen)
select cluster, object_uid, resource, start_at, object_kind, object_name, team, workload_kind, workload_name, step,
  owner, hardware_class, node, capacity_type, quantity, end_at, last_seen, quality, end_seen
from usage_intervals_whole;
drop table usage_intervals_whole;
