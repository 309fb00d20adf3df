import type { Ports } from '../ports.ts'

export type IngestContext = Pick<Ports, 'sql' | 'clock' | 'logger'>
