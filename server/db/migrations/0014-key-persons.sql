-- Why a person of section 3 may be kept at all (PIPL Article 13); null where it was entered before anybody was asked. A
-- word of the law, which says nothing of anybody, so it stands in the clear.
ALTER TABLE key_persons ADD lawful_basis text COLLATE "C"
  CHECK (lawful_basis IN ('CONSENT', 'CONTRACT', 'LEGAL_DUTY', 'PUBLIC_INFORMATION'));

-- Blind index: HMAC-SHA256 of the name by a key of the province that is not in the database, hexadecimal. Equal names of
-- one province are found by it, and nothing else can be; of two provinces they differ. Null as above.
ALTER TABLE key_persons ADD name_index text COLLATE "C" CHECK (name_index ~ '^[0-9a-f]{64}$');
CREATE INDEX ON key_persons (province_id, name_index);
