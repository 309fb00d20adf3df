export { JOBS, nextRun, runDueJobs, startSchedule, type Job } from './run.ts'
export { listJobs, runJobNow } from './operate.ts'
export { listJobStates, type JobState } from './store.ts'
