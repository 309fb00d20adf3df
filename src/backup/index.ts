export { ArchiveError, type ArchiveProblem } from './archive.ts'
export { createBackup, type BackupReport } from './create-backup.ts'
export { checkArchive } from './read-archive.ts'
export { holdsContent, restoreBackup, type RestoreReport } from './restore-backup.ts'
