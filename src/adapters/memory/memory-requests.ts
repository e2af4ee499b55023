import { BilateralError } from '../../errors.ts'
import type { Condition, Identification } from '../../core/operation.ts'
import type { Fields } from '../../core/value.ts'
import type { MemorySnapshot } from './memory-contents.ts'
import type { WriteOutcome } from '../adapter.ts'

/** What a request asks for. One page of a listing is one request. */
export type MemoryOperation =
  'identify' | 'describe' | 'list' | 'changes' | 'get' | 'find' | 'create' | 'update' | 'delete'

/** One request as it reaches the system. */
export interface MemoryRequest {
  /** 1 for the first request of the system, and so on. */
  readonly no: number
  readonly operation: MemoryOperation
  readonly collection?: string | undefined
  readonly ids?: readonly string[] | undefined
  readonly body?: Fields | undefined
  readonly op?: string | undefined
  readonly condition?: Condition | undefined
  readonly identification?: Identification | undefined
}

/**
 * What befalls a request. `hang-…` is a crash of the caller: the promise never settles. `delay` answers nothing and
 * performs the request at the next `deliver()`. `stale` lets a read see an older moment. `later` is a 429.
 */
export type Fault =
  | 'pass'
  | 'lose-request'
  | 'lose-answer'
  | 'hang-before'
  | 'hang-after'
  | 'delay'
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'stale'; readonly from: MemorySnapshot }
  | { readonly kind: 'refuse'; readonly outcome: WriteOutcome }

/** Decides the fate of each request, in the order they arrive. */
export type OnRequest = (request: MemoryRequest) => Fault | Promise<Fault>

/** A read or a write, and what the caller gets when it is not answered. */
export interface Exchange<Answer> {
  readonly request: Omit<MemoryRequest, 'no'>
  /** Whether it may be answered from an older moment. */
  readonly readOnly: boolean
  perform(data: MemorySnapshot): Answer
  /** Answers, or throws for, a request whose answer never came. */
  lost(message: string): Answer
  /** Answers, or throws for, a request the system asks to repeat later. */
  later(afterMs: number): Answer
  refuse(outcome: WriteOutcome): Answer
}

/** The door of a system: every request passes it, is counted there and meets its fault there. */
export interface RequestGate {
  readonly counts: Map<MemoryOperation, number>
  readonly log: MemoryRequest[]
  ask<Answer>(exchange: Exchange<Answer>): Promise<Answer>
  /** Performs the delayed requests, oldest first, and tells how many there were. */
  deliver(): number
}

/** The reading half of an exchange: what is not answered is thrown. */
export function readExchange<Answer>(
  request: Exchange<Answer>['request'],
  perform: (data: MemorySnapshot) => Answer,
): Exchange<Answer> {
  const fail = (message: string): never => {
    throw new BilateralError('SYSTEM_UNAVAILABLE', `${request.operation}: ${message}`)
  }
  return {
    request,
    readOnly: true,
    perform,
    lost: fail,
    later: (afterMs) => fail(`the system asks to wait ${afterMs} ms`),
    refuse: (outcome) => fail(`the system answers ${outcome.kind}`),
  }
}

/** The writing half: what is not answered is an outcome. */
export function writeExchange(
  request: Exchange<WriteOutcome>['request'],
  perform: (data: MemorySnapshot) => WriteOutcome,
): Exchange<WriteOutcome> {
  return {
    request,
    readOnly: false,
    perform,
    lost: (message) => ({ kind: 'unknown', message }),
    later: (afterMs) => ({ kind: 'later', afterMs, message: 'too many requests' }),
    refuse: (outcome) => outcome,
  }
}

/** Opens the door of a system. `data` is asked for at each request, because `restore()` replaces it. */
export function openGate(
  data: () => MemorySnapshot,
  options: { readonly onRequest?: OnRequest | undefined; readonly keepLog?: boolean | undefined },
): RequestGate {
  const counts = new Map<MemoryOperation, number>()
  const log: MemoryRequest[] = []
  const delayed: (() => unknown)[] = []
  let no = 0
  return {
    counts,
    log,
    async ask(exchange) {
      no += 1
      const { operation } = exchange.request
      counts.set(operation, (counts.get(operation) ?? 0) + 1)
      if (options.onRequest === undefined && options.keepLog !== true)
        return exchange.perform(data())
      const request = { ...exchange.request, no }
      if (options.keepLog === true) log.push(request)
      const fault = (await options.onRequest?.(request)) ?? 'pass'
      if (fault === 'delay') delayed.push(() => exchange.perform(data()))
      return suffer(fault, exchange, data)
    },
    deliver() {
      const due = delayed.splice(0)
      for (const perform of due) perform()
      return due.length
    },
  }
}

function suffer<Answer>(
  fault: Fault,
  exchange: Exchange<Answer>,
  data: () => MemorySnapshot,
): Answer | Promise<Answer> {
  switch (fault) {
    case 'pass':
      return exchange.perform(data())
    case 'hang-before':
      return never()
    case 'hang-after':
      exchange.perform(data())
      return never()
    case 'lose-answer':
      exchange.perform(data())
      return exchange.lost('the connection was reset')
    case 'lose-request':
    case 'delay':
      return exchange.lost('the connection was reset')
    default:
      return sufferAnswer(fault, exchange, data)
  }
}

function sufferAnswer<Answer>(
  fault: Exclude<Fault, string>,
  exchange: Exchange<Answer>,
  data: () => MemorySnapshot,
): Answer {
  if (fault.kind === 'later') return exchange.later(fault.afterMs)
  if (fault.kind === 'refuse') return exchange.refuse(fault.outcome)
  return exchange.perform(exchange.readOnly ? fault.from : data())
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
