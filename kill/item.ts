import type { KillPoint } from './kill-point.ts'

/** What both systems say of a record; its name is given once and never changes. */
export interface Item {
  readonly name: string
  readonly city: string
  readonly phone: string
}

/** One of the two systems under test. */
export type System = 'crm' | 'erp'

/** What a user of one system does there; records are known by their name. */
export type Edit =
  | { readonly verb: 'create'; readonly on: System; readonly item: Item }
  | {
      readonly verb: 'update'
      readonly on: System
      readonly name: string
      readonly set: Readonly<Partial<Item>>
    }
  | { readonly verb: 'delete'; readonly on: System; readonly name: string }

/** One life of the process: what users do before it, and where it dies. */
export interface Life {
  readonly edits: readonly Edit[]
  readonly point: KillPoint
}

/** How records are recognised when the answer to their create is lost (W7): by an id, or by a key. */
export type Profile = 'ids' | 'keys'

/** A row as a system holds it, with what versions it. */
export interface HeldItem extends Item {
  readonly id: string
  readonly version: number
}
