// Owns the English signs of the lexicon judge. Refuses rules that look at more than one sentence (lexicon.ts).
import { signs, type LexiconLanguage } from "./rules.ts";

const COMMIT = "(?:donat\\w*|giv(?:e|ing)|contribut\\w*|pledge|chip in|spare|buy|purchase|order|pay|book|reserve|subscribe|sign up|enrol+|join|commit|part with|sponsor)";
/** "I will", "I'd love to", "I think I can": will or ability, with up to six words between. */
const WILL =
  "i(?:'ll| will| would| can| could| shall|'d| am|'m| do| want| wanna| plan| intend| think i| guess i| suppose i)?(?: (?:would|will|can|could|be|am|was|still|definitely|certainly|probably|gladly|happily|just|also|really|surely|absolutely|only|personally|at least|go ahead and|like|love|want|wish|going|gonna|willing|happy|glad|ready|able|prepared|planning|decided|inclined|agree|to|make|do)){1,6}";
const AMOUNT = "(?:[$£€] ?\\.?\\d[\\d.,]*|\\.?\\d[\\d.,]* ?(?:[$£€]|cents?|dollars?|bucks|usd|pounds?|euros?|%|percent)|\\.\\d\\d?\\b|(?:a|one|two|three|four|five|ten|twenty|fifty|couple|few|of) (?:cents?|dollars?|bucks|penny|pennies)|half|part of (?:my|the|it)|some of (?:my|the|it)|all of (?:my|the|it)|a portion|my earnings|my (?:whole )?payment)";
const OFFER =
  "donat|charit|\\bcause|organi[sz]ation|foundation|children|\\bkids|poverty|relief|fund|contribut|offer|product|\\bplan\\b|service|course|class|lesson|member|subscri|trial|package|policy|insurance|apartment|loan|upgrade|program|save the|demo|appointment";

export const english: LexiconLanguage = {
  boundary: /[!?;\n]+|\.+(?!\d)/u,
  agent: {
    asks: new RegExp(
      [
        `\\b(?:would|will|could|can|may|shall|should) (?:you|we|i|u|it|the kids)\\b[^.?!]{0,70}\\b(?:${COMMIT}|part of|interested|sign you|put you down|count on|take it|go ahead|reconsider|amount|help (?:out|us|them|these|those|the|a|some))`,
        `\\b(?:are|do) you (?:\\w+ ){0,2}(?:willing|like|want|care|able|ready|wish|interested|going|consider|planning|think you)\\b[^.?!]{0,50}\\b(?:${COMMIT}|help|it|this|part)`,
        "what do you say|sounds? (?:fair|good|ok)\\b[^.]*\\?|deal\\?|can i count|up for (?:it|that)|interested\\?|consider (?:making|giving|donating|a)",
        `(?:down for|${COMMIT})[^?]{0,60}(?:right|correct|yes|ok)\\?|\\b(?:so|just|sure)\\b[^?]{0,40}you(?:'ll| will| want to| would like to)? (?:give|donate|buy|take)[^?]*\\?`,
        "how about (?:[$]|a |giving|donating|we|you)|let'?s (?:donate|do it|save|make)",
      ].join("|"),
      "iu",
    ),
    asksAmount: /\bhow (?:much|many)\b(?! (?:do|does|did) (?:they|it|the))|\bwhat amount|which (?:one|plan|option|package|size|date|day|time)|any amount|choose any|how often|whatever you can|even (?:a|just|small|[$]?\d)|\b\d+ (?:cents?|dollars?)|[$]\d/iu,
    confirms:
      /thank(?:s| you)[^.!?]{0,40}\b(?:donat|generous|contribut|order|purchase|payment|support|giving|help)|so you(?:'ll| will| would| are)|just to (?:confirm|recap)|you(?:'re| are) (?:sure|donating|giving)|(?:will be|is) (?:deducted|taken|processed)|your (?:donation|order|booking|payment)[^.!?]{0,30}(?:will|goes|is|be)/iu,
    asksFact: /\b(?:have|did|do|are|were) you (?:ever|already|also|usually|have|donate|donated|give|given|volunteer|know|heard|familiar|aware|a |from|live|work)\b[^?]*\?/iu,
    closes: /\b(?:good ?bye|bye|have a (?:\w+ ){0,3}(?:day|one|night|evening|weekend|time|week)|take care|nice (?:chatting|talking|meeting)|good ?night|enjoy (?:the|your))/iu,
    offer: new RegExp(`${OFFER}|\\bhelp`, "iu"),
  },
  yes: /^(?:oh |well |ah |hmm |ok(?:ay)?,? )?(?:yes+|yeah|yea|yep|yup|sure|ok(?:ay)?|okey|of course|absolutely|definitely|certainly|deal|gladly|alright|all right|agreed|correct|i (?:will|can|would|do|am|think so)|sounds (?:good|fair|great)|that(?:'s| is| works| sounds)? ?(?:fine|fair|good|works|great|correct|right)|why not|you (?:can|have|got)|count me|please do|let's|it sounds)\b/iu,
  no: /^(?:oh |well |um+ |hmm |sorry,? )?(?:no\b(?! problem| worries| doubt| i already)|nope|nah|not (?:really|today|now|yet|interested|at)|i (?:can't|cannot|won't|don't think|wouldn't|would not|will not)|unfortunately|i'd rather not|i'm (?:good|not)|i am not|sorry)/iu,
  agrees: /^(?:oh |well |ok(?:ay)?,? |wow,? |and )?(?:yes|yeah|yep|agreed|exactly|absolutely|definitely|of course|sure|(?:that(?:'s| is| was)? |very |so )+(?:true|right|amazing)|true|right|i (?:know|bet|agree|see your|totally|am sure|think so|believe|hope so)|it (?:does|will|is|would|really)|they (?:will|do|are|would|deserve)|every (?:bit|little))\b/iu,
  amount: new RegExp(`${AMOUNT}|^\\W*\\d+(?:\\.\\d+)?\\W*$|\\b(?:half|all|whole|quarter|full amount)\\b`, "iu"),
  condition: /\bif (?:i|they|the|you|that|there|we|my)\b(?! (?:both|all))|\bdepend|\bnot sure\b|\bunless\b|\bwould need\b|\bonce i\b|\bbefore i\b|\bmight\b|\bperhaps i\b|\bmaybe i (?:will|could|can|would)\b|\bbut (?:first|only if|not (?:now|today|right))\b|\bwhen i (?:have|get)\b|\bsome ?day\b|\bone day\b|\buntil\b|\bconsider|\bopen to\b|\bpossibly\b|\b(?:was|been) thinking\b|\bidk\b|\bmay (?:be )?(?:willing|give|donate)|\bfirst\b|\bprobably (?:could|spare)|\bcould probably\b|\bstill (?:like|want) to (?:look|check|read)|\bhow (?:much|would|do you)\b|\bwhat (?:exactly|about)\b|\bdo you (?:mean|know)\b/iu,
  offer: new RegExp(OFFER, "iu"),
  courtesy:
    /\b(?:ok(?:ay)?|oh|well|yes|and|aw+|hey|alright|great|cool|sure|no problem|very much|a lot|so much|too|as well|also|the same|same|again|for (?:talking|chatting|the chat|your time|this conversation|the information|the info|everything|sharing|letting me know|telling me|all)|thank(?:s| you| u)|you(?:'re| are)? (?:very |most )?welcome|you|welcome|(?:good ?)?bye+(?: now)?|to you|take care|good ?(?:night|luck(?: with [\w']+(?: [\w']+)?)?|evening|day)|(?:i )?(?:hope you )?(?:have|enjoy) (?:a |your |the |rest of )?(?:\w+ ){0,5}(?:day|one|night|evening|weekend|time|week|life|sunday|saturday)|(?:it )?(?:was |is |has been |it's been )?(?:really )?(?:a )?(?:nice|great|good|pleasure|lovely|pleasant) (?:to )?(?:electronically )?(?:talk|chat|meet|speak)(?:ing)?(?: (?:with|to))?(?: you)?|see you(?: later)?|talk to you later|my friend|sir|ma'am)\b/giu,
  thanks: /thank|welcome|no problem|pleasure/iu,
  closes: /\b(?:good ?bye|bye+|have a (?:\w+ ){0,3}(?:day|one|night|evening|weekend|time|week)|take care|(?:nice|good|great) (?:to )?(?:chat|talk|meet)(?:ing)?|good ?night|you too|same to you|as well|for the chat|good luck|we are done)\b/iu,
  stages: [
    ...signs("deciding", 5,
      new RegExp(`\\b${WILL} ${COMMIT}\\b(?! (?:to|for) (?:other|another|my|local|different|boys|the red|st))`, "iu"),
      new RegExp(`\\b(?:i|we)(?:'ll|'d| will| would| can| could| am| guess| think)(?: \\w+){0,6} ${AMOUNT}`, "iu"),
      new RegExp(`\\b(?:donate|give|pledge|giving|donating|make it|take|said|stay with|stick with|told you|ok|okay|yep|how about|maybe(?: like)?)(?: \\w+){0,2} ${AMOUNT}`, "iu"),
      new RegExp(`${AMOUNT}[^.?!]{0,12} (?:is (?:a )?(?:good|fine|ok|fair|what|reasonable|it)|sounds (?:good|fair|great|reasonable)|would be (?:good|fine)|works|then|it is|for now)\\b`, "iu"),
      /\b(?:i|we)(?:'ll| will|'d| would| can| could| am|'m)(?: \w+){0,5} (?:do (?:that|it|this|so|a small donation)|a (?:small )?(?:donation|contribution|payment|order|booking|deposit))\b/iu,
      /\bhow (?:do|can|should|would|could|may) (?:i|we) (?:go about |actually |best )?(?:pay|donat|giv|make|sign|order|buy|send|do (?:it|this|that)|contribut|book|enrol|end|finish)/iu,
      /\b(?:where|who) (?:do|can|should) i (?:pay|donate|send|sign|order|buy|give)|what do i (?:do now|have to do|need to do)|procedure to (?:donate|pay)|(?:forms?|methods?) of payment|do i just (?:tell|pay|send|click)/iu,
      /\b(?:sign me up|count me in|put me down|i'm in\b|it's a deal|you have a deal|i'll take (?:it|that|this|the|one|two)|i'll go (?:with|for|ahead)|let's do (?:it|that|this)|let's go (?:with|for|ahead)|book me|take my money|send me the (?:link|invoice|contract)|(?:that|it)'?s? (?:is )?(?:agreed|a deal)|you have convinced me)/iu,
      /\b(?:i|we)(?:'ve| have)? (?:just |already |now )?(?:paid|transferred|placed the order|signed up|made (?:my|the|a) (?:payment|order|deposit))\b/iu,
      /\bi(?:'m| am) (?:gonna |going to )?(?:donating|giving|contributing|buying|paying|pledging|in for)\b(?! (?:to|my|all))/iu,
      /\b(?:my (?:donation|pledge)|i(?:'ve| have)? decided to|i choose|i'd choose|happy to (?:be able to )?(?:donate|give)|happy to be able to help|glad (?:i|we) (?:could|can)(?: both)? help)\b/iu,
    ),
    ...signs("considering", 4,
      /\bhow much (?:(?:does|do|is|would|will|should|can) (?:it|i|this|that|the|a|an|we|one|they|people|everyone|most|someone|be|to)\b(?![^?]*(?:go(?:es)? to|reach))|should|for)/iu,
      /\bwhat(?:'s| is| are| would| does| will) (?:the |it |be |your |my )*(?:price|cost|minimum|maximum|max|min|fee|rate|options?|average|smallest|least|amounts?|terms)\b|what amount|suggest(?:ed)? (?:donation|amount)|how long (?:is|does) (?:the|it)|payment options/iu,
      /\b(?:let me|i(?:'ll| will| need| have| want|'d like|'d)(?: to| have to| need to| want to)?) (?:think|sleep on|consider|look (?:into|at|it)|check (?:it|them|with|out)|do (?:some|more|my own)? ?research|read|talk (?:to|it)|discuss|educate|know more|see|learn|keep (?:it|that|them|you) in mind)/iu,
      /\b(?:think (?:about|over) it|thinking (?:about|of) (?:donat|giv|buy|it|just)|i(?:'m| am) (?:considering|deciding|not sure (?:if i|how much|whether|about)|unsure|on the fence|still deciding|torn)|considering (?:it|donat|that)|inclined to)/iu,
      /\b(?:can|could|may|do) i (?:choose|direct|pick|decide|pay (?:later|in|monthly)|get (?:a|it|more)|try|cancel|change|return|specify|give (?:less|more)|still)|discount|cheaper|any (?:offers|promotion)|lower (?:price|amount)|best (?:price|you can)|money.?back|refund|instal+ment|per month|monthly\?/iu,
      /\b(?:i|we) (?:might|may)(?: be)?(?: \w+){0,2} (?:donate|give|buy|consider|interested|willing|able|help)\b|\bperhaps (?:i|we|a)|\bpossibly\b|\bit depends|\bdepends (?:on|how)|\bi(?:'d| would) (?:have to|need to|want to (?:know|see|look|make sure)|feel better)/iu,
      /\bguarantee|\bmake sure\b|\bcompared? (?:to|with)|afford|\bbudget|how do i know|how can i (?:be sure|trust|know)|hard to (?:ensure|know|tell|trust)/iu,
    ),
    ...signs("resisting", 6,
      /\b(?:answer is (?:still )?no|no way\b|keep (?:my|the) (?:payment|money|pay|earnings)|(?:don't|do not|dont) (?:think|believe) i (?:can|will|want|should)|(?:can't|cannot|cant|won't) (?:really )?(?:do it|donate|give anything|afford (?:it|to|any))|(?:choose|give|donate|say) (?:\$ ?)?0(?:\.0+)?\b(?!\.\d)|rather not|i(?:'m| am) not (?:donating|giving|buying|interested)|(?:don't|do not|dont) have (?:the |any |enough )*money|leave me alone|take me off|down the road)/iu,
    ),
    ...signs("resisting", 5,
      /\bno,? thank|not interested|\bi(?:'m| am) (?:all )?(?:good|set)\b(?:,? thank)|\bnot (?:going to|gonna) (?:change|donate|give|buy|happen)|change my mind|\bpass (?:this time|for now|on)|(?:have|going) to pass|have to decline/iu,
      /\b(?:do not|don't|dont) (?:want|need|wish|plan|intend|feel like|care|call|contact|message|bother|really (?:donate|give|want|need|see|have))\b(?! to (?:be|sound|see|know))|\bi(?:'m| am) not (?:\w+ )?(?:donating|giving|buying|paying|committing|convinced|in a (?:better )?(?:place|position))/iu,
      /(?:can't|cannot|can not|cant|won't|wont|will not|would not|wouldn't|couldn't|am not able to|not (?:going|able|willing|planning|prepared|ready|looking) to|unable to|rather not|refuse to) (?:really |even |currently |just |right now )?(?:\w+ )?(?:donat|buy|afford|pay\b|contribut|commit|spend|spare|make any|part)/iu,
      /(?:can't|cannot|can not|won't|will not|would not|wouldn't|not (?:going|able|willing|planning|ready) to|rather not) (?:\w+ )?(?:give(?! (?:that|too|so|as) much)|do (?:it|that|this)|help (?:you|today|now|right))\b/iu,
      /\b(?:maybe|perhaps|some) (?:an?other|next|other|some ?other|later) ?(?:time|day)\b|\b(?:not|can't|cannot) (?:donate |give |buy )?(?:right now|today|now|at (?:this|the) (?:time|moment)|this time|currently)\b|later (?:date|on)\b|some other time|another time|get back to you|call you back/iu,
      /\b(?:leave me|stop (?:calling|asking|messaging|contacting|it|trying)|take me off|remove me|unsubscribe|go away|waste of|wasting|none of your|scam|rip.?off|fraud|bullshit|shady|pushy|annoying|quit asking|spam|commercial|aggressive|didn'?t answer my|can't tell me)\b/iu,
      /\bi (?:have to|gotta|need to|must) (?:go\b(?! (?:somewhere|to|through|on))|run|leave|get back)|\b(?:too |very |really |quite |a bit |getting )busy\b|no time\b|don't have (?:the |any |enough |that |extra )*(?:time|money|cash|funds|income|extra)\b|i'?m broke|short on money|money is (?:really )?tight|financially stable|low on my list|not (?:my|a) priority/iu,
      /\bi(?:'d| would|'ll| will| am going to|'m going to)? (?:already|usually|typically|normally|mostly|pretty much|prefer to|rather|only|tend to|just prefer to|continue to|stick with|stay with|keep) (?:donate|give|support|help|volunteer|have (?:one|a)|do it|stick|the (?:ones|shelters?)|my local|giving)\b|\bbetter to help\b|see where my|help our own|here at home|our own (?:country|people)|local (?:charit|children|shelter|church)[^.?!]*(?:though|instead)|(?:goes|give|go) to (?:the|my|our|local) (?:shelter|church|local|community|pantr|other)/iu,
      /\b(?:i )?(?:don't|do not|dont) (?:think (?:i (?:can|will|want|should|need)|so)|believe (?:in|that|it|you|them)|trust|see the point|like (?:the|to give|giving|donating|when|being))|\$ ?0(?:\.0+)?(?![.\d])|\bzero\b/iu,
    ),
    ...signs("engaging", 3,
      /\b(?:that(?:'s| is| was|s)?|this is|it(?:'s| is|s)|sounds?(?: like)?|seems?(?: like)?|they (?:are|do|sound)|those are|what|(?:it |that )?looks?)(?: \w+){0,5} (?:great|good|nice|wonderful|amazing|awesome|fantastic|excellent|interesting|worthy|worthwhile|noble|important|cool|lovely|impressive|incredible|terrific|beautiful|helpful|admirable|perfect|outstanding|reasonable|appealing)\b/iu,
      /\b(?:great|good|wonderful|worthy|noble|amazing|nice|excellent|important|awesome|fantastic|reputable|trustworthy|legitimate|decent|top rated) (?:cause|charity|organi[sz]ation|work|idea|thing|product|service|offer|program|point|people|to (?:know|hear)|way)|^(?:wow|awesome|wonderful|great|amazing|excellent|fantastic)\b|\bgood for (?:you|them)/iu,
      /\bi (?:really |do |also |totally |would )?(?:like|love|support|admire|appreciate|agree|believe|care|enjoy)\b|\bi(?:'m| am) (?:very |really |so |quite )?(?:interested|glad|happy|curious|impressed|excited)|\b(?:feel good about|happy to help|glad (?:to|that|i))\b/iu,
      /\bi hope (?:it|this|they|those|these|the|that|my|more|to)\b|\bhopefully\b|\bevery (?:little|bit|penny)|makes? (?:a|an) (?:huge |big |real )?(?:difference|impact)|deserve|spread the word|adds? up|\bvery true\b|go a long way/iu,
      /\b(?:tell me (?:more|about)|more (?:info|about|detail)|learn more|know more|hear more|(?:does|do|did|can|exactly|are|is|would|will) (?:it|this|that|they|the|these|those) (?:\w+ )?(?:work|help|accept|have|provide|support|get|use|distribut)|how (?:does|do|did|can|exactly|are|is|would|will) (?:it|this|that|they|the|these|those|we|my)\b)/iu,
      /\bwhat (?:do|does|kind|kinds|type|types|else|are|is|exactly|sort|would|will|percent\w*|other|about)\b[^.?!]*(?:\bthey|\bit\b|\bthis|charity|organi|money|help|donat|fund|children|kids|program)|\bwhere (?:does|do|is|are|will|can|the|my|your)\b[^.?!]*(?:money|donat|they|it|located|based|find|charity|funds)|\bwho (?:runs|manages|gets|benefits|are)\b/iu,
      /\bis (?:this|it|that|the) (?:a |an |charity |organi[sz]ation )?(?:local|global|legit|real|world|international|non|only|available|for)|how much of (?:the|my|your|what|that|each|every|our|it)|\bare they|\bcan they|which (?:countr|children|program)|website|\blink\b|tax.?deduct/iu,
      /\b(?:we|people|everyone|everybody|someone|children|kids|they) (?:all )?(?:should|need|needs|must|have to|deserve|could)\b|(?:poor|innocent|those|helping|help|save|feed) (?:the |these |those )?(?:children|kids|child|people in need)|heart ?breaking|it(?:'s| is) (?:so |really |very )?(?:sad|terrible|awful|horrible|important)|in need\b|less fortunate/iu,
    ),
    ...signs("exploring", 3, /\bwhat do you do (?:for|as|at)\b|how (?:long|did) (?:have )?you\b|(?:do|did|have|are) you (?:ever |also |usually )?(?:have|like|live|work|donat\w*|volunteer\w*|been|heard|going|planning|thinking)\b|how many (?:kids|children) do you/iu),
    ...signs("exploring", 2, /^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b|how are you|i(?:'m| am) (?:doing )?(?:good|fine|well|great|ok)\b|(?:never|not) heard|have (?:not |never )?heard|where are you from/iu),
  ],
  emotions: [
    ...signs("positive", 3, /\b(?:great|love|wonderful|amazing|awesome|fantastic|excellent|happy|glad|excited|perfect|definitely|absolutely|of course|gladly|beautiful|thank you so|thanks so|appreciate|pleasure|inspired|worthy|noble|interesting|good (?:cause|idea|to|point|work|job|luck|charity|organi)|sounds good|welcome|nice|cool|proud|hope|thank)/iu),
    ...signs("positive", 1, /!|:\)|☺|😊|👍|\bgood\b|\bagree\b|\bsure\b/u),
    ...signs("hesitant", 4, /\b(?:not (?:really |too |so |quite )?(?:sure|certain)|unsure|hesita|i guess|i suppose|maybe|perhaps|might|hmm+|um+|don't know|dont know|not know|depends|skeptic|sceptic|worr|concern|i'd (?:have|need) to|can't afford|tight|wonder(?!ful)|afraid|how do i know|hard to|think about it|consider|not right now|at the moment|unfortunately|possibly|rather|short on|don't have (?:much|a lot|enough))/iu),
    ...signs("negative", 5, /\b(?:scam|fraud|rip.?off|annoy|stop (?:calling|asking|messaging)|leave me|ridiculous|waste|hate|angry|bullshit|shady|don't (?:trust|believe|care|buy)|not interested|never (?:again|reached)|terrible (?:service|company|organi)|liar|lying|lie\b|corrupt|greedy|suspicious|pushy|selfish|spam|don't like|overpaid|ceo|salary|pocket|not (?:donating|giving|convinced|committing)|aggressive|commercial|not going to change|steal|i'm not (?:paying|buying))/iu),
  ],
  blockers: [
    ...signs("price", 4, /\b(?:afford|expensive|too much|cost(?:s|ly)?|price|pricey|budget|broke|money is (?:\w+ )?tight|(?:short|low) on (?:money|cash|funds)|don't (?:have|make|earn) (?:much|a lot|enough|any|the|that|extra)(?! to say| turns)|not (?:much|a lot)(?: of)? money|can(?:'t| not|not) spare|cheaper|discount|\bbills|\brent\b|only (?:make|making)|pay(?:check|day)|debt|low.?paying|tight|little money|financially|need (?:the|some of) (?:money|it))/iu),
    ...signs("trust", 4, /\b(?:scam|fraud|trust(?!worthy)|legit|skeptic|sceptic|suspicious|corrupt|(?:where|how)(?: exactly| much)?[^.?!]{0,30}(?:money|donations?|proceeds|funds)[^.?!]{0,30}(?:go|goes|going|spent|used|help|distribut|reach|get)|how do i know|guarantee|actually (?:go|goes|get|gets|reach|help|use)|overhead|ceo|salary|salaries|administrat|pocket|proof|is (?:this|it|that) real|transparen|misus|don't (?:believe|really know)|reputa(?!ble)|percent\w* (?:of|goes)|who (?:runs|manages)|really (?:go|goes|reach)|what(?:'s| is) (?:it|the money) (?:spent|used)|how much (?:of it |do they )?(?:they )?(?:actually|keep|really)|how does the operation|wonder how much|hard to ensure|steal)\b/iu),
    ...signs("capability", 3, /\b(?:(?:doesn't|does not|don't|won't|wouldn't|not) (?:really )?(?:work|help|fit|make a difference|solve|change)|no use|useless|pointless|not (?:for me|what i need|suitable|enough)|long.?term solution|does it (?:really|actually) (?:work|help)|will it (?:work|help)|don't see (?:how|the point))/iu),
    ...signs("timing", 4, /\b(?:later|not (?:now|right now|today|at (?:this|the) (?:time|moment)|yet)|right now|busy|another time|next (?:time|week|month|year|pay)|some ?other time|in the future|need (?:some |more )?time|think (?:about|over) it|sleep on|have to go\b(?! (?:to|some))|gotta go|when i (?:get|have|can)|look (?:into|at) it|do (?:some )?research|first\b)/iu),
    ...signs("external", 5, /\b(?:my (?:wife|husband|spouse|partner|boss|parents|mom|dad|mother|father|daughter|son|family|company|church)(?: \w+){0,3} (?:and|decide|would|will|has|have to|says|need|want)|(?:ask|talk to|check with|discuss with) my|i already (?:donate|give|support|have|contribute)|already (?:committed|give)|(?:give|donate|stick|goes|prefer)[^.?!]{0,30}(?:local|shelter|church|my own community|own|other charit|ones i)|our own|prefer to|i (?:usually|typically|normally|generally|mostly) (?:give|donate|help|stick)|not allowed|contract\b)/iu),
    ...signs("prior-failure", 6, /\b(?:(?:last|previous|first) time[^.?!]{0,40}(?:bad|never|didn't|lost|waste|scam|not)|never (?:reached|arrived|came|got (?:it|my))|(?:was|been|got) (?:scammed|burned|burnt|ripped|cheated|disappointed|lied)|bad experience|didn't work (?:before|last)|tried (?:it|that|this|one)[^.?!]{0,30}(?:didn't|not|never|failed))/iu),
  ],
};
