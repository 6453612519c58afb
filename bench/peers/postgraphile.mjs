// PostGraphile 5 on the same tables, as its superuser: no sign-in, no scope. Needs Node 22 or newer.
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { ready, settings } from './peer.mjs';

const { databaseUrl, poolSize } = settings();

// Tenant tables have no foreign keys into shared ones, so the relations of the boards are declared here.
const tags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      board_entries: {
        tags: {
          foreignKey: [
            '(snapshot_id) references board_snapshots (id)',
            '(province_id, account_id) references accounts (province_id, id)',
          ],
        },
      },
      board_totals: { tags: { foreignKey: '(snapshot_id) references board_snapshots (id)' } },
      usage_facts: {
        tags: { foreignKey: '(province_id, account_id) references accounts (province_id, id)' },
      },
    },
  },
});

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [tags],
  disablePlugins: ['PgIndexBehaviorsPlugin', 'MutationPlugin'],
  pgServices: [
    makePgService({ connectionString: databaseUrl, schemas: ['public'], poolConfig: { max: poolSize } }),
  ],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const serv = instance.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(0, '127.0.0.1', () => ready(server.address().port));
if (process.argv[3] === '--schema') {
  const { printSchema } = await import('graphql');
  process.stderr.write(printSchema(await instance.getSchema()));
}
