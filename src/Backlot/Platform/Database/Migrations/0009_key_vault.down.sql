-- Not to be undone: the earlier schema has no place for encrypted keys, so providers' keys have to be stored anew, and
-- whoever is signed in signs in again.
drop table user_api_keys;
drop table data_protection_keys;
drop table key_encryption_keys;
