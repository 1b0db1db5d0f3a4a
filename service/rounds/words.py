"""The words by which news reports speak of talks. None of them belongs to one conflict.

Patterns only; what they mean for a round is decided in the modules that use them.
"""

from __future__ import annotations

import re


def pattern(expression: str) -> re.Pattern[str]:
    """A case-insensitive pattern with white space in it ignored."""
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(words.split())


TALKS = pattern(
    r"""\b(?: talks? | negotiations? | negotiating | rounds? (?:\ of)? | meetings? | summit
          | session
    | discussions? | consultations? | dialogue | conference | mediation | parley | retreat
    | deliberations | bargaining
    | (?:the|an?|day|working|first|second|third)\ contacts?
      (?!\ (?:group|line|us|information|with|details|person))
    | (?:technical|expert)\ workshop | gathering )\b"""
)
MET = pattern(
    r"""\b(?: met | meets | meet | meeting | convened? | convenes | gathered | sat\ down
    | sat\ (?:across|opposite)
    | h(?:e|o)ld\ (?:\w+\W+){0,4}(?:talks|meetings?|negotiations|discussions|consultations|round)
    | hosted | hosting | hosts | mediated | brokered | chaired | attended | took\ part
    | participated | negotiated | reconvened | resumed )\b"""
)
UNDER_WAY = pattern(
    r"""\b(?: met | held | hosted | mediated | brokered | attended | ended | concluded | agreed
          | signed | wrapped\ up | closed | closing | began | opened
    | started | resumed | continued | kicked\ off | got\ under\ way | took\ place | took\ part
        | at\ the\ (?:close|end|conclusion)
        | (?:days?|hours?|weeks?)\ of\ (?:\w+\s){0,2}(?:talks|negotiations)
    | broke\ up | have\ resumed | has\ gone\ into | lasted | (?:second|third|final|last)\ day
    | (?:failed|unable)\ to | without\ (?:a\ )?(?:deal|agreement|result) )\b"""
)
AGREED_OR_NOT = pattern(
    r"""\b(?:agreed|signed
    |(?:failed|unable|refused)\ (?:\w+\ )?to\ (?:agree|sign|reach|set|bridge))\b"""
)
DEAL = pattern(
    r"""\b(?: shook\ hands
          | (?:sealed|struck|signed|brokered|reached)\ (?:\w+\s){0,3}(?:deal|pact|accord
          |agreement|truce|treaty)
    | (?:deal|pact|accord|agreement|truce|treaty)\ (?:was|is|between|with)\b )"""
)
# A report of talks need not call them so, where it has somebody to hold them.
NEGOTIATORS = pattern(
    r"""\b(?: (?:co-?)?negotiators? | delegations | mediators? | heads?\ of\ delegation )\b"""
)
PARTIES = pattern(
    r"""\b(?: (?:the|both|all|two|three|rival|warring|neither)\ (?:\w+\ )?(?:sides?|parties
          |neighbou?rs|factions|commissions|ministers|governments|panels)
    | joint\ (?:\w+\ )?(?:statement|communiqu[eé]|declaration|press\ release)
    | co-chairs? | counterparts? | permanent\ secretaries | envoys?
    | memorandum | protocol | roadmap | truce | ceasefire )\b"""
)
# Another time than the one reported.
EARLIER = pattern(
    r"""\b(?: last \s+ (?:met|convened|held|spoke|sat|gathered|talks|round|meeting|session)
    | h(?:e|o)ld\ (?:their|its)\ (?:last|previous|most\ recent)
    | (?:one|two|three|four|five|six|several|many)\ (?:earlier\ )?rounds\ of\ [^.;]{0,100}?
      \b(?:were|have\ been|had\ been)\ held
    | previous(?:ly)? (?: \s+ (?:round|talks|meeting|session|negotiations))?
    | (?:an?\ )? earlier \s+ (?:\w+\ )? (?:round|talks|meeting|session|negotiations|summit)
    | earlier\ (?:this|that|in\ the)\ (?:week|month|year) | prior \s+ (?:talks|round|meeting)
    | had \s+ (?:\w+\ )? (?:met|convened|gathered|held\ (?:\w+\ ){0,3}talks|broken\ down|collapsed)
    | (?:collapsed|broke\ down|broke\ up|foundered|failed) \s+ (?:in|last)
    | (?:since|after|follow(?:s|ed|ing)) \s+ (?:an?\ |the\ |their\ |two\ )? (?:first|previous
        |earlier|similar|last)
    | (?:talks|round|meeting|summit|session|negotiations) \s+ (?:held\ )?
      (?:in\ (?:\w+\ )? )? (?:last) \s+ (?:week|month|year|spring|summer|autumn|fall
          |winter|\w+day|[A-Z]\w+)
    | last\ (?:month|year|week|spring|summer|autumn|fall|winter)['’]s
    | (?:was|were|been)\ preceded\ by
    | (?<!pledge\ )(?<!announcement\ )(?<!agreement\ )(?<!deal\ )(?<!decision\ )(?<!statement\ )
      (?:follow(?:ed|s)|c(?:a|o)mes?\ after)\ an?\ (?:[\w-]+\ ){0,3}
      (?:meeting|round|session|visit|talks|summit)
    | (?:years?|months?|weeks?)\ (?:ago|earlier)
    | a\ (?:year|month|week)\ (?:ago|earlier) | back\ in )\b"""
)
# Earlier only for a report of a later one.
FIRST = pattern(
    r"""\b(?:an?|the|its|their)\ first \s+ (?:such\ )? (?:round|session|meeting|talks)
    (?=[^.;]{0,40}\b(?:in|on|last|ended|was|were|had|held)\b)"""
)
LATER = pattern(
    r"""\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest|new|fresh|another)\s+
    (?:\w+\s+)?(?:round|session|meeting|talks|summit|set|time)\b"""
)
# Not yet, when the report was written.
AHEAD = pattern(
    r"""\b(?: (?:will|would|shall|'ll) \s+ (?:\w+\ ){0,2}
      (?:meet|hold|host|resume|convene|reconvene|return|continue|gather|travel|begin|start|open
          |be\ held|be\ back|be\ in|be\ on|take\ place|attend|follow|last|go\ to)
    | next \s+ (?:round|meeting|session|talks|set\ of|summit|phase|week|month|year)
    | (?:a|the) \s+ (?:second|third|fourth|fifth|sixth|further|new|follow-up|fresh)
      \s+ (?:round|meeting|session) (?=[^.;]{0,60}\b(?:is|are|will|would|to\ be|scheduled|due
          |planned|expected|set\ for|set\ to)\b)
    | to\ be\ held | (?:is|are|was|were|been)? \s* (?:due|set|scheduled|expected|slated|planned
        |poised) \s+ (?:to|for|in|on)
    | (?:agreed|plan|plans|planned|intend|intends|hope|hopes|promised|vowed|aim) \s+ to \s+
      (?:meet|hold|resume|reconvene|return|convene|gather
        |(?:continue|keep)\b(?=[^.;]{0,60}\b(?:talk|negotiat|dialogue|meet|discuss|consult|work)))
    | agreed\ on\ a\ (?:further|second|third|new|follow-up)\ (?:round|meeting)
    | agreed\ that\ [^.;,]{0,70}?\b(?:round|meetings?|talks|session|summit)\b[^.;,]{0,50}?\b(?:would
        |will|should)\ (?:be\ (?:held|convened|hosted)|take\ place|follow|resume)
    | upcoming | forthcoming )\b"""
)
CANCELLED = pattern(
    r"""\b(?: called\ off | cancell?ed | scrapped | postponed (?:\ indefinitely)?
    | will\ not\ take\ place | won['’]t\ take\ place | did\ not\ take\ place
        | failed\ to\ materiali[sz]e
    | pulled\ out\ of\ (?:the\ )?(?:planned\ )?(?:talks|meeting|round|summit) )\b"""
)
# Where a clause may turn to another time.
TURN = pattern(
    r"""[;:—] | (?<!\d)–|–(?!\d) | \s-\s | ,(?=\s) | \b(?: following\ which | after\ which | since
          | following | followed | compared\ with
    | building\ on | unlike
        | and\ (?=agreed\ to\ (?:meet|continue|resume|hold|return|reconvene)|will\b|would\b
        |are\ (?:due|set|expected|scheduled|to)\b|is\ (?:due|set|expected|scheduled|to)\b)
        | while | whereas | but(?!\ (?:not|also|only|without|rather)\b) )\b"""
)

CLOSING = pattern(
    r"""\b(?: clos(?:ed|ing|es|e) | wrapp(?:ed|ing)\ up | wrap\ up | conclud(?:ed|es|ing|e)
          | ended | ends | ending
    | finished | final\ (?:day|round|session) | last\ day | came\ to\ (?:an\ end|a\ close)
    | at\ the\ (?:end|close|conclusion)\ of | broke\ (?:up|down|off) | collapsed | adjourned
    | after )\b"""
)
OPENING = pattern(
    r"""\b(?: began | begun | begins? | beginning | started | starts? | opened | opens
          | (?<=\bto\ )open | (?<=\bwill\ )open
          | opening | kicked\ off
    | kick(?:s|ing)?\ off | commenced | got\ under\ way | got\ underway | resumed
        | first\ day )\b"""
)
UNTIL = pattern(r"""\b(?: until | till | through | to | and ) \s*$""")

AGREE = pattern(
    r"""\b(?: agree(?=\ (?:to|not\ to|that)\b)
    | (?:have|has|had)? \s* (?: agreed | signed(?!\ as\ (?:a\ )?witness)
          | initial(?:l)?ed | undertook | undertaken | pledged
    | committed\ (?:themselves\ )?to | adopted | approved | endorsed | accepted | ratified
    | (?:reached|struck|concluded|sealed|clinched|finali[sz]ed|secured)\ (?:\w+[\s-]){0,4}
      (?:agreement|deal|accord|understanding|truce|ceasefire|compromise|pact|consensus|settlement)
    | c(?:a|o)me\ to\ (?:an?\ )?(?:\w+\s){0,2}(?:agreement|understanding) | decided\ (?:to|that|on)
    | achieved\ (?:\w+\s){0,2}(?:agreement|understanding)
    | advanced\ (?:\w+\s){0,2}understanding | reaffirmed | acknowledged
        | expressed\ their ) )\b"""
)
AGREEMENT_MADE = pattern(
    r"""\b(?: (?:agreement|deal|accord|memorandum|protocol|communiqu[eé]|declaration|roadmap
          |road\ map|truce|ceasefire|pact)
      \s+ (?:\w+\s){0,3} (?:was|were|has\ been|had\ been)\ (?:\w+\s)? (?:signed|reached|agreed
          |concluded|adopted|initialled)
 )\b"""
)
# Not "they", and not "the rebel leaders": those may be one side's.
ALL_SIDES = pattern(
    r"""\b(?: both(?=\W*$) | both\s(?:\w+\s)?
      (?:sides|parties|delegations|countries|nations|governments|ministers|leaders
        |presidents|teams|factions|states|capitals|commissions|negotiators)
    | (?:the|all|all\ the)\s
      (?:(?:two|three|four|five|six|rival|warring|negotiating|opposing|neighbou?ring)\s)?
      (?:sides|parties|delegations|countries|nations|governments|ministers|leaders|neighbou?rs
        |foes|adversaries|rivals|capitals|presidents|factions|states|participants|panels
        |heads\ of\ (?:state|delegation|government))
      (?!\ (?:of|from)\ (?!both\b|all\b|the\ (?:two|three|four|five|six)\b))
      (?!\ in\ the\ (?:\w+\ )?(?:coalition|parliament|assembly|opposition))
    | participants(?!\s(?:from|of|in)\b)
    | the\s(?:meeting|joint\s(?:\w+\s){0,4}(?:commission|committee))
    | (?:two|three|four|five|six|rival|warring)\s(?:\w+\s)?
      (?:sides|parties|delegations|countries|nations|governments|ministers|leaders|neighbou?rs
        |foes|adversaries|rivals|presidents|factions|envoys|states)
    | each\ (?:side|party) | jointly | joint\ (?:statement|communiqu[eé]|declaration|press)
    | identical\ (?:\w+\s)?statements? | the\ communiqu[eé] )\b(?!['’])"""
)
JOINT_TEXT = pattern(
    r"""\b(?: joint\ (?:\w+\s)?(?:statement|communiqu[eé]|declaration|press\ release|text)
    | joint\ announcement | identical\ (?:\w+\s)?statements?
        | the\ communiqu[eé]\ (?:said|says|states|stated|reads) )\b"""
)
OPEN = pattern(
    r"""\b(?: (?:differences|disagreements?|gaps?|divisions?|sticking\ points?|obstacles?
          |hurdles?|questions?|disputes?|issues?|positions?)
      (?:\s+(?!and\b)\w+){0,8}? \s+ (?:remain(?:s|ed|ing)?|persist(?:s|ed)?|linger(?:s|ed)?
          |stay(?:s|ed)?|require(?:s|d)?|continue\ to\ divide|was\ left|were\ left|had\ not
          |have\ not|has\ not)
    | (?:remain(?:s|ed)?|remaining|left|still)\ (?:\w+\s){0,2}(?:open|unresolved|unsettled
        |divided|apart|divergent|different|deadlocked|outstanding|disputed|contested
        |to\ be\ (?:done|resolved|settled|agreed))
    | unresolved | outstanding\ (?:issues?|questions?|matters) | sticking\ points? | far\ apart
        | stumbling\ blocks?
    | (?:failed|unable|unwilling|not\ able)\ to\ (?:\w+\s)?(?:agree|reach|bridge|settle|resolve
        |overcome|find|sign|narrow)
    | (?:without|no|any)\ (?:\w+\s){0,2}(?:agreement|deal|breakthrough|consensus|accord
        |compromise|result)\b
    | (?:could|can|did|do|does|have|has|had)(?:\ ?not|n['’]t)\ (?:yet\ )?(?:been\ )?(?:agree
        |agreed|accepted|signed|confirmed|committed|resolve|resolved|settle|settled|overcome
        |decided)
    | (?:yet|remains?)\ to\ be\ (?:agreed|resolved|settled|decided)
        | (?:is|are|was|were)\ (?:still\ )?not\ (?:yet\ )?(?:agreed|resolved|settled)
    | says?\ nothing\ (?:about|on) | does\ not\ (?:say|mention|address|cover)
        | (?:left|reserved|held\ over|kept)\ for\ (?:then|later|the\ next|a\ (?:further|later|future
        |second))
    | (?:would|will|could|can|do|does|did)(?:\ not|n['’]t)\ (?:\w+\ )?(?:accept|sign|allow
        |release|withdraw|negotiate|discuss|recogni[sz]e|give\ up|tolerate)
    | without\ (?:an?\ )?(?:\w+\s){0,2}(?:contract|treaty|pact|decision|date|settlement)
    | views?\ (?:\w+\ )?differ(?:ed|s)? | no\ \w+\ without
        | (?:accept|sign|agree\ to)\ (?:\w+\ )?only | turned\ down
        | rul(?:ed|es)\ out | reject(?:ed|s) | refus(?:ed|es)
    | further\ work | hard\ work | stalled | deadlock(?:ed)? | impasse | at\ odds
        | main\ obstacle | hardest
    | disagree(?:s|d)? | differ(?:s|ed)?\ (?:over|on) | put\ off | set\ aside | not\ discussed
        | postponed\ a\ decision )\b"""
)
PROPOSED = pattern(
    r"""(?<!not\ )(?<!was\ )(?<!were\ )(?<!been\ )\b(?: propos(?:ed|es|ing) | suggest(?:ed|s)
          | (?:has|have|had)?\ ?offered\ to | put\ forward | presented\ a\ proposal | tabled
    | called\ (?:for|on) | call(?:s|ing)?\ (?:for|on) | urge[ds]? | demand(?:ed|s|ing)
          | request(?:ed|s) | insist(?:ed|s|ing)\ (?:on|that\ [^.,;]{0,80}\b(?:should|must|be))
          | invited | floated | wants? | sought | seeks
          | ask(?:ed|s)\ (?:for|that|both|the|them) | pressed\ for | should\ be
          | offer\ to | ready\ to(?!\ be\b) )\b"""
)
CONDITIONAL = pattern(
    r"""\b(?: if | unless | provided\ (?:that)? | on\ (?:the\ )?condition
          | only\ (?:if|when|once|after) | subject\ to
    | conditional | conditioned | depend(?:s|ed|ing)?\ on | contingent | as\ long\ as
        | so\ long\ as | in\ exchange\ for | in\ return\ for | once\ the )\b"""
)
# Not done yet: a condition is one only of what is still to be done.
FUTURE = pattern(
    r"""\b(?: will | would | could | can | shall | may | might | must | should | cannot | ready
    | willing | prepared | depend(?:s|ed|ing)? | subject\ to | condition(?:al|ed|s)? | pending
    | once | unless | only\ (?:if|when|after) | as\ long\ as | so\ long\ as )\b | ['’]ll\b"""
)
DENIED = pattern(
    r"""\b(?: den(?:ied|ies|y|ying)
          | (?<!not\ )(?<!neither\ )(?<!nor\ )reject(?:ed|s)\b(?!\ asylum)
    | dismiss(?:ed|es)\b | brushed\ (?:\w+\ ){1,3}aside
    | (?:call|label|describ|classifi|brand)(?:ed|s)\ (?:(?:that|this|it|as)\ )*
      ["“‘«]?(?:(?:an?|pure|sheer|outright|simply|completely|as)\ )*
      (?:untrue|false|fabrications?|fiction|invention|lies?|nonsense|baseless|unfounded|fantasy)
    | never\ (?:\w+\s)?(?:agreed|accepted|promised)\b
        | (?:signed|agreed|initialled|accepted|promised|admitted)\ nothing
        | no\ such\ (?:request|demand|offer|meeting|plan|talks|proposal|statement|concession
            |agreement|deal|promise|commitment|understanding)
    | disputed\ (?:that|the\ claim|this) | contradicted )\b"""
)
REFUSED = pattern(
    r"""\b(?: refus(?:ed|es|ing)\ to | declin(?:ed|es|ing)\ to | reject(?:ed|s|ing)
          | ruled\ out | would\ not\ sign
    | did\ not\ sign | walked\ (?:out|away) | boycott(?:ed|s) )\b"""
)
SAID = pattern(
    r"""\b(?: sa(?:id|ys?|ying) | adding | t(?:old|ells?) | claim(?:ed|s)
          | announc(?:ed|es) | assert(?:ed|s)
          | insist(?:ed|s) | add(?:ed|s) | (?-i:stat(?:ed|es)) | maintain(?:ed|s) | argu(?:ed|es)
    | declar(?:ed|es) | tweeted | wrote | posted | according\ to | report(?:ed|s)\ that
    | stress(?:ed|es) | emphasi[sz](?:ed|es) | believes? | thinks | warn(?:ed|s) | note[ds]?
          | acknowledged | describe[ds]? | praise[ds]? | hail(?:ed|s) | welcome[ds]
    | signal(?:l)?ed | confirm(?:ed|s) | indicate[ds] | briefed | allege[sd]? | affirm(?:ed|s)
          | reiterate[ds] | specifie[ds] | consider(?:s|ed)\ that | contend(?:ed|s)
          | complain(?:ed|s) | accuse[ds] | recall(?:ed|s) | explain(?:ed|s) | remark(?:ed|s)
          | underline[ds] | reveal(?:ed|s) | warning | pointed\ out
          | clarif(?:ied|ies) | repl(?:ied|ies)
    | called\ (?:that|it|this|the)\b | conceded | hope[ds] | expect(?:s|ed)\ that
          | admit(?:ted|s) )\b"""
)
HEARSAY = pattern(
    r"""\b(?: reportedly | allegedly | purported(?:ly)? | rumou?red | sources\ say
          | unconfirmed | apparently | claims?\ that | so-called )\b"""
)
MODAL = pattern(
    r"""\b(?: may | might | could | would | should | can | must | hope(?:s|d)?
          | expect(?:s|ed)? | likely | possibly | perhaps | aim(?:s|ed)?\ to
    | (?:wants?|seeks?|tr(?:y|ies|ied|ying)|hop(?:e|es|ing)|need|close|ready|willing|yet|about
        |failed|refus(?:ed|es|ing)|due|expected|set|unable|urged|pressed|called|supposed
        |invited|ought)\ (?:\w+\ )?(?:to|on|for)
    | ahead\ of\ (?:signing|reaching) )\b"""
)
NEGATED = pattern(
    r"""\b(?: not | n['’]t | no | never | neither | nor | without | nobody | none | nothing
          | yet\ to | failed\ to
    | far\ from | refus(?:ed|es)\ to | denied | deny | hardly | short\ of )\b | n['’]t\b"""
)

MEDIATE = r"(?:mediat|broker|facilitat|host|chair|moderat|conven|sponsor|initiat|shuttl)"
MEDIATED_BY = pattern(
    r"""\b(?: (?:mediat|broker|facilitat|moderat|chair|sponsor|conven)ed\ by
    | under\ (?:the\ )?(?:auspices|mediation|chairmanship|aegis|sponsorship|patronage
        |facilitation)\ of
    | (?:auspices|mediation|facilitation)\ (?:of|by)
        | with\ (?:the\ )?(?:mediation|help|facilitation)\ (?:of|from)
    | through\ (?:the\ )?(?:mediation|offices|good\ offices)\ of | led\ by\ mediators?
        | mediators? (?:\ from)? )\s+(?:the\s+)?(?:government\ of\ (?:the\ )?)?$"""
)
HOSTED_BY = pattern(
    r"""\b(?: host(?:ed)?\ (?:by|nation|country) | hosts?
          | at\ the\ invitation\ of )\s+(?:the\s+)?(?:government\ of\ (?:the\ )?)?$"""
)
THANKED = pattern(
    r"""\b(?: thank(?:ed|s|ing) | grateful\ to | gratitude\ to | appreciation\ to )\s+(?:the\s+)?
    (?:government\ of\ (?:the\ )?(?:republic\ of\ )?(?:the\ )?)?$"""
)
HOSPITALITY = pattern(r"""\b(?: host(?:ed|ing)? | hospitality | welcome )\b""")
MEDIATES = pattern(
    r"""^['’]?s?\s*[-–]?\s*(?: -?(?:mediated|brokered|facilitated|led|sponsored)\b
          | mediators?\b | mediation\b | facilitators?\b
    | (?:(?:has|have|had|is|was|are|also|who|which|that|again)\s+)*(?:mediat(?:ed|ing|es)
        |broker(?:ed|ing|s)|facilitat(?:ed|ing|es)|chaired|chairs|chairing|moderat(?:ed|ing|es)
        |conven(?:ed|es)|presided|shuttled) )\b"""
)
HOSTS = pattern(
    r"""^['’]?s?\s*[-–]?\s*(?: -?(?:hosted)\b
          | (?:(?:has|have|had|is|was|which|who|that|again)\s+)*(?:hosted|hosting|hosts
          |played\ host) )\b
    (?!\ an?\ (?:\w+\ )?(?:dinner|lunch|reception|banquet|breakfast))"""
)
MEDIATOR = pattern(r"\b(?: mediators? | facilitators? | moderator )\b")
ENVOY = pattern(r"\b(?: envoy | special\ (?:representative|adviser|coordinator) )\b")
MEDIATOR_ROLE = pattern(
    r"""\b(?: mediators? | facilitators? | envoy | special\ representative | special\ adviser
          | special\ coordinator | secretary[- ]general
    | moderator | guarantor | chief\ mediator )\b"""
)
VENUE_HEAD = (
    r"(?:[Pp]alace|[Hh]otels?|[Cc]ent(?:er|re)|[Ii]nstitute|[Bb]uilding|[Hh]ouse|[Hh]all|[Rr]esidence|[Ee]mbassy|[Vv]illa|"
    r"[Hh]eadquarters|[Cc]ompound|[Mm]onastery|[Cc]onvent|[Cc]astle|[Cc]h[aâ]teau|[Pp]alais|[Rr]esort|[Aa]cademy|"
    r"[Uu]niversity|[Oo]ffices?|[Cc]omplex|[Mm]inistry|[Mm]ansion|[Ee]state|[Ll]odge|[Cc]lub|[Mm]useum|[Ll]ibrary|"
    r"[Cc]hurch|[Mm]anor|[Bb]ase|[Ff]acility|[Bb]arracks|[Aa]irport|Mission|Chancellery|[Pp]avilion|Schloss|Tower|"
    r"[Rr]anch|[Rr]etreat|[Gg]uest\s?house|[Mm]ill|[Aa]bbey|[Ff]ortress|[Ff]ort|[Cc]ustoms\s[Hh]ouse|[Mm]arket|"
    r"[Ss]anatorium|[Cc]athedral|[Mm]osque|[Ss]tadium|[Ss]chool|[Cc]ollege|[Vv]essel|[Ss]hip|[Cc]rossing|[Cc]heckpoint|"
    r"Department|Directorate|Seminary|Bha[vw]an|Sadan|[Ww]arehouse|[Tt]heat(?:re|er)|[Ss]tation|[Pp]ark|[Tt]ent|"
    r"[Pp]ost\s[Oo]ffice|[Tt]own\s[Hh]all|[Cc]ity\s[Hh]all|[Gg]rand\s[Hh]otel|[Rr]esidency|[Cc]hancery|[Ss]ecretariat)"
)
