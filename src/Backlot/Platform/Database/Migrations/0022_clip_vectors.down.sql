-- Our own vectors of clips that an embedder made others for are lost; those of the embedder stay.
-- A copy of them into another column that is under way is given up.
drop trigger if exists clips_copy_embedding on clips;
drop function if exists clips_copy_embedding();
alter table clips drop column if exists embedding_vector;
drop index clips_own_embedding_idx;
drop index clips_embedded_by_idx;
alter table clips
    drop constraint clips_own_embedding_has_maker,
    drop column own_embedding,
    drop column own_embedded_by;

create or replace function clips_take_vectors() returns boolean language plpgsql as $$
declare
    kept_as regtype := (select atttypid from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding');
begin
    if kept_as <> 'real[]'::regtype then
        return true;
    end if;
    if not exists (select from pg_extension where extname = 'vector') then
        if not exists (select from pg_available_extensions where name = 'vector') then
            return false;
        end if;
        begin
            create extension vector;
        exception when insufficient_privilege then
            return false;       -- its administrator may: create extension vector
        end;
    end if;
    if kept_as is null then
        alter table clips add column embedding vector(512);
    else
        alter table clips drop constraint clips_embedding_has_512;
        alter table clips alter column embedding type vector(512) using embedding::vector(512);
    end if;
    create index clips_embedding_idx on clips using hnsw ((embedding::halfvec(512)) halfvec_cosine_ops) with (m = 16, ef_construction = 64);
    return true;
end
$$;
