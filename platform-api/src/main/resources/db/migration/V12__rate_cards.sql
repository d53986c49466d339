-- Versions are only ever added; the newest version of each card is in force.
create table rate_cards (
  name       text not null,
  version    integer not null check (version > 0),
  digest     text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (name, version)
);

create table rates (
  card           text not null,
  version        integer not null,
  id             text not null,
  cluster        text not null,
  resource       text not null,
  hardware_class text not null,
  capacity_type  text not null,
  price          numeric not null check (price >= 0),
  unit           text not null,
  currency       text not null,
  valid_from     timestamptz not null,
  valid_until    timestamptz check (valid_until > valid_from),
  source         text not null,
  position       integer not null,
  primary key (card, version, id),
  unique (card, version, cluster, resource, hardware_class, capacity_type, valid_from),
  foreign key (card, version) references rate_cards
);
