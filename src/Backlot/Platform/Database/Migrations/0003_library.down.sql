-- Not to be undone: the earlier schema has no place for assets, so the rows are dropped. Their bytes stay in the
-- blob store, and everything of the earlier schema stays.
drop table assets;
