/** What is true of this conversation's rows when the sentence is about to be sent. */
export type PromiseFacts = {
  ticketNos: readonly string[]
  handedOver: boolean
  dispatched: boolean
  /** A staff alert row exists. */
  alerted?: boolean
}

type Promised = { pattern: RegExp; holds: (facts: PromiseFacts) => boolean }

const DONE = '(?:已经?|刚刚?|现已|均已|都已经?|帮您|为您|给您|替您)(?:经|为您|帮您|给您|替您)?'
const PROMISES: readonly Promised[] = [
  {
    pattern: new RegExp(
      `${DONE}[^。!?,,]{0,6}(?:登记|受理|记录(?:在案|下来)|提交|生成工单|建(?:立)?(?:了)?工单|立案|创建工单)|工单(?:已|编号(?:是|为))|登记(?:成功|好了|完成)|(?:诉求|问题)已(?:收到|提交|记录)`,
      'gu',
    ),
    holds: (facts) => facts.ticketNos.length > 0,
  },
  {
    pattern: new RegExp(
      `${DONE}[^。!?,,]{0,6}(?:上报|反映(?:给|到)|转(?:给|交|达|办)|反馈(?:给|到)|通知(?:了)?(?:物业|社区|网格员|街道|相关|有关|部门))|(?:会|将)(?:尽快|马上|立即)?(?:帮您|为您)?(?:上报|反映给|转交|转给)`,
      'gu',
    ),
    holds: (facts) => facts.ticketNos.length > 0 || facts.handedOver || facts.alerted === true,
  },
  {
    pattern: new RegExp(
      `${DONE}[^。!?,,]{0,6}(?:派单|派(?:了)?人|安排(?:了)?(?:人|师傅|工作人员)|交办|派往)|(?:师傅|救援|工作人员|网格员|民警|消防)[^。!?,,]{0,4}(?:正在|已经?|马上就?)[^。!?,,]{0,4}(?:赶|路上|出发|到|过去|上门)|(?:会|将)(?:有人|派人|安排人)[^。!?,,]{0,4}(?:上门|处理|联系|到)`,
      'gu',
    ),
    holds: (facts) => facts.dispatched,
  },
  {
    pattern: new RegExp(
      `${DONE}[^。!?,,]{0,6}(?:转(?:接)?(?:到)?人工|接通人工|请(?:了)?工作人员)|正在(?:为您|帮您|给您)?转(?:接)?人工`,
      'gu',
    ),
    holds: (facts) => facts.handedOver,
  },
]

const TICKET_NO = /[A-Za-z]{2,4}-\d{8}-\d{6}/gu
/** "登记后会给您编号" tells how it works and promises nothing. */
const CONDITIONAL = /(?:如果|确认后|提交后|登记后|之后|以后|可以|能够|需要|您可)[^。!?]{0,12}$/u

/** Words about tickets are bound to rows: a sentence that says more than the rows is not sent. */
export function checkPromises(
  sentence: string,
  facts: PromiseFacts,
): { ok: boolean; failed: string[] } {
  const failed = PROMISES.filter(({ holds }) => !holds(facts)).flatMap(({ pattern }) =>
    [...sentence.matchAll(pattern)]
      .filter((match) => !CONDITIONAL.test(sentence.slice(0, match.index)))
      .map((match) => match[0]),
  )
  const unknown = [...sentence.matchAll(TICKET_NO)]
    .map(([number]) => number.toUpperCase())
    .filter((number) => !facts.ticketNos.includes(number))
  return { ok: failed.length + unknown.length === 0, failed: [...failed, ...unknown] }
}
