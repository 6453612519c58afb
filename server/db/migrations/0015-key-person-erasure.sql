-- What is left of a person of section 3 who was erased (PIPL Article 47): that there was one, who ended it, when and why.
-- No value, so nothing to be answered, copied or sealed again.
CREATE TABLE erased_key_persons (
  province_id int NOT NULL,
  id bigint NOT NULL, -- the person's
  account_id bigint NOT NULL,
  city_id int NOT NULL,
  unit_id int NOT NULL DEFAULT 0,
  erased_at timestamptz NOT NULL DEFAULT now(),
  staff_province_id int NOT NULL,
  staff_id bigint NOT NULL,
  staff_name text NOT NULL, -- as of then
  reason text NOT NULL CHECK (length(reason) BETWEEN 4 AND 500),
  PRIMARY KEY (province_id, id),
  FOREIGN KEY (province_id, account_id) REFERENCES accounts
);
CREATE INDEX ON erased_key_persons (province_id, account_id);
CALL guard_rows('erased_key_persons');

-- The one way to erase: the application can neither delete persons, nor empty their history, nor write a tombstone
-- without doing both. Only of accounts that the organisation serves; when erased, or null where the person is not there,
-- not theirs, or has another version.
CREATE FUNCTION erase_key_person(province int, person bigint, expected_version int, organisation int,
  by_province int, by_staff bigint, by_name text, why text)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  erased timestamptz;
BEGIN
  -- The owner is held by FORCE ROW LEVEL SECURITY too unless it is a superuser: state the scope here.
  INSERT INTO public.erased_key_persons
    (province_id, id, account_id, city_id, unit_id, staff_province_id, staff_id, staff_name, reason)
  SELECT p.province_id, p.id, p.account_id, p.city_id, p.unit_id, by_province, by_staff, by_name, why
  FROM public.key_persons p JOIN public.accounts a ON a.province_id = p.province_id AND a.id = p.account_id
  WHERE p.province_id = province AND p.id = person AND p.version = expected_version
    AND a.organisation_id = organisation
    AND CASE nullif(current_setting('kam.level', true), '')::int
      WHEN 0 THEN true
      WHEN 1 THEN p.province_id = nullif(current_setting('kam.province', true), '')::int
      WHEN 2 THEN p.city_id = nullif(current_setting('kam.city', true), '')::int
      WHEN 3 THEN p.unit_id = ANY (nullif(current_setting('kam.units', true), '')::int[])
      ELSE false
    END
  FOR UPDATE OF p
  RETURNING erased_at INTO erased;
  IF erased IS NULL THEN
    RETURN NULL;
  END IF;
  DELETE FROM public.key_persons p WHERE p.province_id = province AND p.id = person;
  -- That a field was changed, by whom and when stays; what it was does not. A proposal that waits goes.
  IF to_regclass('public.dossier_changes') IS NOT NULL THEN
    UPDATE public.dossier_changes c SET old_sealed = NULL, new_sealed = NULL, key_id = NULL
    WHERE c.province_id = province AND c.key_person_id = person;
    DELETE FROM public.dossier_proposals d
    WHERE d.province_id = province AND d.key_person_id = person AND d.status = 'PROPOSED';
  END IF;
  RETURN erased;
END $$;
REVOKE EXECUTE ON FUNCTION erase_key_person(int, bigint, int, int, int, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_key_person(int, bigint, int, int, int, bigint, text, text) TO kam_app;
GRANT SELECT, UPDATE (city_id, unit_id) ON erased_key_persons TO kam_app; -- its place follows the account
