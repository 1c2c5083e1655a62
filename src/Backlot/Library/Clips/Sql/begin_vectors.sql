-- For the system: the column that takes the place of the arrays of clips, and a trigger that keeps it up while they are copied.
alter table clips add column if not exists embedding_vector vector(512);
create or replace function clips_copy_embedding() returns trigger language plpgsql as $$
begin
    new.embedding_vector := new.embedding::vector(512);
    return new;
end
$$;
create or replace trigger clips_copy_embedding before insert or update of embedding on clips for each row execute function clips_copy_embedding()
