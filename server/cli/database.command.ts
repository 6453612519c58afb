import type { Command } from 'commander';
import { pino } from 'pino';
import { readEnv } from '../config/env';
import { databaseServer } from '../db/database-server';
import { migrate } from '../db/migrate';
import { prepareData } from './prepare-data';

/** `kam migrate` and `kam seed`, for installations that do not let the server do it at start. */
export function registerDatabaseCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async () => {
      const server = await databaseServer(readEnv(), { share: true });
      try {
        const added = await migrate(server.adminUrl);
        process.stdout.write(added.length > 0 ? `Applied ${added.join(', ')}\n` : 'Nothing to do\n');
      } finally {
        await server.stop();
      }
    });
  program
    .command('seed')
    .description(
      'write organisations, industries and, outside production, the demo data into an empty database',
    )
    .action(async () => {
      const env = readEnv();
      const server = await databaseServer(env, { share: true });
      try {
        await migrate(server.adminUrl);
        await prepareData(env, server.adminUrl, pino({ level: env.LOG_LEVEL }, pino.destination(2)));
      } finally {
        await server.stop();
      }
    });
}
