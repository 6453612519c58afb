-- The wall of rows: one function sets the scope of a transaction, one procedure guards a table by it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- SET LOCAL rather than set_config(): only SET LOCAL reaches the workers of a distributed database.
-- level: 0 nation, 1 province, 2 city, 3 county or base unit; line '' means every line.
CREATE FUNCTION set_scope(level int, province int, city int, units int[], line text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL kam.level = %L', level::text);
  EXECUTE format('SET LOCAL kam.province = %L', province::text);
  EXECUTE format('SET LOCAL kam.city = %L', city::text);
  EXECUTE format('SET LOCAL kam.units = %L', units::text);
  EXECUTE format('SET LOCAL kam.line = %L', line);
END $$;

-- Only the row's own integer columns and current_setting(): no subquery, nothing an index could be chosen by,
-- so the planner keeps the indexes the query's own equality asks for. An unset scope sees nothing.
CREATE PROCEDURE guard_rows(tenant_table regclass, by_line boolean DEFAULT false)
LANGUAGE plpgsql AS $$
DECLARE
  in_scope text := $p$
    CASE nullif(current_setting('kam.level', true), '')::int
      WHEN 0 THEN true
      WHEN 1 THEN province_id = nullif(current_setting('kam.province', true), '')::int
      WHEN 2 THEN city_id = nullif(current_setting('kam.city', true), '')::int
      WHEN 3 THEN unit_id = ANY (nullif(current_setting('kam.units', true), '')::int[])
      ELSE false
    END$p$;
BEGIN
  IF by_line THEN
    in_scope := in_scope || $p$ AND (coalesce(current_setting('kam.line', true), '') = ''
      OR line = current_setting('kam.line', true))$p$;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('CREATE POLICY scope ON %s USING (%s) WITH CHECK (%s)', tenant_table, in_scope, in_scope);
END $$;

REVOKE EXECUTE ON PROCEDURE guard_rows(regclass, boolean) FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kam_app;
