-- For the system: the films of anybody that something of these bytes was made of.
select distinct user_id, derived_from from assets where sha256 = $1 and derived_from is not null
