import type { FieldPolicy, OtherEdits, Owner, PresenceTerms } from '../terms.ts'

/** A named set of answers: data over the same matrix, never a second code path. */
export interface Preset {
  readonly name: string
  /** One sentence for people. */
  readonly meaning: string
  /** What a field follows unless it says otherwise. */
  readonly field: {
    readonly owner: Owner
    readonly otherEdits: OtherEdits
    readonly policy: FieldPolicy
  }
  readonly presence: PresenceTerms
}

const ASK = { kind: 'ask' } as const

/** Side `a` leads: its records and values are restored on `b` whatever happens there. */
const A_MASTER: Preset = {
  name: 'a-master',
  meaning:
    'a leads: its values and deletions travel, what b changes is put back, what b adds stays on b.',
  field: { owner: 'a', otherEdits: 'revert', policy: { kind: 'take', side: 'a' } },
  presence: {
    created: { a: 'propagate', b: 'keep' },
    deleted: { a: 'propagate', b: 'restore' },
    updatedDeleted: 'keep-updated',
    deletedUpdated: 'keep-deleted',
    createdBoth: { kind: 'merge' },
  },
}

const TWO_WAY: Preset = {
  name: 'two-way',
  meaning: 'Both sides are equal: what one changes reaches the other, what both change is asked.',
  field: { owner: 'both', otherEdits: 'revert', policy: ASK },
  presence: {
    created: { a: 'propagate', b: 'propagate' },
    deleted: { a: 'propagate', b: 'propagate' },
    updatedDeleted: 'keep-updated',
    deletedUpdated: 'keep-updated',
    createdBoth: { kind: 'merge' },
  },
}

/** Every preset by name. `b-master` is the mirror image of `a-master`. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  'two-way': TWO_WAY,
  'a-master': A_MASTER,
  'b-master': {
    name: 'b-master',
    meaning:
      'b leads: its values and deletions travel, what a changes is put back, what a adds stays on a.',
    field: { owner: 'b', otherEdits: 'revert', policy: { kind: 'take', side: 'b' } },
    presence: {
      created: { a: 'keep', b: 'propagate' },
      deleted: { a: 'restore', b: 'propagate' },
      updatedDeleted: 'keep-deleted',
      deletedUpdated: 'keep-updated',
      createdBoth: { kind: 'merge' },
    },
  },
  mirror: {
    ...A_MASTER,
    name: 'mirror',
    meaning: 'b becomes a copy of a: what b changes is put back and what b adds is removed.',
    presence: { ...A_MASTER.presence, created: { a: 'propagate', b: 'remove' } },
  },
  contribute: {
    ...TWO_WAY,
    name: 'contribute',
    meaning: 'Additions and changes travel both ways, deletions never do.',
    presence: { ...TWO_WAY.presence, deleted: { a: 'keep', b: 'keep' } },
  },
}

/** The preset of an entity that names none. */
export const DEFAULT_PRESET = TWO_WAY
