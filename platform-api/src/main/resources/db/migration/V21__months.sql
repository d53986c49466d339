-- How often facts of a cluster changed in a month of the ledger (UTC), so that a closed month knows whether its facts are
-- still those of its document.
create table ledger_changes (
  cluster text collate "C" not null,
  month   date not null,
  changes bigint not null,
  primary key (cluster, month)
);
insert into ledger_changes (cluster, month, changes)
select cluster, cast(month as date), count(*)
from usage_intervals, generate_series(date_trunc('month', start_at at time zone 'UTC'),
  date_trunc('month', greatest(start_at, coalesce(end_at, last_seen)) at time zone 'UTC'), interval '1 month') month
group by cluster, month;

-- A month without a row is open and nobody has touched it.
create table months (
  month             text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  stage             text not null check (stage in ('OPEN', 'REVIEW', 'CLOSED')),
  revision          integer not null default 0 check (revision >= 0),
  reviewer          text,
  reviewer_name     text,
  reopener          text,
  reopener_name     text,
  reopen_reason     text,
  -- SHA-256 of rates, pools, exchange rates and policies as they were reviewed.
  reviewed_terms    text
);

-- What finance enters for a month; versions are added and never changed, the newest of each kind is in force.
create table month_settings (
  month      text not null,
  kind       text not null check (kind in ('pools', 'exchange-rates', 'policy')),
  version    integer not null check (version > 0),
  body       text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (month, kind, version)
);

create table month_disputes (
  id          uuid primary key,
  month       text not null,
  team        text not null,
  text        text not null,
  raised_by   text not null,
  raised_at   timestamptz not null,
  answer      text,
  answered_by text,
  answered_at timestamptz,
  check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null))
);
create index month_disputes_by_month on month_disputes (month, raised_at, id);

-- Who did what to a month; only ever added to.
create table month_events (
  id      bigint generated always as identity primary key,
  month   text not null,
  at      timestamptz not null,
  subject text not null,
  name    text not null,
  event   text not null,
  detail  text not null
);
create index month_events_by_month on month_events (month, id);

-- Closed documents in pieces; closed bytes never change.
create table month_documents (
  month     text not null,
  revision  integer not null check (revision > 0),
  sha256    text not null,
  bytes     bigint not null,
  closed_by text not null,
  closed_at timestamptz not null,
  primary key (month, revision)
);
create table month_document_pieces (
  month    text not null,
  revision integer not null,
  piece    integer not null,
  content  bytea not null,
  primary key (month, revision, piece),
  foreign key (month, revision) references month_documents deferrable initially deferred
);
-- What the document knew of each cluster.
create table month_document_facts (
  month          text not null,
  revision       integer not null,
  cluster        text not null,
  ledger_month   date not null,
  changes        bigint not null,
  observed_until timestamptz,
  primary key (month, revision, cluster, ledger_month)
);
create function month_documents_never_change() returns trigger language plpgsql as $$
begin
  raise exception 'a closed document never changes' using errcode = 'restrict_violation';
end
$$;
create trigger month_documents_stay before update or delete on month_documents
  for each row execute function month_documents_never_change();
create trigger month_document_pieces_stay before update or delete on month_document_pieces
  for each row execute function month_documents_never_change();
create trigger month_events_stay before update or delete on month_events
  for each row execute function month_documents_never_change();
