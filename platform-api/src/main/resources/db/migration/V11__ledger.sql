-- Facts: one row per object, resource and start. Absent text is empty, as in the files of the cost model.
create table usage_intervals (
  cluster        text not null,
  object_uid     text not null,
  resource       text not null,
  start_at       timestamptz not null,
  object_kind    text not null,
  object_name    text not null,
  team           text not null,
  workload_kind  text not null,
  workload_name  text not null,
  step           text not null,
  owner          text not null,
  hardware_class text not null,
  node           text not null,
  capacity_type  text not null,
  quantity       bigint not null check (quantity >= 0),
  end_at         timestamptz,
  last_seen      timestamptz not null,
  quality        text not null check (quality in ('Exact', 'Estimated')),
  -- lastSeen of the observation that stated the end; absent where the end is only the next segment's start.
  end_seen       timestamptz check (end_seen is null or end_at is not null),
  primary key (cluster, object_uid, resource, start_at),
  check (end_at is null or end_at >= start_at)
);
create index usage_intervals_by_team on usage_intervals (team, start_at);
create index usage_intervals_open on usage_intervals (cluster) where end_at is null;
create index usage_intervals_by_workload on usage_intervals (team, workload_kind, workload_name);

create table usage_rejected (
  -- SHA-256 of cluster, id and reason: they are too long for an index.
  digest      text primary key,
  cluster     text not null,
  row_id      text not null,
  reason      text not null,
  row_text    text not null,
  received_at timestamptz not null
);

create table cluster_watermarks (
  cluster        text primary key,
  observed_until timestamptz not null,
  full_list_at   timestamptz
);
