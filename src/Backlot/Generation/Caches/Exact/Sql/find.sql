-- The entry by key {0} of user_id {1} at {2}, and that it was asked for. Who counts it at the same moment as somebody else does not wait.
with hit as (
    select key, asset_id, prompt, cost_usd from exact_cache where key = {0} and user_id = {1} and expires_at > {2}
), counted as (
    update exact_cache set access_count = access_count + 1, last_accessed = {2}
    where user_id = {1} and key = (select e.key from exact_cache e join hit on hit.key = e.key where e.user_id = {1} for update of e skip locked)
)
select asset_id as "AssetId", prompt as "Prompt", cost_usd as "CostUsd" from hit
