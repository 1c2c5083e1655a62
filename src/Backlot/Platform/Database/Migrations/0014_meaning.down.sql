-- Not to be undone: score weights, models, and over how many views a result was counted have no place in the earlier schema. Results
-- stay, so models can be trained anew.

drop table click_models;
alter table predictions drop constraint predictions_views_are_of_a_result, drop column views;
drop table score_weights;
