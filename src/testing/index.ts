export { adapterSuite } from './adapter-suite.ts'
export type { AdapterCase } from './adapter-suite.ts'
export type { Verdict } from './adapter-suite/case.ts'
export type { MakeWorld, OutsideUser, SuiteWorld } from './adapter-suite/world.ts'
