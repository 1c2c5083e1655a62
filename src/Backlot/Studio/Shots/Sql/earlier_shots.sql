-- The orders of user_id {0} for shots of the same words {2} that came before the job {1} and are not ended.
select payload::text as "Value" from jobs
where user_id = {0} and kind = 'studio.make-shot' and completed_at is null and id < {1} and payload -> 'shot' ->> 'prompt' = {2}
