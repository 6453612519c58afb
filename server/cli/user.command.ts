import { Argument, Option, type Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { Role, type Capability } from '../authz/capabilities';
import type { Viewer } from '../authz/viewer';
import { SYSTEM_SCOPE } from '../db/scope';
import { openTools } from './tools';

interface Options {
  name: string;
  organisation: string;
  role: Role[];
}

/**
 * `kam user add USERNAME --name NAME --organisation CODE --role ROLE...`: somebody to begin with, usually the first
 * ADMIN of an empty installation. The password is made here, printed once and to be changed by `changePassword`.
 */
export function registerUserCommand(program: Command): void {
  program
    .command('user')
    .description('add a member of staff who can sign in')
    .addArgument(new Argument('<action>', 'what to do').choices(['add']))
    .argument('<username>', 'login name')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--organisation <code>', 'six digits; 000000 is the nation')
    .addOption(
      new Option('--role <role...>', 'one or more').choices(Object.values(Role)).makeOptionMandatory(),
    )
    .action(async (_action: string, username: string, { name, organisation, role }: Options) => {
      const { platform, close } = await openTools();
      try {
        const found = (await platform.directory.tree()).byCode(organisation);
        if (!found) throw new Error(`--organisation: no organisation has the code ${organisation}`);
        const password = randomBytes(12).toString('base64url');
        const { organisationId } = found;
        await platform.staff.create(operator(organisationId), {
          username,
          name,
          roles: role,
          organisationId,
          password,
        });
        process.stdout.write(`${username} ${password}\n`);
      } finally {
        await close();
      }
    });
}

/** Whoever may run commands on the server: they hold the database anyway. */
function operator(organisationId: number): Viewer {
  return {
    kind: 'STAFF',
    staffProvinceId: 0,
    staffId: 0,
    tokenId: null,
    name: 'kam user',
    organisationId,
    roles: [Role.ADMIN],
    capabilities: new Set<Capability>(['staff:manage']),
    scope: SYSTEM_SCOPE,
  };
}
