export { JOBS, runDueJobs, startSchedule, type Job } from './run.ts'
