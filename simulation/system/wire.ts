import type { Asked, Reply, Service } from './service.ts'
import type { Dispatcher } from 'undici'
import type { Fault } from '../setup/tape.ts'
import type { Process } from '../world/process.ts'
import type { SideSetup } from '../setup/setup.ts'
import type { Time } from '../world/time.ts'
import { tamper } from './tamper.ts'

/** A fault between us and a system. */
export type NetFault = Extract<Fault, { tape: 'net' }>

/** What a network needs of the world. */
export interface WireWorld {
  readonly time: Time
  readonly setup: SideSetup
  readonly service: Service
  readonly process: Process
  /** Called as a request leaves; answers the fault it meets, if it meets one. */
  readonly onRequest: (asked: Asked) => NetFault | undefined
  /** Told with every request that reached the server. */
  readonly onServed: (asked: Asked, reply: Reply) => void
  /** Milliseconds that this request takes to arrive. */
  readonly latencyMs: () => number
  /** Whether a listing may leave this record out and still be found out. */
  readonly mayOmit: (id: string) => boolean
}

/** How long a client waits for an answer that does not come. */
const HEADERS_MS = 30_000

interface Trip {
  readonly asked: Asked
  readonly handler: Dispatcher.DispatchHandler
  readonly controller: Dispatcher.DispatchController
  readonly world: WireWorld
}

/** Opens a network to one simulated system: what undici does over sockets, done in simulated time. */
export function openWire(world: WireWorld): Dispatcher {
  const dispatch = (
    { method, path, headers, body }: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean => {
    if (!world.process.alive) return true
    const text = typeof body === 'string' ? body : undefined
    const asked = { method, path, headers: headers as Asked['headers'], body: text }
    const controller = controllerOf()
    leave({ asked, handler, controller, world }, world.onRequest(asked))
    return true
  }
  return { dispatch, destroy: async () => undefined } as unknown as Dispatcher
}

function controllerOf(): Dispatcher.DispatchController {
  let reason: Error | null = null
  const controller = {
    abort: (why: Error) => void (reason ??= why),
    get aborted() {
      return reason !== null
    },
    get reason() {
      return reason
    },
  }
  return controller as unknown as Dispatcher.DispatchController
}

/** How a request travels when this goes wrong. */
type Journey = (trip: Trip, fault: NetFault) => void

const JOURNEYS: Readonly<Record<NetFault['kind'], Journey>> = {
  refused: (trip) => fail(trip, 'ECONNREFUSED', 1),
  'lost-request': (trip) => fail(start(trip), 'UND_ERR_HEADERS_TIMEOUT', HEADERS_MS),
  'lost-answer': (trip) => {
    arrive(start(trip), () => fail(trip, 'UND_ERR_SOCKET', 1))
  },
  silence: (trip) => arrive(start(trip), () => undefined),
  delayed: (trip, { ms }) => {
    fail(start(trip), 'UND_ERR_HEADERS_TIMEOUT', HEADERS_MS)
    trip.world.time.after(HEADERS_MS + ms, () => void serve(trip))
  },
  'error-before': (trip) => answer(start(trip), OUT_OF_ORDER),
  'error-after': (trip) => arrive(start(trip), () => answer(trip, OUT_OF_ORDER)),
  busy: (trip, { ms }) => answer(start(trip), waiting(503, ms)),
  'too-many': (trip, { ms }) => answer(start(trip), waiting(429, ms)),
  'page-before': (trip) => answer(start(trip), PORTAL),
  'page-after': (trip) => arrive(start(trip), () => answer(trip, PORTAL)),
  'torn-answer': (trip) => {
    arrive(start(trip), (reply) => {
      answer(trip, { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) })
    })
  },
  denied: (trip) => answer(start(trip), { status: 401, headers: {}, body: '' }),
  omitted: (trip) => tampered(trip, 'omitted'),
  repeated: (trip) => tampered(trip, 'repeated'),
  'cut-off': (trip) => tampered(trip, 'cut-off'),
  'crash-before': ({ world }) => world.process.kill(),
  'crash-after': (trip) => {
    start(trip)
    trip.world.process.kill()
    arrive(trip, () => undefined)
  },
}

const OUT_OF_ORDER: Reply = { status: 500, headers: {}, body: '{"error":"out of order"}' }
const PORTAL: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body>Please sign in</body></html>',
}

function waiting(status: number, ms: number): Reply {
  const seconds = 1 + (Math.floor(ms / 1_000) % 90)
  return { status, headers: { 'retry-after': String(seconds) }, body: '' }
}

function leave(trip: Trip, fault: NetFault | undefined): void {
  if (fault === undefined) arrive(start(trip), (reply) => answer(trip, reply))
  else JOURNEYS[fault.kind](trip, fault)
}

function start(trip: Trip): Trip {
  trip.handler.onRequestStart?.(trip.controller, {})
  return trip
}

/** The request takes effect when it arrives, whatever became of whoever sent it. */
function arrive(trip: Trip, then: (reply: Reply) => void): void {
  trip.world.time.after(trip.world.latencyMs(), () => then(serve(trip)))
}

function serve({ asked, world }: Trip): Reply {
  const reply = world.service(asked)
  world.onServed(asked, reply)
  return reply
}

function tampered(trip: Trip, how: 'omitted' | 'repeated' | 'cut-off'): void {
  const { setup, mayOmit } = trip.world
  arrive(start(trip), (reply) => {
    answer(trip, tamper(trip.asked, reply, { how, setup, mayOmit }))
  })
}

function isListening({ world, controller }: Trip): boolean {
  return world.process.alive && !controller.aborted
}

function answer(trip: Trip, reply: Reply): void {
  const { world, handler, controller } = trip
  world.time.after(world.latencyMs(), () => {
    if (!isListening(trip)) return
    handler.onResponseStart?.(controller, reply.status, reply.headers, '')
    if (reply.body !== '') handler.onResponseData?.(controller, Buffer.from(reply.body))
    handler.onResponseEnd?.(controller, {})
  })
}

function fail(trip: Trip, code: string, delayMs: number): void {
  const { world, handler, controller } = trip
  world.time.after(delayMs, () => {
    if (!isListening(trip)) return
    handler.onResponseError?.(controller, Object.assign(new Error('simulated'), { code }))
  })
}
