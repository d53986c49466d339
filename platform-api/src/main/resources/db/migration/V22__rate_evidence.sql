-- Where a price comes from, word for word, and its SHA-256.
alter table rates add column evidence text not null default '';
alter table rates add column evidence_sha256 text not null default '';
