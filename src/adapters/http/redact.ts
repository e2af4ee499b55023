import { BilateralError } from '../../errors.ts'
import type { Secret } from '../../core/secret.ts'

const HIDDEN = '***'

/** Hides secrets wherever their values turn up in a text, in whichever of the usual spellings. */
export interface Redactor {
  /** From now on this value is hidden. */
  readonly hide: (value: string) => void
  /** The value of a secret, hidden from then on. Throws `CONFIG_SECRET` when no header can carry it. */
  readonly reveal: (secret: Secret) => string
  /** The text without what is hidden. */
  readonly clean: (text: string) => string
}

/** Opens a redactor that hides nothing yet. */
export function openRedactor(): Redactor {
  const spellings = new Set<string>()
  let longestFirst: readonly string[] = []
  const hide = (value: string): void => {
    for (const spelling of spellingsOf(value)) spellings.add(spelling)
    longestFirst = [...spellings].sort((left, right) => right.length - left.length)
  }
  return {
    hide,
    reveal: (secret) => {
      const value = secret.reveal()
      if (value === '' || /[\0\r\n]/.test(value)) throw unfit()
      hide(value)
      return value
    },
    clean: (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text),
  }
}

function unfit(): BilateralError {
  return new BilateralError(
    'CONFIG_SECRET',
    'A secret is empty or holds a line break, so no header can carry it; nothing was sent',
    { next: 'bilateral check' },
  )
}

function spellingsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  return [
    value,
    encodeURIComponent(value.toWellFormed()),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ].filter((spelling) => spelling !== '')
}
