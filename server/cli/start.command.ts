import type { Command } from 'commander';
import { readEnv } from '../config/env';
import { main } from '../main';

/** `kam start`: database, migrations, demo seed outside production, server. */
export function registerStartCommand(program: Command): void {
  program
    .command('start')
    .description('start the platform (with an embedded PostgreSQL unless DATABASE_URL is given)')
    .action(() => main(readEnv()));
}
