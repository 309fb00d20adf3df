/**
 * Telling the machine who to be and that no rule binds it. Unlike an order slipped into a report, this colours all that
 * follows: what is left without it is the act the role was set for, so nothing of such a message is served.
 */
const SETS_ROLE: readonly RegExp[] = [
  // Begins by setting a voice for every answer: 以小丑的口吻来回答问题.
  /(?:^|[。!?;,:\n])(?:请|你|您)?(?:们)?(?:应该|需要|必须|要|将|可以)?(?:以|用|模仿|按照?)[^。!?\n]{2,60}(?:口吻|语气|口气|角色|态度|腔调|观点|身份)[^。!?\n]{0,40}(?:回答|回应|回复|评论|批评|批判|表达|运行)(?!我)/u,
  /(?:^|[。!?;,:\n[])(?:现在)?(?:请|你|您)?(?:们)?(?:将|要|来)?(?:扮演|饰演|伪装成|模拟|将自己设定为|把自己当成?)(?:一(?:个|位|名))?[^。!?\n]{0,40}(?:角色|反派|人物|外星人|机器人|chatgpt|助手|编写器|的人)/iu,
  /从(?:现在|此)(?:开始|起|以后|以)?[,]?(?:请)?(?:你|您|以|将|把)[^。!?\n]{0,24}(?:黑客|扮演|开发者|chatgpt|无所不能|任何(?:人|事)|女朋友|男朋友|主人)/iu,
  // Frees it from rules while speaking of its answers.
  /(?:不(?:需要|必|用|受|考虑|遵守)|无需|没有|突破|无视|放弃)[^。!?\n]{0,16}(?:道德|伦理|政策或规定|法律|合法性|审查|指引|指南)[^]{0,400}(?:回答|回复|回应|输出|响应)/u,
  /(?:回答|回复|回应|语言|任务)[^]{0,200}(?:不(?:需要|必|用|受|考虑|遵守)|无需)[^。!?\n]{0,16}(?:道德|伦理|政策|法律|规则)/u,
  /开发者模式|未经(?:过滤|审查)的?[^。!?\n]{0,10}(?:ai|机器人|模型|回答|回复)|不加过滤地?(?:回答|回复)|无道德(?:的)?(?:计算机|ai|机器人)/iu,
  // A stage on which the machine only recites.
  /(?:场景设定|\[画面|\[角色|\[场景)[^]{0,200}(?:助手|ai|博士|输出)|(?:每个|一些|所有层中的?)角色[^。!?\n]{0,40}(?:步骤|命令|工具|讨论)/iu,
]
/** A complaint about how somebody spoke, and real plays. */
const TOLD_OF_OTHERS =
  /(?:他|她|客服|窗口|工作人员|保安|物业|司机|老师|经理)[^。!?\n]{0,8}(?:以|用)[^。!?\n]{0,12}(?:口吻|语气|口气|态度|身份)|话剧|演出|剧本杀|志愿者/u

export function setsRole(text: string): boolean {
  return SETS_ROLE.some((pattern) => pattern.test(text)) && !TOLD_OF_OTHERS.test(text)
}
