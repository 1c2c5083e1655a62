drop index jobs_shots_idx;
