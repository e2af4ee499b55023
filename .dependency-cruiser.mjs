/** Who may import whom: each rule is one law of ARCHITECTURE.md, checked by `npm run walls`. */

const ERRORS = '^src/errors[.]ts$'
const CORE = '^src/core/'
const MAPPING = '^src/mapping/'
const PROTOCOL = '^src/protocol/'
const ENGINE = '^src/engine/'
const CONFIG = '^src/config/'
const CHECKER = '^src/checker/'
const COMPOSE = '^src/config/compose[.]ts$'

/** A contract is what stands directly in its room; every sub-room is one implementation of it. */
const ADAPTER_CONTRACT = '^src/adapters/[^/]+[.]ts$'
const STORE_CONTRACT = '^src/stores/[^/]+[.]ts$'
const CONTRACTS = `${ADAPTER_CONTRACT}|${STORE_CONTRACT}`
const MEMORY = '^src/(adapters|stores)/memory/'

const PACKAGES = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core']

/** Files under `own` import their own room, `allowed` and the errors; nothing else of ours. */
const room = (name, own, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: own },
  to: {
    path: '^(src|test|bench|demo|scripts)/',
    pathNot: [own.replace('([^/]+)', '$1'), ERRORS, ...allowed],
  },
})

const rooms = [
  room('core', CORE, [], 'Core decides. It knows no other room.'),
  room('mapping', MAPPING, [CORE], 'Mapping says what a value means; it knows core.'),
  room('protocol', PROTOCOL, [CORE], 'The protocol says how a write stays safe; it knows core.'),
  room(
    'engine',
    ENGINE,
    [CORE, MAPPING, PROTOCOL, CONTRACTS],
    'The engine meets the world through two contracts.',
  ),
  room('adapter-contract', ADAPTER_CONTRACT, [CORE], 'The adapter contract speaks of core types.'),
  room(
    'adapters',
    '^src/adapters/([^/]+)/',
    [CORE, ADAPTER_CONTRACT],
    'An adapter knows its contract, not its neighbours; http/ is the transport they may share.',
  ),
  room('store-contract', STORE_CONTRACT, [CORE], 'The store contract speaks of core types.'),
  room(
    'stores',
    '^src/stores/([^/]+)/',
    [CORE, STORE_CONTRACT],
    'A store knows its contract, not its neighbours.',
  ),
  room('checker', CHECKER, [], 'The checker explores any model and knows none.'),
  room('model', '^src/model/', [CORE, PROTOCOL, CHECKER], 'The model is made of the shipped code.'),
  room(
    'config',
    CONFIG,
    [CORE, MAPPING, PROTOCOL, ENGINE, CONTRACTS, '^src/(adapters|stores)/[^/]+/'],
    'Configuration knows every contract.',
  ),
  room('cli', '^src/cli/', [CORE, ENGINE, CONFIG, CONTRACTS], 'The command line is a face.'),
  room('server', '^src/server/', [CORE, ENGINE, CONFIG, CONTRACTS], 'The server is a face.'),
  room('testing', '^src/testing/', [CORE, CONTRACTS, MEMORY], 'Suites test contracts.'),
]
const adapters = rooms.find(({ name }) => name === 'adapters')
adapters.to.pathNot.push('^src/adapters/http/')

const doors = [
  {
    name: 'only-compose-chooses',
    comment: 'One file turns configuration into concrete adapters and stores.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/(adapters|stores|testing)/', COMPOSE] },
    to: { path: '^src/(adapters|stores)/[^/]+/' },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...rooms,
    ...doors,
    {
      name: 'pure-rooms-do-no-io',
      comment: 'Core, protocol, model and checker take values and return values.',
      severity: 'error',
      from: { path: '^src/(core|protocol|model|checker)/' },
      to: { dependencyTypes: PACKAGES },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
}
