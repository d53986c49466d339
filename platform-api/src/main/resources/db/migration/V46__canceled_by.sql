-- Who asked for a run's end, wherever he asked: an account, or 'schedule <name>'. It is of the present attempt.
alter table runs add column canceled_by text;
update runs set canceled_by = kfp_runs.canceled_by
from kfp_runs where kfp_runs.run_id = runs.id and runs.cancel_requested;
alter table kfp_runs drop column canceled_by;
