import type { Entry } from '../notation/entry.ts'
import { BOOLEAN_ENTRY } from './boolean.ts'
import { DATE_ENTRY } from './date.ts'
import { DATETIME_ENTRY } from './datetime.ts'
import { DECIMAL_ENTRIES } from './decimal.ts'
import { EMPTY_ENTRIES } from './empty.ts'
import { ID_ENTRY } from './id.ts'
import { JSON_ENTRY } from './json.ts'
import { LIST_ENTRIES } from './list.ts'
import { MAP_ENTRY } from './map.ts'
import { SCALE_ENTRY } from './scale.ts'
import { TEXT_ENTRIES } from './text.ts'

/** Every lens a configuration can name, in the order in which they are documented. The list is closed. */
export const CATALOGUE: readonly Entry[] = [
  ...TEXT_ENTRIES,
  BOOLEAN_ENTRY,
  MAP_ENTRY,
  ...DECIMAL_ENTRIES,
  ID_ENTRY,
  SCALE_ENTRY,
  DATE_ENTRY,
  DATETIME_ENTRY,
  ...LIST_ENTRIES,
  JSON_ENTRY,
  ...EMPTY_ENTRIES,
]

/** What people look for and will not find, and why; the answer names what to use instead. */
export const NOT_OFFERED: ReadonlyMap<
  string,
  { readonly reason: string; readonly instead?: string }
> = new Map([
  [
    'truncate',
    {
      reason: 'a cut text differs from the other side on every run; max refuses what does not fit',
      instead: '{ max: 100 }',
    },
  ],
  [
    'round',
    {
      reason:
        'a rounded number differs from the other side on every run; decimal refuses further places',
      instead: 'decimal(2)',
    },
  ],
  [
    'ref',
    { reason: 'a reference stands alone, with one path on each side', instead: 'ref(company)' },
  ],
  ['regex', { reason: 'a pattern can be read but not written back; map lists the spellings' }],
  ['replace', { reason: 'a replacement cannot be undone; map lists the spellings' }],
])
