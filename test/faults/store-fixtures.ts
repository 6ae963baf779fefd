// What the processes of the store's fault tests write, and where.

export {
  checkpointAt,
  grid,
  metrics,
  saveCheckpoint,
  specNamed,
  start,
  temporaryFolder,
} from '../unit/store/support.ts';
