-- For the system: a provider's webhook names its own account and id.
select job_id from job_polls where provider = $1 and account = $2 and provider_job_id = $3
