-- For the system: assets of anybody whose bytes are gone.
update assets set status = 'failed', error_message = $2, updated_at = now() where sha256 = $1
