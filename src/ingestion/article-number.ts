const NUMBER = '[零〇一二三四五六七八九十百千万两\\d]+'

/** `第二百七十八条`, `第120条之一`: at the start of a line, plain or bold, followed by its text or by nothing. */
const ARTICLE_LINE = new RegExp(
  `^(?:\\*\\*|__)?\\s{0,9}(第\\s{0,9}${NUMBER}\\s{0,9}条(?:\\s{0,9}之\\s{0,9}${NUMBER})?)\\s{0,9}(\\*\\*|__)?(?:[\\s\\u3000]+|[:：]\\s*)?(.*)$`,
  'u',
)
/** What follows a reference in running text (第十条第二款规定…), as opposed to an article's own first word. */
const REFERENCE = /^(?:第|规定|所|的|、|，|和|与|及|至|到|或|之|款|项)/u
const ARTICLE_IN_NAME = new RegExp(`^(.+?)\\s*(第${NUMBER}条(?:之${NUMBER})?)$`, 'u')

export type ArticleStart = { articleNo: string; rest: string }

export function readArticleStart(line: string): ArticleStart | undefined {
  const match = ARTICLE_LINE.exec(line.trimStart())
  if (match === null) return undefined
  const [whole, number = '', bold, rest = ''] = match
  const spaced = /[\s\u3000:：]$/u.test(whole.slice(0, whole.length - rest.length))
  if (bold === undefined && !spaced && REFERENCE.test(rest)) return undefined
  return { articleNo: number.replace(/\s/g, ''), rest: rest.trim() }
}

/** `中华人民共和国民法典第九百八十九条` → law and article. */
export function splitArticleName(name: string): { law: string; articleNo: string } | undefined {
  const match = ARTICLE_IN_NAME.exec(name.trim())
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { law: match[1], articleNo: match[2] }
}
