// 两件事, 一个是…, 一个是…: matters the resident counts out, each with its own words.

const MARK =
  /(?:^|(?<=[\s,，。;；:：]))(?:另外)?(?:一[个件桩家](?:是|(?=\p{Script=Han}{1,3}店|棋牌|网吧))|(?:头|第)?[一二三四五]?[桩件](?:事)?(?:是|[,，:：])?(?<=(?:头|第).{1,4}))/gu
const COUNTED = /([两二三四五2-5])(?:个|件|桩|样)(?:事情?|问题|情况)[^:：]{0,6}[:：]/u
const NUMBERS: Readonly<Record<string, number>> = { 两: 2, 二: 2, 三: 3, 四: 4, 五: 5 }

const tidy = (item: string): string => item.replaceAll(/^[\s,，:：、]+|[\s,，。;；、]+$/gu, '')

function byMarks(text: string): string[] {
  const marks = [...text.matchAll(MARK)].filter(([mark]) => mark !== '')
  return marks.map((mark, at) =>
    tidy(text.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? text.length)),
  )
}

function byCount(text: string): string[] {
  const head = COUNTED.exec(text)
  if (head === null) return []
  const items = text
    .slice(head.index + head[0].length)
    .split(/[、,，;；]/u)
    .map(tidy)
  const count = NUMBERS[head[1] ?? ''] ?? Number(head[1])
  return items.length === count ? items : []
}

/** Two items and more that each tell of something; `tells` decides what does. */
export function enumeratedMatters(text: string, tells: (item: string) => boolean): string[] {
  for (const items of [byMarks(text), byCount(text)])
    if (items.length > 1 && items.every((item) => item !== '' && tells(item))) return items
  return []
}
