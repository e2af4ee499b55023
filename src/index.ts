/**
 * The library: everything the command line does, without a terminal (docs/library.md). What is not here is not public.
 */

// What a configuration file says, and the pairing it describes.
export { loadConfig } from './config/load-config.ts'
export { compose } from './config/compose.ts'
export { describeFormat } from './config/json-schema.ts'
export { ConfigError } from './config/source/complaint.ts'
export type { Complaint, PlacedComplaint } from './config/source/complaint.ts'
export type { LoadOptions } from './config/load-config.ts'
export type { ComposeOptions, Composed, ComposedEntity } from './config/compose.ts'
export type * from './config/config.ts'

// A run, a look at what it would do, and how things stand.
export { sync, hasDifferences } from './engine/sync.ts'
export { preview } from './engine/preview.ts'
export { readStatus } from './engine/status.ts'
export { plainRequest } from './engine/request/plain-request.ts'
export { randomNames, systemClock } from './engine/request/system-clock.ts'
export type { Review, SyncRequest } from './engine/sync.ts'
export type { PreviewRequest } from './engine/preview.ts'
export type { EntityStatus, Status } from './engine/status.ts'
export type * from './engine/clock.ts'
export type * from './engine/events.ts'
export type * from './engine/pairing.ts'
export type * from './engine/report.ts'
export type * from './engine/plan/plan.ts'
export type * from './engine/plan/entry.ts'

// The decision, without any system: pure functions over plain data.
export { decide } from './core/decide/decide.ts'
export { law } from './core/law.ts'
export { MATRIX } from './core/matrix.ts'
export { effectiveMatrix } from './core/policy/effective-matrix.ts'
export { DEFAULT_PRESET, PRESETS } from './core/policy/preset.ts'
export { DEFAULT_GUARDS } from './core/plan/guard.ts'
export { prepareTerms } from './core/terms.ts'
export { SITUATIONS, cellOf } from './core/situation.ts'
export type { Decision, DecisionKind, FieldNote, Finding } from './core/decide/decision.ts'
export type { Observations } from './core/decide/sight.ts'
export type { LawOutcome, Standing } from './core/law.ts'
export type * from './core/matrix.ts'
export type * from './core/observation.ts'
export type * from './core/operation.ts'
export type * from './core/pair.ts'
export type * from './core/plan/guard.ts'
export type * from './core/policy/effective-matrix.ts'
export type * from './core/policy/preset.ts'
export type * from './core/side.ts'
export type * from './core/situation.ts'
export type * from './core/terms.ts'
export type * from './core/value.ts'

// Parts for a pairing made by hand: systems of one's own keep `System`, memories of one's own keep `Store`.
export { compileEntity } from './mapping/entity/compile-entity.ts'
export { checkKey, compileKey } from './mapping/entity/match-key.ts'
export { memoryStore } from './stores/memory/memory-store.ts'
export { openSqliteStore } from './stores/sqlite/open-sqlite-store.ts'
export type * from './mapping/entity/entity-mapping.ts'
export { checkEntity } from './mapping/entity/parse-entity.ts'
export type { EntitySpec, FieldSpec } from './mapping/entity/parse-entity.ts'
export type { Problem } from './mapping/problem.ts'
export type { KeySpec, MatchKey } from './mapping/entity/match-key.ts'
export type * from './adapters/adapter.ts'
export type * from './stores/store.ts'

// The checker: explores any model, whatever it is a model of.
export { explore } from './checker/explore.ts'
export { replay } from './checker/replay.ts'
export type { Breach, Exploration } from './checker/explore.ts'
export type { ExploreOptions, Progress } from './checker/search.ts'
export type { Replay } from './checker/replay.ts'
export type { Trace } from './checker/trace.ts'
export type * from './checker/model.ts'

// What goes wrong.
export { BilateralError, EXIT_CODES, isBilateralError } from './errors.ts'
export type { ErrorCode, ErrorDetail, ExitCode } from './errors.ts'
