-- The orders of user_id {0} for shots of the same words {2} that are not ended and came before the job {1}, or have begun.
select payload::text as "Value" from jobs
where user_id = {0} and kind = 'studio.make-shot' and completed_at is null and id <> {1} and payload -> 'shot' ->> 'prompt' = {2}
    and (id < {1} or exists (select from generations where generations.job_id = jobs.id))
