import 'reflect-metadata';
import { pino } from 'pino';
import { BatchedAccessRegister, registerPool } from '../../server/authz/access-register';
import { readEnv } from '../../server/config/env';
import { Database } from '../../server/db/database';
import { composeModules } from '../../server/platform';

/** A process that works off exports and says when it has registered a batch, for another to kill. */
async function main([url]: string[]): Promise<void> {
  const database = await Database.open(url, { poolSize: 3 });
  const pool = registerPool(url);
  const platform = composeModules({
    database,
    env: readEnv({}),
    log: pino({ level: 'silent' }),
    openRegister: (faultOf) => {
      const register = new BatchedAccessRegister(pool, faultOf);
      return {
        write: async (entries) => {
          await register.write(entries);
          process.stdout.write('REGISTERED\n');
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        },
      };
    },
  });
  await platform.exports.queue.workOff();
}

void main(process.argv.slice(2));
