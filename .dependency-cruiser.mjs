/** Who may import whom: each rule is one law of ARCHITECTURE.md. `npm run walls` checks them. */

const ERRORS = '^src/errors[.]ts$'
const FRONT_DOOR = '^src/index[.]ts$'
const COMPOSE = '^src/config/compose[.]ts$'
const CORE = '^src/core/'
const MAPPING = '^src/mapping/'
const PROTOCOL = '^src/protocol/'
const ENGINE = '^src/engine/'
const CONFIG = '^src/config/'
const MODEL = '^src/model/'
const GUARANTEE = '^src/guarantee/'
const CHECKER = '^src/checker/'
const TRACE = '^src/trace/'
const CONSOLE = '^src/console/'
const TESTING = '^src/testing/'

/** A contract is what stands directly in its room; every sub-room is one implementation of it. */
const ADAPTER_CONTRACT = '^src/adapters/[^/]+[.]ts$'
const STORE_CONTRACT = '^src/stores/[^/]+[.]ts$'
const CONTRACTS = [ADAPTER_CONTRACT, STORE_CONTRACT]
const ADAPTERS = '^src/adapters/([^/]+)/'
const STORES = '^src/stores/([^/]+)/'
const IMPLEMENTATIONS = '^src/(adapters|stores)/[^/]+/'

const PACKAGES = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown']

/**
 * @param {string} name
 * @param {string} comment
 * @param {import('dependency-cruiser').IRegularForbiddenRuleType['from']} from
 * @param {import('dependency-cruiser').IRegularForbiddenRuleType['to']} to
 */
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: /** @type {const} */ ('error'),
  from,
  to,
})

/**
 * Files of the room `own` import their own room, the errors and `allowed`; nothing else of ours.
 * @param {string} name
 * @param {string} own
 * @param {string[]} allowed
 * @param {string} comment
 */
const room = (name, own, allowed, comment) =>
  rule(
    name,
    comment,
    { path: own },
    { path: '^src/', pathNot: [own.replace('([^/]+)', '$1'), ERRORS, ...allowed] },
  )

/** One law for each room; a file of `src/` that none of them is about has no place. */
export const rooms = [
  room('errors', ERRORS, [], 'The errors know nothing, so that every room may know them.'),
  room('core', CORE, [], 'Core decides. It knows no other room.'),
  room('mapping', MAPPING, [CORE], 'Mapping says what a value means. It knows core.'),
  room('protocol', PROTOCOL, [CORE], 'The protocol keeps a write safe. It knows core.'),
  room(
    'engine',
    ENGINE,
    [CORE, MAPPING, PROTOCOL, TRACE, ...CONTRACTS],
    'The engine meets the world through two contracts.',
  ),
  room('adapter-contract', ADAPTER_CONTRACT, [CORE], 'The adapter contract knows core.'),
  room(
    'adapters',
    ADAPTERS,
    [CORE, ADAPTER_CONTRACT, '^src/adapters/http/'],
    'An adapter knows its contract, not its neighbours; http/ is the transport some share.',
  ),
  room('store-contract', STORE_CONTRACT, [CORE], 'The store contract knows core.'),
  room('stores', STORES, [CORE, STORE_CONTRACT], 'A store knows its contract, not its neighbours.'),
  room('checker', CHECKER, [], 'The checker explores any model and knows none.'),
  room(
    'trace',
    TRACE,
    [CORE],
    'A trace is judged by the rules alone, not by the code that made it.',
  ),
  room('model', MODEL, [CORE, PROTOCOL, CHECKER], 'The model is made of the shipped code.'),
  room(
    'guarantee',
    GUARANTEE,
    [CORE, PROTOCOL, CHECKER, MODEL],
    'A guarantee is what the model finds about the terms of an entity.',
  ),
  room(
    'config',
    CONFIG,
    [CORE, MAPPING, PROTOCOL, ENGINE, ...CONTRACTS, IMPLEMENTATIONS],
    'Configuration knows every contract, and one of its files every implementation.',
  ),
  room(
    'faces',
    '^src/(cli|server)/',
    [CORE, ENGINE, CONFIG, TRACE, GUARANTEE, ...CONTRACTS],
    'A face knows the engine, the configuration and what it guarantees.',
  ),
  rule(
    'console',
    'The console talks HTTP; it borrows types and nothing else.',
    { path: CONSOLE },
    { path: '^src/', pathNot: [CONSOLE], dependencyTypesNot: ['type-only'] },
  ),
  room(
    'testing',
    TESTING,
    [CORE, ...CONTRACTS, '^src/(adapters|stores)/memory/'],
    'The published suites know contracts and the implementations that hold nothing.',
  ),
  rule(
    'front-door',
    'The package shows its rooms, not its faces.',
    { path: FRONT_DOOR },
    { path: '^src/(cli|server|console|testing)/' },
  ),
]

const doors = [
  rule(
    'only-compose-chooses',
    'One file turns configuration into concrete adapters and stores.',
    { path: '^src/', pathNot: ['^src/(adapters|stores|testing)/', COMPOSE, FRONT_DOOR] },
    { path: IMPLEMENTATIONS },
  ),
  rule(
    'faces-borrow-types',
    'A face names what a contract carries and never calls one.',
    { path: '^src/(cli|server)/' },
    { path: CONTRACTS, dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'no-barrels',
    'Two front doors; inside, a file is imported by its own name.',
    { path: '^src/.+/index[.]ts$', pathNot: ['^src/testing/index[.]ts$'] },
    {},
  ),
  rule(
    'only-src-ships',
    'What ships knows nothing of tests, demo, benches and scripts.',
    { path: '^src/' },
    { path: '^(test|bench|demo|kill|replay|scripts|simulation)/' },
  ),
  rule(
    'demo-is-a-user',
    'The demo uses the command line, and its systems know nothing of Bilateral.',
    { path: '^demo/' },
    { path: '^src/' },
  ),
]

const purity = [
  rule(
    'pure-rooms-do-no-io',
    'Errors, core, mapping, protocol, checker, trace, model and guarantee take values and return values.',
    { path: ['^src/(core|mapping|protocol|checker|trace|model|guarantee)/', ERRORS] },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'engine-does-no-io',
    'The engine touches files, networks and processes through contracts only.',
    { path: ENGINE },
    { path: '^(node:)?(fs|net|http|https|http2|tls|dgram|child_process|sqlite)(/|$)' },
  ),
  rule(
    'sqlite-has-a-home',
    'Only what is SQLite opens SQLite.',
    { path: '^src/', pathNot: ['^src/stores/sqlite/', '^src/adapters/sql/'] },
    { path: '^(node:)?sqlite$' },
  ),
]

/** Every package we ship with, and the only rooms that may import it. */
const homes = {
  '@clack/prompts': '^src/cli/',
  'big.js': MAPPING,
  'cli-table3': '^src/cli/',
  commander: '^src/cli/',
  'fast-check': TESTING,
  'p-queue': '^src/(engine|adapters)/',
  undici: '^src/adapters/(http|rest)/',
  yaml: '^src/(config|cli)/',
  zod: '^src/(config|adapters)/',
}

/** @param {string[]} names */
const inPackage = (names) =>
  `(^|/)node_modules/(@types/)?(${names.map((name) => name.replaceAll('.', '[.]')).join('|')})/`

const packages = [
  ...Object.entries(homes).map(([name, home]) =>
    rule(
      `home-of-${name.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')}`,
      `${name} serves one purpose, in the rooms that have it.`,
      { path: '^src/', pathNot: [home] },
      { path: inPackage([name]) },
    ),
  ),
  rule(
    'every-package-has-a-home',
    'A package that ships is named in the table of homes.',
    { path: '^src/' },
    { dependencyTypes: PACKAGES, pathNot: [inPackage(Object.keys(homes))] },
  ),
  rule(
    'ships-what-it-imports',
    'What is only installed for development is missing where the package is used.',
    { path: '^src/' },
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['npm-peer'],
      pathNot: ['node_modules/@types/'],
    },
  ),
  rule(
    'peers-are-given',
    'An optional peer may be missing: its types are named, and who has it passes it in.',
    { path: '^src/' },
    { dependencyTypes: ['npm-peer'], dependencyTypesNot: ['type-only'] },
  ),
]

const sanity = [
  rule('no-cycles', 'A reader needs a place to begin.', {}, { circular: true }),
  rule(
    'no-unresolved',
    'An import that leads nowhere passes no wall.',
    {},
    { couldNotResolve: true },
  ),
]

/** @satisfies {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...rooms, ...doors, ...purity, ...packages, ...sanity],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
}
