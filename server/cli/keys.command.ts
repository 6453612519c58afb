import { Argument, type Command } from 'commander';
import { DataKeys } from '../db/data-keys';
import { Database } from '../db/database';
import { KeyRotation } from '../db/key-rotation';
import { tableOwner } from './table-owner';
import { openTools } from './tools';

/**
 * `kam keys rotate [--province CODE]`: new data keys for section 3 and its history, while the platform runs. Killed, it
 * goes on when begun again. Exit code 1 where a ciphertext was not written into the cell it stands in.
 */
export function registerKeysCommand(program: Command): void {
  program
    .command('keys')
    .description('the keys that class L3 is sealed with')
    .addArgument(new Argument('<action>', 'what to do').choices(['rotate']))
    .option('--province <code>', 'six digits; every province by default')
    .action(async (_action: string, { province }: { province?: string }) => {
      const { platform, env, adminUrl, close } = await openTools();
      try {
        const tree = await platform.directory.tree();
        const found = province === undefined ? null : tree.byCode(province);
        if (found === undefined) throw new Error(`--province: no organisation has the code ${province}`);
        // Everything it does, the owner does; the keys need the secret only.
        const keys = new DataKeys(Database.detached(), env.ENCRYPTION_SECRET);
        const rotated = await new KeyRotation(keys, tableOwner(adminUrl)).rotate(
          found?.organisationId ?? null,
        );
        for (const { provinceId, keyId, rows, isRemoved, faults } of rotated) {
          const end = isRemoved ? 'removed' : 'still needed';
          process.stdout.write(
            `${tree.byId(provinceId)?.code}: key ${keyId} ${end}, ${rows} row(s) sealed anew\n`,
          );
          for (const fault of faults) process.stdout.write(`  ${fault}\n`);
        }
        if (rotated.some(({ isRemoved }) => !isRemoved))
          throw new Error('密钥轮换未完成 the rotation is not finished');
      } finally {
        await close();
      }
    });
}
