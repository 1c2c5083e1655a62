-- Nothing before this step can hold a project, so its rows go; the extension stays, others may use it.

drop table characters;
drop table scenes;
drop table projects;
