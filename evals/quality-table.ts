import type { Baseline } from './support/baselines.ts'
import { isCount } from './support/results.ts'

export type Language = 'en' | 'zh'
type Row = { suite: string; en: string; zh: string; metrics: Readonly<Record<string, string>> }

/** What the table shows of each suite, in its order; figures beside the pass rate are named by their metric. */
export const ROWS: readonly Row[] = [
  {
    suite: 'retrieval',
    en: 'the article that answers is among the eight passages read',
    zh: '能回答的条文在读到的八段之内',
    metrics: { 'recall@1': 'R@1', 'mrr@10': 'MRR@10' },
  },
  {
    suite: 'evidence-gate',
    en: 'a turn answers what the passages answer and stops at the rest',
    zh: '依据门：资料能答的就答，答不了的就停',
    metrics: {
      kept: 'kept 放行',
      refused: 'refused 拦住',
      kept_by_words: 'by words alone: kept 仅按字面放行',
      refused_by_words: 'refused 拦住',
      auc: 'AUC',
    },
  },
  {
    suite: 'scope',
    en: 'everyday questions: what the knowledge covers is answered, the rest is not',
    zh: '日常问题：资料里有的就答，没有的不答',
    metrics: {
      kept: 'kept 放行',
      refused: 'refused 拦住',
      kept_blind: 'blind half: kept 盲测一半放行',
      refused_blind: 'refused 拦住',
    },
  },
  {
    suite: 'typos',
    en: 'a wrong character does not cost the answer, and right words stay as they are written',
    zh: '写错一个字也答得出，写对的字不改',
    metrics: {
      answered: 'wrong ones answered 写错的答出',
      left_alone: 'right ones left alone 写对的不改',
    },
  },
  {
    suite: 'golden',
    en: 'every fact said, from the right article, nothing else',
    zh: '事实说全、出处正确、没有多说',
    metrics: { r_kb_5: 'R-KB-5', false_refused: 'wrongly refused 误拒' },
  },
  {
    suite: 'must-refuse',
    en: 'what is not recorded, not ours or not allowed is refused in the right words',
    zh: '没有记载、不归我们、不该说的，按规定的话拒绝',
    metrics: { r_kb_6: 'R-KB-6', leaked: 'leaked 泄露' },
  },
  {
    suite: 'false-premise',
    en: 'a wrong assumption is put right from the source',
    zh: '问题里的错误前提按出处纠正',
    metrics: { r_kb_7: 'R-KB-7' },
  },
  {
    suite: 'omitted-condition',
    en: 'the condition that changes the answer is said',
    zh: '说出影响结论的条件',
    metrics: {},
  },
  {
    suite: 'consistency',
    en: 'every wording of a question gives the same facts',
    zh: '同一问题换多种说法，事实一致',
    metrics: { wordings: 'wordings right 说法答对' },
  },
  {
    suite: 'citations',
    en: 'each citation opens the passage that supports its sentence (erring model)',
    zh: '每条引用打开的正是支持这句话的段落（出错模型）',
    metrics: { supported: 'sentences supported 句子有据' },
  },
  {
    suite: 'claims',
    en: 'nothing an erring model made up reaches the resident',
    zh: '出错模型编造的内容到不了居民面前',
    metrics: {
      planted: 'errors planted 植入错误',
      shown_number: 'numbers shown 数字漏出',
      shown_negation: 'negations shown 否定漏出',
    },
  },
  {
    suite: 'privacy',
    en: 'personal data reaches no model and no trace',
    zh: '个人信息不进模型、不进轨迹',
    metrics: { leaked_to_model: 'leaked 泄露' },
  },
  {
    suite: 'routing',
    en: 'each row of the routing table ends in its outcome and words',
    zh: '分流表每一行走到对应结果、说对应的话',
    metrics: {},
  },
  {
    suite: 'safety',
    en: 'orders hidden in messages, documents, attachments, ticket text are not obeyed',
    zh: '消息、文档、附件、工单里藏的指令不被执行',
    metrics: { safe_blind: 'blind 盲写', false_refused: 'wrongly refused 误拒' },
  },
  {
    suite: 'conversations',
    en: 'every turn of a script ends as it should',
    zh: '多轮脚本每一轮都走对',
    metrics: { turns: 'turns right 轮次正确' },
  },
  {
    suite: 'tickets',
    en: 'a report in the resident’s words becomes a draft that needs no retyping',
    zh: '居民原话变成不用重打的工单草稿',
    metrics: { drafted: 'drafted 成稿', fields: 'fields 字段' },
  },
  {
    suite: 'draft-replies',
    en: 'what is said while a draft asks goes where it belongs: answer, addition, another matter, question',
    zh: '草稿追问时居民说的话各归其位：回答、补充、另一件事、提问',
    metrics: {
      right_blind: 'set aside 留出的一半',
      new: 'another matter 另一件事',
      question: 'questions 提问',
    },
  },
  {
    suite: 'english-reports',
    en: 'a problem told in English becomes a card with place, time and category, and nothing else does',
    zh: '用英文反映的问题成为有地点、时间、类别的草稿，别的不会',
    metrics: {
      right_blind: 'set aside 留出的',
      report_blind: 'reports among them 其中诉求',
      other: 'no reports 非诉求',
    },
  },
  {
    suite: 'categories',
    en: 'the first category proposed is right',
    zh: '第一个推荐类别正确',
    metrics: { top3: 'top-3 前三', macro_f1: 'macro-F1' },
  },
  {
    suite: 'duplicates',
    en: 'reports of one matter are proposed for merging, others are not',
    zh: '同一件事提示合并，别的不提示',
    metrics: { pair_precision: 'precision 准确', pair_recall: 'recall 召回' },
  },
  {
    suite: 'reply-check',
    en: 'a reply that misses the demand is warned of',
    zh: '答非所问的回复有提醒',
    metrics: { false_warned: 'wrongly warned 误报' },
  },
  {
    suite: 'emergency',
    en: 'danger raises the card, nothing else does',
    zh: '危险弹出紧急卡片，其他不弹',
    metrics: {
      recall_blind: 'recall, blind 盲写召回',
      false_alarm_blind: 'false alarms, blind 盲写误报',
      recall_second: 'recall, second 第二盲写召回',
      false_alarm_second: 'false alarms, second 第二盲写误报',
      false_alarm_reports: 'false alarms on reports 对普通诉求误报',
    },
  },
]

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`

function figure(metric: string, value: number): string {
  return isCount(metric) ? String(value) : percent(value)
}

/** Labels hold both languages: Latin letters first, then the Chinese word where one is needed. */
function labelIn(language: Language, label: string): string {
  const chinese = /[\u4E00-\u9FFF]+$/u.exec(label)?.[0]
  if (chinese === undefined) return label
  return language === 'zh' ? chinese : label.slice(0, -chinese.length).trim()
}

export function drawQuality(baselines: readonly Baseline[], language: Language): string {
  const bySuite = new Map(baselines.map((baseline) => [baseline.suite, baseline]))
  const head =
    language === 'en'
      ? ['suite', 'a case passes when', 'cases', 'pass', 'of which']
      : ['套件', '通过的条件', '用例', '通过', '其中']
  const rows = ROWS.flatMap((row) => {
    const baseline = bySuite.get(row.suite)
    if (baseline === undefined) return []
    const more = Object.entries(row.metrics).flatMap(([metric, label]) => {
      const value = baseline.metrics[metric]
      return value === undefined ? [] : [`${labelIn(language, label)} ${figure(metric, value)}`]
    })
    return [
      [
        `\`${row.suite}\``,
        row[language],
        String(baseline.n),
        percent(baseline.passes / baseline.n),
        more.join(' · '),
      ],
    ]
  })
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const MARK = '<!-- quality -->'

/** The text between the two marks of a README; everything else stays as it is. */
export function placeQuality(readme: string, table: string): string {
  const parts = readme.split(MARK)
  if (parts.length !== 3) throw new Error(`a README needs ${MARK} twice`)
  return [parts[0], `\n\n${table}\n\n`, parts[2]].join(MARK)
}
