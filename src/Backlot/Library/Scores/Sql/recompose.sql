-- The composite score is the mean of the four by their weights. One that a clip has not got is left out, and so is its weight.
with looked as materialized (
    select c.id, c.hook_rank, c.novelty_rank, c.psychology_rank, c.scene_score, c.composite_score
    from clips c
    where c.user_id = {0} and ({1}::uuid is null or c.asset_id = {1}) and ({2}::uuid is null or c.id > {2})
    order by c.id limit {3}
), weighed as (
    select l.id, l.composite_score,
        sum(w.weight * w.score) filter (where w.score >= 0) / nullif(sum(w.weight) filter (where w.score >= 0), 0) as score
    from looked l
    left join score_weights s on s.user_id = {0}
    cross join lateral (values
        (coalesce(s.hook, {4}), l.hook_rank), (coalesce(s.novelty, {5}), l.novelty_rank),
        (coalesce(s.psychology, {6}), l.psychology_rank), (coalesce(s.scene, {7}), coalesce(l.scene_score, -1))) as w (weight, score)
    where l.hook_rank >= 0
    group by l.id, l.composite_score
), changed as (
    update clips c set composite_score = round(w.score::numeric, 4)
    from weighed w
    where c.id = w.id and c.user_id = {0} and w.composite_score is distinct from round(w.score::numeric, 4)::float8
)
select (array_agg(id order by id desc))[1] as "Value" from looked
