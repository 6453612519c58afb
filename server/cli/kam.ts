import 'reflect-metadata';
import { Command } from 'commander';
import { registerDatabaseCommands } from './database.command';
import { registerExportCommand } from './export.command';
import { registerImportCommand } from './import.command';
import { openImportTools } from './import-tools';
import { registerKeysCommand } from './keys.command';
import { registerRegisterCommands } from './register.command';
import { registerSchemaCommand } from './schema.command';
import { registerStartCommand } from './start.command';
import { registerUserCommand } from './user.command';

/** The `kam` command line: each command is a file beside this one. Exit code 1: failed, 2: refused. */
const program = new Command('kam').description('Postal Key Accounts').showHelpAfterError();
registerStartCommand(program);
registerDatabaseCommands(program);
registerImportCommand(program, openImportTools);
registerRegisterCommands(program);
registerExportCommand(program);
registerSchemaCommand(program);
registerUserCommand(program);
registerKeysCommand(program);

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  // What a half-started server left open must not keep the process.
  process.exit(process.exitCode || 1);
});
