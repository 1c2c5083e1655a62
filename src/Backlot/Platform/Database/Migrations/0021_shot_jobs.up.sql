-- Whoever orders a shot is asked which of theirs are under way: those are a few among all the jobs of a user. Nothing of this changes while
-- a job lives, so its row is still changed in place.
create index jobs_shots_idx on jobs (user_id, id) where kind = 'studio.make-shot';
