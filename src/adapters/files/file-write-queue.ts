import { FILES_WRITES_PER_REPLACEMENT_MAX } from './files-config.ts'
import type { FileWrite } from './file-writes.ts'
import type { SheetFile } from './sheet-file.ts'
import type { WriteOutcome } from '../adapter.ts'
import { toDraft } from './file-writes.ts'

/**
 * Performs writes to one file in the order they come. Those that wait together share one replacement of the file; each
 * succeeds or is refused alone.
 */
export interface FileWriteQueue {
  /** Settles after the file was replaced. Rejects with `BilateralError` for what stops every write of the file. */
  add(write: FileWrite): Promise<WriteOutcome>
  /** Waits until no write is left. */
  drain(): Promise<void>
}

/** How long a write is asked to wait when another process holds the file. */
export const FILE_BUSY_AFTER_MS = 1000

interface Waiting {
  readonly write: FileWrite
  readonly resolve: (outcome: WriteOutcome) => void
  readonly reject: (error: unknown) => void
}

/** Makes the queue of one file. */
export function fileWriteQueue(file: SheetFile): FileWriteQueue {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise(setImmediate)
      await settle(waiting.splice(0, FILES_WRITES_PER_REPLACEMENT_MAX), file)
    }
    running = undefined
  }
  return {
    add: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ write, resolve, reject })
        running ??= flush()
      }),
    drain: async () => running,
  }
}

const LATER: WriteOutcome = {
  kind: 'later',
  afterMs: FILE_BUSY_AFTER_MS,
  message: 'another process holds the lock beside the file',
}

async function settle(batch: readonly Waiting[], file: SheetFile): Promise<void> {
  try {
    const outcomes = await file.change((sheet) => {
      const draft = toDraft(sheet)
      const result = batch.map(({ write }) => write(draft))
      return { sheet: draft.changed ? draft : sheet, result }
    })
    for (const [at, { resolve }] of batch.entries()) resolve(outcomes?.[at] ?? LATER)
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
