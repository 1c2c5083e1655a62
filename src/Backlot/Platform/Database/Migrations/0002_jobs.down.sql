-- Not to be undone: the earlier schema has no place for jobs, so they are dropped. Users and tokens stay.
drop table job_dependencies;
drop table jobs;
drop function jobs_wake();
drop function mark_change();
drop function jobs_count_dependency();
