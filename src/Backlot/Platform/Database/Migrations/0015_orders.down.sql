-- Orders go with their ids at the providers: what is still being made there is not fetched afterwards. What is a generation's own
-- stays; texts that were made into vectors count as texts.
drop table provider_pauses;
drop table orders;

update generations set kind = 'text' where kind = 'embedding';
alter table generations drop constraint generations_kind_check;
alter table generations add constraint generations_kind_check check (kind in ('video', 'image', 'music', 'text'));
