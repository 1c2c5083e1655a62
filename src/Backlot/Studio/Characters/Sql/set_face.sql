update characters set face_embedding = {2} where id = {0} and user_id = {1}
