// English, as residents from abroad write it: asked, told or neither. The rules beside this file know Chinese only.

const OPENING =
  /^(?:\s*(?:hi|hello|hey|good (?:morning|afternoon|evening)|excuse me|sorry|dear (?:sir|madam|all)|please|so|and|also|well|ok(?:ay)?|yes|no)\b[\s,.!:;-]*)+/iu
const QUESTION_WORD =
  /^(?:what(?:['’]s)?|when|where|who(?:m|se)?|which|why|how|is|are|am|was|were|do|does|did|can(?!['’]t|not)|could|may|might|must|should|shall|will|would|has|have (?:you|they|we|i)|isn['’]t|aren['’]t|don['’]t (?:you|i|we)|doesn['’]t)\b/iu
const WANTS_TO_KNOW =
  /\b(?:(?:would like|['’]d like|want|wish|need|like) to (?:know|ask|learn|find out|understand|enquire|inquire)|(?:tell|inform|teach) me\b|explain\b|(?:was|am|['’]m) wondering|wonder (?:if|how|what|whether|when)|(?:any|some) (?:info|information)|question about|do you know|give me (?:info|information|details))/iu
/** Has something to be done by somebody else, not told to oneself. */
const PLEA =
  /\b(?:(?:please|can|could|would|will|when will)\b(?:(?!\btell\b)[^.?!]){0,40}\b(?:fix|fixed|repair|repaired|send|clean|cleaned|remove|removed|collect|collected|check|look into|do something|deal with|replace|replaced|stop|handle|tow|clear|cleared|inspect)\b)/iu
const LODGES =
  /\b(?:(?:want|like|wish|need|here) to (?:report|complain|file)|i(?: am|['’]m) (?:reporting|complaining)|report(?:ing)? (?:a|an|the|that|this)|complain(?:t|ing)? (?:about|against)|make a complaint|file a (?:complaint|report))\b/iu
const SUGGESTS =
  /\b(?:i(?: would|['’]d)? suggest|i (?:do )?hope|we hope|i wish (?:the|there|you|somebody|someone)|my suggestion|suggestion:|i propose|it would be (?:great|good|nice|better|helpful)|would be (?:great|nice) if|how about adding|we (?:really )?need (?:a|an|more|another)|there should be|please support|we want to try|it['’]d be (?:great|nice|good))\b/iu

/** States and doings nobody tells for their own sake. */
const TROUBLE =
  /\b(?:broke(?:n)?|not work(?:ing)?|(?:does|do|is|are|has|have|was|did)(?:n['’]t| not) (?:work|working|lit|close|open|lock|flush|run|respond|answer|pick|collect|clean|pay|paid|been (?:paid|cleaned|collected|fixed|repaired|emptied)|start|stop|turn|light|fixed|repaired)\w*|stop(?:s|ped)? working|out of order|(?:is|are|been|went|gone|goes|still) (?:out|off|down|dead|dark)\b|leak\w*|drip\w*|burst\w*|flood\w*|overflow\w*|block(?:ed|ing|s)?\b|clog\w*|stuck|jammed|missing|crack\w*|damag\w*|collaps\w*|fallen|fell|falling|loose|rattl\w*|pot ?holes?|holes?|smell\w*|stink\w*|stench|fumes?|smok(?:e|y|ing)|nois\w*|loud\w*|dust\w*|dump\w*|litter\w*|garbage|rubbish|trash|dirty|filthy|muddy|messy|pil(?:e|ed|ing) up|rats?|mice|mouse|cockroach\w*|mosquito\w*|pests?|illegal\w*|without (?:permission|permit|licen[cs]e|telling)|unlicen[cs]ed|park(?:ed|ing|s) (?:in|on|across|illegally|everywhere|badly)|occup(?:y|ied|ying|ies)|refus\w*|overcharg\w*|(?:not|never|un) ?paid|owes?|withh(?:e|o)ld\w*|scam\w*|cheat\w*|fake|expired|mould\w*|mold\w*|rude\w*|ignor\w*|nobody|no ?one\b|no (?:running |hot )?(?:water|power|electricity|heating|gas|signal|lights?|internet)|(?:power|water) cut|outage|blackout|throw(?:s|ing|n)?|threw|danger\w*|unsafe|hazard\w*|wobbl\w*|tilt\w*|leaning|hang(?:s|ing)|exposed|bare wires?|stray|bark(?:s|ing)|bit(?:es?|ten)?|attack\w*|steal\w*|stole\w*|vandal\w*|graffiti|(?:can['’]t|cannot|can not|unable to|hard to) (?:sleep|pass|enter|get|open|close|walk|use|breathe|rest)|keeps? \w+ing|all night|every night|at midnight|late at night|harass\w*|bother\w*|disturb\w*|abandon\w*|glued|peel\w*|rust\w*|uneven|slippery|faded|flicker\w*|spill\w*|sewage|drilling|hammering|jackhammer\w*|(?:cables?|wires?|cords?) (?:from|out of|through|across|on|hanging)|charging\b[^.?!]{0,30}\b(?:hallway|corridor|stairwell|stairs|lobby|indoors)|chickens?|urinat\w*|poo(?:p|ing)?\b|too (?:loud|bright|dark|dirty|noisy|slow|steep|narrow|crowded|expensive|high)|terrible|awful|disgusting|unbearable)\b/iu
const HELP_NEEDED = /\b(?:needs? (?:to be )?(?:fix|repair|clean|replac|empt|cut|trim|remov)\w*)/iu
/** Done by oneself at an office or by reading; nobody comes for it. */
const WISH =
  /\bi(?: am|['’]m)? ?(?:would like|['’]d like|want|need|wish|hope|plan|looking|trying|have|going)\b[^.?!]{0,12}\b(?:apply|register (?:my|for|as)|renew|book|pay|rent|buy|find|move|study|volunteer|join|learn|know|ask|open a|appointment)\b|\bi(?:['’]ve| have)? lost my\b|\bmy (?:passport|visa|permit|id(?: card)?|card|licen[cs]e)\b[^.?!]{0,20}\b(?:expire|expired|expires|lost|stolen)\b/iu
const THANKS =
  /^(?:ok(?:ay)?|great|perfect|good|nice|alright|got it|i see|well)?[\s,.!]*(?:many |lots of |a million )?(?:thanks?|thank you|thx|ty|cheers|bye|goodbye|see you)\b[^?]{0,40}$/iu
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|ok(?:ay)?|got it|i see|sure|great|perfect|alright|understood|fine|yes|no|is anyone there)(?:[\s,.!]+(?:there|everyone|all|got it|thanks?|thank you|great|perfect|then))*[\s,.!?]*$/iu
/** A ticket announced, and nothing told yet. */
const ANNOUNCED =
  /^(?:(?:hi|hello|please|i (?:want|need|would like)|i['’]d like|to|can i|may i|could i|let me|help me)[\s,.!]*)*(?:report|register|file|make|complain|raise|submit)(?: (?:a|an|some|the|this|it|my))?(?: ?(?:problem|issue|complaint|report|ticket|something|matter|case))?(?: (?:please|here|now))?[\s.!?]*$/iu

const openingOff = (text: string): string => text.trim().replace(OPENING, '')

/** Sentences, and the question that hangs on a statement: the lift is broken, who should I call? */
function clausesOf(text: string): string[] {
  return text
    .split(
      /(?<=[.!?;\n])\s+|[,;]\s*(?=(?:and |but |so )?(?:what|when|where|who|which|why|how|can|could|is|are|do|does|will|would)\b)/iu,
    )
    .map((clause) => clause.trim())
    .filter((clause) => /[a-z]/iu.test(clause))
}

function clauseAsks(clause: string): boolean {
  const plain = openingOff(clause)
  return /\?\s*$/u.test(clause) || QUESTION_WORD.test(plain) || WANTS_TO_KNOW.test(plain)
}

export function asksEnglish(text: string): boolean {
  return clausesOf(text).some(clauseAsks)
}

export function pleadsEnglish(text: string): boolean {
  return PLEA.test(text) && !WANTS_TO_KNOW.test(text)
}

export function isEnglishTrouble(text: string): boolean {
  return TROUBLE.test(text) || HELP_NEEDED.test(text)
}

export function announcesEnglish(text: string): boolean {
  return ANNOUNCED.test(text.trim())
}

/** Something is wrong and somebody shall see to it, or something is proposed. */
export function isEnglishReport(text: string): boolean {
  if (announcesEnglish(text)) return true
  const plain = openingOff(text)
  if ((ABOUT_ANSWER.test(plain) || SMALL_TALK.test(plain)) && !LODGES.test(text)) return false
  if (WANTS_TO_KNOW.test(text) && !LODGES.test(text)) return false
  const told = clausesOf(text).filter((clause) => !clauseAsks(clause))
  const statement = told.join(' ')
  if (SUGGESTS.test(statement) || (LODGES.test(statement) && statement !== '')) return true
  if (WISH.test(statement)) return false
  if (isEnglishTrouble(statement)) return true
  if (pleadsEnglish(text) && isEnglishTrouble(text)) return true
  return told.length === clausesOf(text).length && tellsOfOthers(statement)
}

/**
 * A whole sentence about something or somebody, with nothing asked and nothing praised, is told to have it seen to: no list holds
 * all that can be wrong.
 */
function tellsOfOthers(statement: string): boolean {
  const plain = openingOff(statement)
  if (plain.split(/\s+/u).length < LEAST_WORDS) return false
  if (!SAYS.test(plain) && (!SUBJECT.test(plain) || OF_RULES.test(plain))) return false
  return !ABOUT_ONESELF.test(plain) && !PRAISE.test(plain)
}

/** Said of what was answered here, not of the city. */
const ABOUT_ANSWER =
  /\b(?:your|the|this|that|last) (?:answer|reply|response|information|source|link|text|translation)s?\b|^(?:this|that|it|you)\b[^.!?]{0,30}\b(?:help(?:s|ful|ed)?|asked|mean[ts]?|correct|wrong|true|right|clear|relevant|useful|understand|question)\b|^(?:this|that|it) (?:did|does)(?:n['’]t| not) work\W*$/iu
const SMALL_TALK =
  /^(?:the |today['’]?s |what )?(?:nice |bad |lovely )?weather\b|\b(?:i am|i['’]m|we are|we['’]re|and i are) (?:\w+ )?from\b/iu
const LEAST_WORDS = 5
const SAYS =
  /\b(?:is|are|was|were|has|have|had|do|does|did|will|would|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|hasn['’]t|haven['’]t|hadn['’]t|don['’]t|doesn['’]t|didn['’]t|won['’]t|wouldn['’]t|can['’]t|cannot|keeps?|gets?|got|makes?|made|lets?|takes?|took|takes|sells?|sold|leaves?|left|puts?|digs?|dug|grabs?|comes?|came|goes|went|runs?|ran|charges?|closed?|opens?|opened|cuts?|gave|gives?|says?|said|told|wakes?|woke|stands?|stood|lies|lay|drives?|drove|cooks?|plays?|feeds?|sings?|shouts?|yells?|turned|placed|removed|changed|raised|built|builds?|tripped|slipped|snapped)\b/iu
/** Opens a sentence rather than the name of something to look up. */
const SUBJECT =
  /^(?:the|an?|some(?:body|one)?|any(?:body|one)|every(?:body|one)?|people|there|they|it|he|she|this|that|these|those|my|our|his|her|their|several|many|two|three|four|cars?|kids|children|neighbou?rs?|workers|dogs?|men|women|residents|drivers)\b/iu
const OF_RULES =
  /\b(?:rules?|regulations?|documents?|requirements?|procedures?|process|applications?|polic(?:y|ies)|allowances?|laws?|penalt(?:y|ies)|subsid(?:y|ies)|standards?|conditions?|rights|registration|certificates?|opening hours)\b/iu
const ABOUT_ONESELF =
  /^(?:i|you|we)\b(?!['’]?(?:ve)? ?(?:saw|see|found|find|notice[d]?|hear[d]?|witness(?:ed)?|was|were|waited|queued|paid|bought|can|got|had|have (?:been|had|no|not|waited|paid|found|seen)|been)\b)/iu
const PRAISE =
  /\b(?:nice|good|great|love(?:s|d|ly)?|beautiful|happy|wonderful|excellent|helpful|appreciate\w*|enjoy\w*|delicious|awesome|best|kind|friendly|fun|amazing|perfect|interesting|worth|impressed|pleased|glad|proud|tasty|welcome|weather|years old|birthday)\b/iu

/** What opens a conversation or ends it. */
export function isEnglishGreeting(text: string): boolean {
  return GREETING.test(text.trim()) || isEnglishThanks(text)
}

export function isEnglishThanks(text: string): boolean {
  const plain = text.trim()
  return THANKS.test(plain) && !isEnglishTrouble(plain)
}

/** What harms somebody soon: said in so many words, or a thing that cannot wait. */
const URGENT =
  /\b(?:urgent(?:ly)?|immediately|asap|as soon as possible|emergency|(?:elevator|lift)\b[^.?!]{0,30}\b(?:broken|stuck|stops?|stopped|not working|out)|broken (?:elevator|lift)|no (?:running |hot )?(?:water|power|electricity|heating)|(?:power|water) (?:is |has been |was )?(?:cut|out|off)|blackout|burst|flood\w*|about to fall|going to fall|could fall|falling|collaps\w*|exposed wires?|bare wires?|live wires?|manhole|drain cover|wheelchair|injur\w*|hurt|dangerous|throw(?:s|ing)? \w+ (?:out|from)|unpaid wages)\b/iu
const NO_HURRY = /\b(?:not urgent|no hurry|no rush|when you have time)\b/iu

export function urgentEnglishWords(text: string): string | null {
  return NO_HURRY.test(text) ? null : (URGENT.exec(text)?.[0] ?? null)
}
