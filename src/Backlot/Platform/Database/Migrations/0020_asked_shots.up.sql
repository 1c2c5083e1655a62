-- By what each shot of a scene was ordered, so that the same order is known when it comes again.

alter table scene_versions add column asked_key uuid;                            -- null: before this was noted
