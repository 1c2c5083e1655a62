-- For the system: a worker serves every user. What it still had is taken up by the others at once.
delete from workers where id = $1
