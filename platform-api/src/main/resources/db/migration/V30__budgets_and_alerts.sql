-- A budget holds from its month on until a later row of the team takes its place.
create table budgets (
  team             text not null,
  team_uid         text not null,
  month            date not null check (extract(day from month) = 1),
  amount           numeric not null check (amount >= 0),
  currency         text not null,
  warn_at          integer[] not null,
  warn_on_forecast boolean not null,
  on_exceeded      text not null check (on_exceeded in ('Warn', 'Hold')),
  ceiling          numeric check (ceiling >= amount),
  recipients           text[] not null,
  changed_by       text not null,
  changed_at       timestamptz not null,
  primary key (team_uid, month)
);

create table budget_overrides (
  id         uuid primary key,
  team_uid   text not null,
  month      date not null,
  reason     text not null,
  until      timestamptz not null,
  granted_by text not null,
  granted_at timestamptz not null
);
create index budget_overrides_by_team on budget_overrides (team_uid, until);

-- What the admission of a team should be told; its custom resource follows.
create table budget_holds (
  team_uid text primary key,
  team     text not null,
  month    date not null,
  reason   text not null,
  since    timestamptz not null
);

-- One alert for each team, month, kind and threshold, for ever.
create table alerts (
  id         uuid primary key,
  team       text not null,
  team_uid   text not null,
  month      date not null,
  kind       text not null check (kind in ('Threshold', 'Forecast')),
  threshold  integer not null,
  amount     numeric not null,
  budget     numeric not null,
  currency   text not null,
  as_of      timestamptz not null,
  text       text not null,
  created_at timestamptz not null,
  unique (team_uid, month, kind, threshold)
);

-- The outbox: written with the alert, emptied by whoever delivers.
create table alert_deliveries (
  alert        uuid not null references alerts,
  channel      text not null check (channel in ('Webhook', 'Email')),
  target       text not null,
  attempts     integer not null default 0,
  next_at      timestamptz not null,
  delivered_at timestamptz,
  error        text,
  primary key (alert, channel, target)
);
create index alert_deliveries_due on alert_deliveries (next_at) where delivered_at is null;

create table team_audit (
  id       bigint generated always as identity primary key,
  team     text not null,
  team_uid text not null,
  at       timestamptz not null,
  by       text not null,
  act      text not null,
  detail   text not null
);
create index team_audit_by_team on team_audit (team, team_uid, id);
