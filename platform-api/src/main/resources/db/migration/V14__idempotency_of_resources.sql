-- A key is claimed before the cluster is asked to create; until that is known to be done the next request goes on with it.
alter table idempotency_keys add column completed boolean not null default true;
alter table idempotency_keys alter column completed drop default;
