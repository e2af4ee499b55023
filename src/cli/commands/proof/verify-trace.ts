import type { CliCommand } from '../../command.ts'

/** `bilateral verify-trace`: judges what runs did by the rules of writing. */
export const verifyTraceCommand: CliCommand = {
  name: 'verify-trace',
  summary: 'judge a trace of `sync --trace` by the rules of writing',
  register(command, run) {
    command.argument('<file>', 'what `sync --trace` wrote').action((file: string) =>
      run(async (context) => {
        const { showVerdict } = await import('../../trace/show-verdict.ts')
        return showVerdict(context, file)
      }),
    )
  },
}
