import type { Side } from '../core/side.ts'
import type { Subject } from './subject.ts'
import { SIDES } from '../core/side.ts'

/** Something that has to be remembered, and what would happen without. */
export interface Remembered {
  readonly what: string
  /** Why, as a phrase. */
  readonly why: string
}

/** What a pair of this entity has to remember, and why: nothing that could be left out. */
export function memoryNeeded(subject: Subject): readonly Remembered[] {
  const { terms, systems } = subject
  const { names, aspects } = terms
  const shared = aspects.filter(({ rule }) => rule.owner === 'both')
  const asks = [terms.presence.updatedDeleted, terms.presence.deletedUpdated].includes('ask')
  const isAsked =
    asks || aspects.some(({ rule }) => rule.policy.kind === 'ask' || rule.otherEdits === 'ask')
  return [
    {
      what: 'both ids',
      why: 'else a record is created twice, or comes back after it was deleted',
    },
    ...SIDES.map((side) => versionOf(subject, side)),
    baseOf(shared.flatMap(({ fields }) => fields)),
    ...(Object.values(systems).some(({ allow }) => allow.create || allow.update || allow.delete)
      ? [INTENT]
      : []),
    ...(isAsked ? [{ what: 'an open question', why: 'while a person has not answered' }] : []),
    ...SIDES.filter((side) => systems[side].incremental).map((side) => ({
      what: `a cursor for ${names[side]}`,
      why: 'one for the whole collection: where the next read of changes begins',
    })),
  ]
}

const INTENT: Remembered = {
  what: 'an intent',
  why: 'while a request is under way: else its echo looks like an edit after a crash',
}

function versionOf({ terms, systems }: Subject, side: Side): Remembered {
  const name = terms.names[side]
  const { versions, ability } = systems[side]
  if (versions === 'none' || versions === 'hash')
    return { what: `${name}'s content hash`, why: `${name} has no version of its own to compare` }
  if (versions === 'stamp' || ability.update === 'stamp' || !terms.tokenCovers[side])
    return {
      what: `${name}'s ${versions === 'stamp' ? 'stamp' : 'version'} and content hash`,
      why: 'it alone does not show every edit: contents decide',
    }
  return { what: `${name}'s version`, why: 'shows every edit, and is the condition of every write' }
}

/** A field with one owner follows it whatever was agreed (T13); a shared one needs to know who changed it. */
function baseOf(shared: readonly string[]): Remembered {
  return shared.length === 0
    ? { what: 'no agreed value', why: 'each field has one owner, whose value goes across' }
    : {
        what: `the agreed value of ${shared.length === 1 ? shared[0] : `${shared.length} fields`}, for each system`,
        why: 'tells who changed it; one value for both would take a spelling for an edit',
      }
}
