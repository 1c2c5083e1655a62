-- For the system: assets of anybody whose bytes are gone, but for those that are made again.
update assets set status = 'failed', error_message = $2, updated_at = now() where sha256 = $1 and derived_from is null
