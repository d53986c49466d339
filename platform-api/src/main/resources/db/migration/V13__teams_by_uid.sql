-- A team is its uid: one that is made again under the name of a deleted one has none of its runs and pipelines.
alter table runs add column team_uid text not null default '';
alter table runs alter column team_uid drop default;
-- A run that was made in the cluster brings no document.
alter table runs drop constraint runs_digest_fkey;
drop index runs_by_team;
create index runs_by_team on runs (team, team_uid, created_at desc, id desc);

alter table pipeline_versions drop constraint pipeline_versions_team_pipeline_fkey;
alter table pipeline_versions drop constraint pipeline_versions_pkey;
alter table pipelines drop constraint pipelines_pkey;
alter table pipelines add column team_uid text not null default '';
alter table pipelines alter column team_uid drop default;
alter table pipelines add primary key (team, team_uid, name);
alter table pipeline_versions add column team_uid text not null default '';
alter table pipeline_versions alter column team_uid drop default;
alter table pipeline_versions add primary key (team, team_uid, pipeline, version);
alter table pipeline_versions add foreign key (team, team_uid, pipeline) references pipelines;
