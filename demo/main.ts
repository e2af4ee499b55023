import { styleText } from 'node:util'
import type { Ended } from './bilateral-process.ts'
import type { RunSummary } from './report.ts'
import type { Stage } from './stage.ts'
import { compareSystems, isAgreed } from './compare.ts'
import { correctValues, describeComparison, separateMailboxes } from './tidy-up.ts'
import { countWrites, drawMatrix, readSummary } from './report.ts'
import { editEverySituation, editMany } from './edits.ts'
import { operate, setStage } from './stage.ts'

/** The part of the story being told, for whoever reads a failure. */
let chapter = 0

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function title(text: string): void {
  chapter += 1
  say(`\n${styleText('bold', `${String(chapter)}. ${text}`)}`)
}

/** Stops the demo with a failure when something did not come out as it has to. */
function expect(condition: boolean, promise: string): void {
  if (!condition) throw new Error(`chapter ${String(chapter)}: ${promise}`)
}

function expectCode({ code }: Ended, allowed: readonly number[], what: string): void {
  expect(
    code !== null && allowed.includes(code),
    `${what} ended with ${String(code)}, not ${allowed.join(' or ')}`,
  )
}

async function tell(stage: Stage): Promise<void> {
  await meet(stage)
  await workDay(stage)
  await killed(stage)
  await answer(stage)
  await settle(stage)
  await prove(stage)
}

async function meet({ bilateral, facts }: Stage): Promise<void> {
  const { accounts, contacts, customers, persons } = facts.counts
  title('Two systems that know nothing of each other')
  say(`CRM, a REST service: ${accounts} accounts, ${contacts} contacts`)
  say(`ERP, a SQLite database: ${customers} customers, ${persons} persons`)
  title('What would the first meeting do?  bilateral plan')
  expectCode(await bilateral.run('plan'), [2], 'plan')
  title('Do it.  bilateral sync --first-run')
  expectCode(await bilateral.run('sync', '--first-run'), [3], 'the first sync')
  await expectQuiet(bilateral, 'A second sync right after writes nothing')
}

async function expectQuiet(bilateral: Stage['bilateral'], what: string): Promise<void> {
  const quiet = await bilateral.run('sync', '--json')
  expectCode(quiet, [0, 3], 'the second sync')
  const writes = countWrites(readSummary(quiet.output))
  say(`${what}: ${String(writes)} writes.`)
  expect(writes === 0, 'a second sync right after a sync writes nothing')
}

async function workDay({ bilateral, office }: Stage): Promise<void> {
  title('A day at the office: people edit, delete and create on both sides')
  const edits = await editEverySituation(office)
  for (const [name, some] of Map.groupBy(edits, (edit) => edit.title))
    say(`  ${String(some.length)} × ${name}`)
  expectCode(await bilateral.run('plan'), [2], 'plan')
  title('bilateral sync --json, and the matrix it found')
  const synced = await bilateral.run('sync', '--json')
  expectCode(synced, [3], 'sync')
  showRun(readSummary(synced.output))
  await expectQuiet(bilateral, 'And again')
}

/** The matrix with its counts, and the requests spent beside the fewest that could have done it. */
function showRun(summary: RunSummary): void {
  for (const { entity, cells } of summary.entities) say(`${drawMatrix(entity, cells)}\n`)
  say(`${String(countWrites(summary))} writes`)
  for (const { system, spent, minimum } of summary.requests)
    say(`requests to ${system}: ${String(spent)}, of at least ${String(minimum)}`)
}

/** Writes that land before the CRM stops answering and the engine is killed. */
const ANSWERED_WRITES = 60

/** How long the demo waits for the moment of the kill. */
const KILL_WAIT_MS = 30_000

async function killed({ bilateral, crm, office }: Stage): Promise<void> {
  title(
    'Killed in the middle: 300 edits, and kill -9 while the CRM has written and not yet answered',
  )
  await editMany(office, 150)
  await operate(crm, 'POST', {
    kind: 'no-answer',
    method: 'PATCH',
    skip: ANSWERED_WRITES,
    times: 1,
  })
  const running = bilateral.start('sync', '--json')
  const died = await killAtFault(crm, running.kill)
  const { code } = await running.ended
  expect(died && code === null, 'the engine was killed while a request was in flight')
  await operate(crm, 'DELETE')
  say('The engine is dead. What it had written stays; what it had begun is in its journal.')
  title('Started again.  bilateral sync')
  expectCode(await bilateral.run('sync'), [3], 'the sync after the kill')
  await expectQuiet(bilateral, 'Nothing was written twice, and nothing is left over')
}

/** Kills the engine as soon as the CRM has kept an answer back. */
async function killAtFault(crm: Stage['crm'], kill: () => void): Promise<boolean> {
  const deadlineMs = Date.now() + KILL_WAIT_MS
  while (Date.now() < deadlineMs) {
    const faults = (await operate(crm, 'GET')) as readonly { readonly fired: number }[]
    if (faults.some(({ fired }) => fired > 0)) {
      kill()
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return false
}

async function answer({ bilateral }: Stage): Promise<void> {
  title('What waits for a person?  bilateral conflicts')
  expectCode(await bilateral.run('conflicts', '--entity', 'company'), [3], 'conflicts')
  const { output } = await bilateral.run('conflicts', '--json')
  const [first] = readIds(output)
  expect(first !== undefined, 'there is a conflict to resolve')
  title(`Why?  bilateral explain ${String(first)}`)
  expectCode(await bilateral.run('explain', String(first)), [0], 'explain')
  title(`One of them is decided.  bilateral resolve ${String(first)} --take erp`)
  expectCode(await bilateral.run('resolve', String(first), '--take', 'erp'), [0], 'resolve')
  expectCode(await bilateral.run('sync'), [3], 'sync')
  title(`And how did it come about?  bilateral log ${String(first)}`)
  expectCode(await bilateral.run('log', String(first)), [0], 'log')
}

function readIds(output: string): readonly string[] {
  const inbox = JSON.parse(output) as { readonly conflicts: readonly { readonly id: string }[] }
  return inbox.conflicts.map(({ id }) => id)
}

async function settle({ bilateral, crm, crmUser, erpUser, erpPath, facts }: Stage): Promise<void> {
  title(
    'People tidy up: the other conflicts go to the CRM, odd values and shared mailboxes are put right',
  )
  for (const line of describeComparison(await compareSystems(crm, erpPath))) say(line)
  for (const kind of ['created/created', 'updated/updated'])
    expectCode(
      await bilateral.run('resolve', '--where', `kind=${kind}`, '--take', 'crm', '--yes'),
      [0, 64],
      'resolve',
    )
  const corrected = await correctValues(crmUser, erpUser, facts)
  const separated = await separateMailboxes(crmUser, erpUser, facts)
  say(`${String(corrected)} values corrected, ${String(separated)} mailboxes separated.`)
  expectCode(await bilateral.run('sync'), [0, 3], 'sync')
}

async function prove({ bilateral, crm, erpPath }: Stage): Promise<void> {
  title('The proof: both systems read independently of the engine')
  const last = await bilateral.run('sync', '--json')
  const summary = readSummary(last.output)
  showRun(summary)
  expect(countWrites(summary) === 0, 'the last sync has nothing to write')
  const comparison = await compareSystems(crm, erpPath)
  for (const line of describeComparison(comparison)) say(line)
  expect(isAgreed(comparison), 'both systems agree')
  say(styleText('green', '\nBoth systems agree.'))
}

/** Leaves everything running until somebody presses Ctrl-C. */
async function keepOpen({ folder, environment, crm }: Stage): Promise<void> {
  say(`\nThe CRM keeps running at ${crm.url}. To play with it, in another terminal:\n`)
  for (const [name, value] of Object.entries(environment)) say(`  export ${name}=${value}`)
  say(`  npm run -s bilateral -- status --config ${folder}/bilateral.yaml\n\nCtrl-C ends it.`)
  await new Promise<void>((resolve) => {
    const beat = setInterval(() => undefined, 60_000)
    process.once('SIGINT', () => {
      clearInterval(beat)
      resolve()
    })
  })
}

const startedMs = Date.now()
const stage = await setStage((text) => process.stdout.write(text))
try {
  await tell(stage)
  say(`${((Date.now() - startedMs) / 1_000).toFixed(0)} seconds, ${String(chapter)} chapters.`)
  if (process.argv.includes('--keep')) await keepOpen(stage)
} catch (error) {
  say(
    styleText(
      'red',
      `\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`,
    ),
  )
  process.exitCode = 1
} finally {
  await stage.close()
}
