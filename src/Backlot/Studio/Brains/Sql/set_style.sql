update brains set style_vector = {2} where id = {0} and user_id = {1}
