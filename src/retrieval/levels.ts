/** Authority of a source, strongest first (R-KB-1, R-KB-2). */
export const LEVELS = [
  '法律',
  '司法解释',
  '行政法规',
  '地方性法规',
  '规章',
  '规范性文件',
  '指南',
  '新闻',
] as const
export type Level = (typeof LEVELS)[number]
export type SourceType = 'law' | 'guide' | 'press'

export function rankLevel(level: Level): number {
  return (LEVELS.indexOf(level) + 1) * 10
}

export function sourceTypeOf(level: Level): SourceType {
  if (level === '新闻') return 'press'
  return level === '指南' ? 'guide' : 'law'
}
