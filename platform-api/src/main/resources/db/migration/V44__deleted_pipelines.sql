-- A version that runs name is kept when it is deleted, so that its name never stands for another.
alter table pipelines add column deleted_at timestamptz;
alter table pipeline_versions add column deleted_at timestamptz;
create index runs_by_pipeline on runs (team_uid, pipeline, version);
