-- Not to be undone: the earlier schema has no place for users and tokens, so they are dropped.
drop table api_tokens;
drop table users;
