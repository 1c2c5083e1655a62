-- Who makes the vectors of clips may change: those by another maker are found by an index, and our own vector is kept beside the one that
-- an embedder made in its place, so that it can come back.
alter table clips
    add column own_embedding   real[] constraint clips_own_embedding_has_512 check (cardinality(own_embedding) = 512),
    add column own_embedded_by text   check (length(own_embedded_by) between 1 and 200),
    add constraint clips_own_embedding_has_maker check ((own_embedding is null) = (own_embedded_by is null));
create index clips_embedded_by_idx on clips (user_id, embedded_by);
create index clips_own_embedding_idx on clips (user_id, id) where own_embedding is not null;

-- A column with a million arrays in it cannot become one of vectors under a lock that somebody waits for: the program copies them page by
-- page (Library/Clips/VectorColumn). What is left here is to make the extension, where that may be done, and to say whether all is done.
create or replace function clips_take_vectors() returns boolean language plpgsql as $$
begin
    if not exists (select from pg_extension where extname = 'vector') and exists (select from pg_available_extensions where name = 'vector') then
        begin
            create extension vector;
        exception
            when insufficient_privilege then null;      -- its administrator may: create extension vector
            when unique_violation or duplicate_object then null;        -- somebody else makes it just now
        end;
    end if;
    return (select atttypid from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding') <> 'real[]'::regtype;
end
$$;
