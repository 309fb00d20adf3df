export { JOBS, nextRun, runDueJobs, startSchedule, type Job } from './run.ts'
export { listJobStates, type JobState } from './store.ts'
