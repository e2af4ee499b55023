import { Command } from 'commander'
import { COMMANDS } from './commands/commands.ts'
import type { Run } from './command.ts'
import type { World } from './world.ts'
import { readVersion } from './version.ts'

/** Makes the parser of the command line. It writes help where it belongs and throws every error of its own. */
export function makeProgram(world: World, run: Run): Command {
  const program = new Command('bilateral')
    .description('Keeps two systems in agreement when all you can do is ask them.')
    .version(readVersion(), '-V, --version', 'print the version')
    .option('--config <path>', 'configuration file, or a folder that holds one')
    .option('--json', 'answer for machines: one document, or JSON lines for plan and sync')
    .option('--no-color', 'no colours, as the variable NO_COLOR does')
    .option('-q, --quiet', 'no progress and no notes; results, warnings and errors only')
    .option('-v, --verbose', 'with every error, what was underneath')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => world.stdout.columns ?? HELP_COLUMNS,
      getErrHelpWidth: () => world.stderr.columns ?? HELP_COLUMNS,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError()
    .exitOverride()
  for (const { name, summary, register } of COMMANDS) {
    const command = program.command(name).description(summary).copyInheritedSettings(program)
    register(command, run)
  }
  return program
}

const HELP_COLUMNS = 80
