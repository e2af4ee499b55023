import type { FileMark, WholeFile } from './disk/read-whole.ts'
import { markOf, readWhole, sameMark } from './disk/read-whole.ts'
import type { Sheet, SheetFormat, SheetProblem } from './sheet/sheet.ts'
import { BilateralError } from '../../errors.ts'
import { hash } from 'node:crypto'
import { lockFile } from './disk/file-lock.ts'
import { realpath } from 'node:fs/promises'
import { replaceWhole } from './disk/replace-whole.ts'
import { sheetText } from './sheet/sheet.ts'
import { toError } from './disk/file-failure.ts'

/** One file of records: read as a whole, replaced as a whole. */
export interface SheetFile {
  /**
   * The file as it is now. Throws `SYSTEM_UNAVAILABLE` for a missing file, `LISTING_INCOMPLETE` for one that seems
   * half-written, `SYSTEM_ANSWER` for one that is not what it should be. Never a part of a file.
   */
  read(): Promise<Sheet>
  /**
   * Replaces the file by what `edit` makes of it; the same sheet means nothing to write. `edit` may be called again
   * when somebody else replaced the file meanwhile. `undefined`: another process holds the file, nothing was written.
   */
  change<T>(
    edit: (sheet: Sheet) => { readonly sheet: Sheet; readonly result: T },
  ): Promise<T | undefined>
}

/** How often a replacement is tried on a file that others keep replacing. */
export const FILE_CHANGE_ATTEMPTS_MAX = 5

/** Two states of a file that are closer in time may share a mark. Network and memory-card file systems: 2 s. */
const TICK_MS = { fine: 50, coarse: 2500 }

/** What was last read, so that an unchanged file is not parsed again. */
interface Known {
  readonly mark: FileMark
  readonly digest: string
  readonly sheet: Sheet
  /** Whether a file with this mark certainly has this content. */
  readonly settled: boolean
}

/** Opens a file of records; nothing is read yet. `label` names system and collection in messages. */
export function sheetFile(
  place: { readonly label: string; readonly path: string; readonly quietMs: number },
  format: SheetFormat,
): SheetFile {
  const { label, path, quietMs } = place
  let known: Known | undefined
  const learn = (whole: WholeFile): Known => {
    const digest = hash('sha256', whole.bytes, 'base64url')
    const sheet = known?.digest === digest ? known.sheet : parse(format, whole.bytes, place)
    known = { mark: whole.mark, digest, sheet, settled: isSettled(whole.mark) }
    return known
  }
  const read = async (): Promise<Sheet> => {
    if (known?.settled === true && sameMark(known.mark, await markOf(path))) return known.sheet
    return learn(await readWhole(path, ownMark(known, await markOf(path)) ? 0 : quietMs)).sheet
  }
  const tryChange = async <T>(edit: Edit<T>, draftPath: string): Promise<Changed<T>> => {
    const real = await realpath(path)
    const before = learn(await readWhole(path, ownMark(known, await markOf(path)) ? 0 : quietMs))
    const { sheet, result } = edit(before.sheet)
    if (sheet === before.sheet) return { done: true, result }
    const text = sheetText(sheet)
    const mark = await replaceWhole(real, text, before.mark, draftPath)
    if (mark === undefined) return { done: false }
    known = { mark, digest: hash('sha256', text, 'base64url'), sheet, settled: false }
    return { done: true, result }
  }
  return {
    read: () => named(read(), `${label} (${path}) cannot be read, nothing was written`),
    change: (edit) =>
      named(
        changeLocked(place, (draftPath) => tryChange(edit, draftPath)),
        `${label} (${path}) cannot be replaced, nothing was written`,
      ),
  }
}

type Edit<T> = (sheet: Sheet) => { readonly sheet: Sheet; readonly result: T }
type Changed<T> = { readonly done: true; readonly result: T } | { readonly done: false }

async function changeLocked<T>(
  { label, path }: { readonly label: string; readonly path: string },
  attempt: (draftPath: string) => Promise<Changed<T>>,
): Promise<T | undefined> {
  const lock = await lockFile(await realpath(path))
  if (lock === undefined) return undefined
  try {
    for (let attempts = 1; attempts <= FILE_CHANGE_ATTEMPTS_MAX; attempts++) {
      const changed = await attempt(lock.draftPath)
      if (changed.done) return changed.result
    }
  } finally {
    await lock.release()
  }
  throw new BilateralError(
    'SYSTEM_UNAVAILABLE',
    `${label} (${path}) is replaced by others all the time; nothing was written`,
  )
}

async function named<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw toError(error, what)
  }
}

/** A file that is still as we left it need not be left alone before it is read. */
function ownMark(known: Known | undefined, mark: FileMark): boolean {
  return known !== undefined && sameMark(known.mark, mark)
}

function isSettled({ changedNs }: FileMark): boolean {
  const isCoarse = changedNs % 1_000_000_000n === 0n
  const ageMs = Date.now() - Number(changedNs / 1_000_000n)
  return ageMs > (isCoarse ? TICK_MS.coarse : TICK_MS.fine)
}

function parse(
  format: SheetFormat,
  bytes: Buffer,
  { label, path }: { readonly label: string; readonly path: string },
): Sheet {
  const reading = format.read(bytes)
  if (reading.kind === 'sheet') return reading.sheet
  throw toProblemError(reading.problem, `${label} (${path})`)
}

function toProblemError({ line, why, cut }: SheetProblem, where: string): BilateralError {
  const half = cut ? '; the file may be half-written' : ''
  return new BilateralError(
    cut ? 'LISTING_INCOMPLETE' : 'SYSTEM_ANSWER',
    `${where}, line ${line}: ${why}${half}; nothing was concluded from it, nothing was written`,
    { next: 'bilateral check' },
  )
}
