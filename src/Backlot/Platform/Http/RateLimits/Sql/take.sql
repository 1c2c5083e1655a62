-- Counts $4 requests of policy $1 by subject $2 in the window that begins at $3, or in a later one that is there: the
-- clocks of two servers may differ. Answers what is counted now, and in which window. May count past the limit: how many
-- of the $4 are granted is for the asker to say.
insert into rate_counters as c (policy, subject, window_start, used)
values ($1, $2, $3, $4)
on conflict (policy, subject) do update
set used         = case when c.window_start < excluded.window_start then excluded.used else c.used + excluded.used end,
    window_start = greatest(c.window_start, excluded.window_start)
returning used, window_start
