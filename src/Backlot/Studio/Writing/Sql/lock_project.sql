-- One writer at a time: keeps the project {0} of user_id {1} until the transaction ends. No row: there is none.
select id as "Value" from projects where id = {0} and user_id = {1} for no key update
