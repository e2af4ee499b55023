import type { SystemCheck } from './adapter.ts'
import { isBilateralError } from '../errors.ts'

/** What a test of a system found when it threw; its code tells one that is not there from one that is not as it should be. */
export function failedTest(error: unknown): Pick<SystemCheck, 'ok' | 'detail' | 'code'> {
  const detail = error instanceof Error ? error.message : String(error)
  return { ok: false, detail, code: isBilateralError(error) ? error.code : undefined }
}
