#!/usr/bin/env node
import process from 'node:process'
import { processWorld } from './process/process-world.ts'
import { workingDirectory } from './process/working-directory.ts'
import { runCli } from './run-cli.ts'

process.exitCode = await runCli(
  process.argv.slice(2),
  processWorld({
    cwd: workingDirectory({ cwd: process.cwd(), env: process.env }),
    env: process.env,
  }),
)
