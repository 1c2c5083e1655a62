update clips set embedding = {2}, embedded_by = {3} where id = {0} and user_id = {1}
