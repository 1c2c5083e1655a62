-- For the system: all arrays of clips are copied, and what comes in is, too: the vectors take their place.
drop trigger clips_copy_embedding on clips;
drop function clips_copy_embedding();
alter table clips drop column embedding;
alter table clips rename column embedding_vector to embedding
