"""The words that put somebody at a meeting, in what part, or that keep them away from it."""

from __future__ import annotations

import re

from service.rounds import words

# Those who sit on one side of the table.
DELEGATION = r"""(?:delegations?|teams?|sides?|panels?|contingents?|negotiators|participants
    |negotiating\ (?:team|group)|delegates|representatives)"""
LED = r"(?:led|headed|represented|fronted|conducted|directed|spearheaded|handled)"
TALKING = r"""(?:talks|negotiations|meetings?|discussions?|consultations|session|round|summit
    |contacts|dialogue|workshop|exchange|conversations)"""

BEFORE = words.pattern(
    # A statement that is not a joint one is signed by one side, and not at the table.
    rf"""(?P<signed> (?:(?<=joint\ statement\ )|(?<=joint\ statement,\ )|(?<=joint\ communiqué,\ )
        |(?<!statement\ )(?<!statement,\ )(?<!communiqué,\ )(?<!communique,\ )
        (?<!letter\ )(?<!letter,\ ))\b(?: signed\ (?:\w+\ )?by | initial(?:l)?ed\ by ) )
    | (?P<leads> \b(?: {LED}(?:\ (?:respectively|jointly|again))?\ by
      | also\ (?:in|on|part\ of)\ (?:the|its|their)\ (?:[\w-]+\ ){{0,3}}?{DELEGATION}\ (?:were|was)
      | delegations?\ of(?!\ (?:\d|[a-z]+,?\ under))
        | {DELEGATION}(?:\ of\ \w+)?,?\ (?:(?:was|were|is|are)\ )?under
          (?:\ the\ (?:leadership|direction|guidance|chairmanship|stewardship)\ of)?
        | co-?\s?chaired\ by | co-?\s?chairmanship\ of
        | co-?\s?(?:chair|host)(?:ed|s|ing)\ (?:the\ [^.;,]{{1,40}}?\ )?with
        | {DELEGATION}\ (?:(?:was|were|is|are)\ )?(?:(?:chaired|presided)\ )?(?:over\ )?by
        | (?:sent|dispatched|fielded|named)\ (?:its|their|her|his) | fielded | dispatched
        | sent(?=\ (?-i:[A-Z])) | (?:on|from|for)\ the\ [\w-]+\ side(?:,|\ (?:were|was))?
        | {DELEGATION}\b[^.;:]{{0,60}}?\b(?:compris(?:ed|es|ing)|composed\ of
            |consist(?:s|ed|ing)\ of|made\ up\ of|includ(?:es|ed|ing))
        | (?:the\ )?signatories\ were | signing\ (?:for\ \w+\ )?(?:were|was)
        | (?:head|leader|chief|member)\ of\ (?:the\ |its\ )?(?:[\w-]+\ ){{0,5}}?
          (?:delegation|team|side|panel) ) )
    | (?P<counterpart> \b(?:his|her|their)\ (?:[\w.-]+\ ){{0,3}}?(?:counterparts?|opposite\ number
        |peer|homologue|interlocutor)\b )
    | (?P<beside> \b(?:accompanied|flanked|assisted|seconded|supported)\ by )
    | (?P<attends> \b(?: in\ the\ presence\ of | presence\ of | (?:observed|watched|witnessed)\ by
        | also\ attended\ by | opened\ by | inaugurated\ by | read\ out\ by | joined\ by
        | to\ see | alongside
        | (?:opening|inaugurating|addressing|closing)\ (?:the\ )?(?:\w+\ ){{0,2}}(?:{TALKING}
          |conference|event|ceremony)(?:\ (?:on|in)\ \w+)?,
        | (?:speaking|in\ (?:his|her|an?)\ (?:opening|welcoming|closing)
            \ (?:speech|remarks|address))
          \ (?:on\ (?:this|the)\ occasion|at\ the\ (?:opening|closing|inaugural)
            (?:\ (?:session|ceremony))?)(?:\ of\ the\ (?:\w+\ ){{0,2}}{TALKING})?,
        | (?:was|were)\ (?:later\ |also\ )?(?:received|welcomed|greeted)\ by
        | (?:delegations?|teams?|negotiators|sides|ministers)\ (?:\w+\ ){{0,3}}?
          (?:called|paid\ a\ (?:courtesy\ )?(?:call|visit))\ on
        | (?:a\ )?(?:dinner|lunch|reception|banquet)\ (?:given|hosted|offered)\ by
        | also\ (?:present|attending|in\ attendance|there|on\ hand)\ (?:were|was) ) )
    | (?P<present> \b(?: attended\ by | (?<!also\ )(?:present|attending|in\ attendance|on\ hand)
        \ (?:(?:at|in|during|for)\ (?:[\w'’-]+\ ){{1,4}})?(?:were|was) ) )
    | (?P<hosts> \bhosted\ by )
    | (?P<met> \b(?: (?<!road\ )(?<!border\ )(?<!route\ )(?<!line\ )(?<!corridor\ )(?<!crossing\ )
        (?<!highway\ )(?<!link\ )(?<!flights\ )(?<!stretch\ ) between
      | {TALKING}\ (?:\w+\ ){{0,2}}with | met\ (?:\w+\ )?with | met(?:\ separately)?
          | meets?(?:\ with)?
      | (?:across|around|opposite|facing)\ (?:[\w'’-]+\ ){{0,3}}(?:sat|was|were)
      | (?<=,\ )meeting | spent\ [^.;,]{{1,60}}?\ with | (?:at\ the\ table|taking\ part
        |(?<!also\ )participating|across\ the\ table)\ (?:were|was)
      | brought\ together | brings\ together | bringing\ together | gathered | hosting | hosted
          | welcomed | holding\ \w+\ with
      | shuttled\ between | sat\ (?:down|across\ from|opposite)(?:\ with)? | received
      | (?:shook|shaking)\ hands\ with | host ) )
    | (?P<cochairs> \b co-?chair(?:man|woman|person|men|s)?
        (?:\ of\ the\ [\w\s]{{3,40}}?)?\W{{0,3}}(?=\ |$) )
    | (?P<mediates> \b(?: (?:mediat|broker|facilitat|moderat|sponsor|conven|oversee|oversaw
        |supervis)(?:ed|n|ing)?\ by | supervision\ of | mediators?(?:\ (?:is|was|are|were))?
          | mediation\ (?:of|by)
      | auspices\ of | overseen\ by | presided\ (?:over\ )?by | (?<!co-)chairmanship\ of
          | facilitators?
          | (?:chair|chairman|chairwoman|chairperson)\ of\ the\ (?:talks|conference|meeting
          |negotiations) ) )"""
)
# "The A side was led by Anna Berg and that of B by Erik Lund": the verb is said once.
LED_TOO = words.pattern(
    rf"""\b(?:{LED}|chaired)\ by\b[^;.]{{1,200}}(?:\band\b|\bwhile\b|,)[^;.,]{{1,60}}?\ by\W*
    (?:the\ )?(?:[a-z-]+\ ){{0,3}}$"""
)
# "Anna Berg leads the A delegation, and Erik Lund that of B."
LEADS_TOO = words.pattern(
    r"""\b(?:le(?:d|ads)|head(?:ed|s)|represent(?:ed|s)|was\ (?:there|present)\ for)
    \ [^;.]{1,100}?(?:\band\b|\bwhile\b|,|;)
    [^;.]{0,60}$"""
)
THE_OTHER = words.pattern(
    rf"""^\s*,?\s*(?:that|those|theirs|the\ (?:other|[\w-]+\ (?:one|{DELEGATION})))\b|^\s+for\ """
)
CHAIRED_BY = words.pattern(
    r"""\b(?:talks|negotiations|consultations|conference|meetings?|sessions?|round|summit)
    \ (?:\w+\ )?(?:were\ |was\ )?(?:\w+\ )?(?<!co-)chaired\ by\W*$"""
)
ADVERBS = (
    r"(?:(?:also|both|all|have|has|had|later|jointly|each|again|last|finally|personally|on|in"
    r"|at|\w+day|there|here|\w+ly|early|late|yesterday|today|tonight|respectively|,"
    r"|in\s(?-i:[A-Z])\w+)\s+){0,5}"
)
OFFICE_OF = r"""(?:part(?:y|ies)|ministry|department|office|agency|bank|company|university|institute
    |organi[sz]ation|movement|faction|army|police|union|association|embassy|committee|court|bloc
    |council|parliament|assembly)"""
OTHERS = r"""(?:delegations?|teams?|sides|parties|members|participants|ministers|negotiators|guests
    |delegates|envoys?|experts|officials)"""
# Verbs of several people together, or of one with another.
TALKED_OVER = r"""(?:discuss|review|examin|explor|tackl|debat|compar|exchang|finali[sz]|assess)"""
AFTER = words.pattern(
    r"""^(?:['’]s?)?\s* (?:\([^)]{1,40}\))? (?:\s*for\s(?:the\s)?(?-i:[A-Z])\w+)?
    (?:\s*of\s(?:the\s|(?-i:[A-Z])\w+['’]s\s)?\w+(?:\s(?:of\s|the\s
      |for\s)*(?-i:[A-Z])\w+){0,6})? \s*
    (?:,\s*(?!(?:and|who|which
        |whose)\b)(?:[^,;.]|\.(?=\w)){1,160},)? \s*(?:,
          |[-–—](?=\s))?\s* (?:whose\s[^,;.]{1,60},\s*)?
    (?:who\s|which\s|and\s|that\s|be(?:en|fore)\s)?"""
    + ADVERBS
    + rf"""(?: (?P<absent> (?:did\ not|didn['’]t|would\ not|will\ not|won['’]t|was\ not
          |were\ not|wasn['’]t|is\ not|has\ not)\s(?:attend|take\ part|travel|present|there
          |in\b|at\b|to\ attend|join|be\b|(?:a\ )?(?:part|member)\ of|invited
          |among\b) | stayed\ away | boycotted | skipped
          | declined\ to\ attend
        | refused\ to\ (?:attend|sign|meet) | phoned | telephoned | rang\b
            | called\b(?!\ (?:for|on|off|the|it|that|a))
            | sp(?:oke|eaking)\ (?:to\ \w+\ )?(?:by|over
            |on)\ (?:the\ )?(?:\w+\ )?(?:tele)?phone | reached\ by
            | was\ (?:briefed|informed|absent|consulted)
        | (?:then|previously|formerly|once)\ (?:led|headed)
        | sent\b | remained\ in | watched
            | followed\ the\ (?:talks|final|closing) | pulled\ out | was\ to\ have )
    | (?P<witness> (?:signed\ )?as\ (?:a\ )?witness(?:es)?\b | witnessed )
    | (?P<chairs> chair(?:ed|s|ing)(?=\s*(?:$|[.,;]|(?:and|with|on|in|at|for)\b
          |(?:[\w'’-]+\s+){{0,5}}?(?:talks|negotiations|meetings?|sessions?|sittings?|rounds?|summit
          |conference|consultations|discussions?|dialogue|event|gathering|workshop|plenary|it)\b))
        | presid(?:ed|es|ing)\b )
    | (?P<mediates> mediat(?:ed|es|ing) | broker(?:ed|s|ing)
        | facilitat(?:ed|es|ing) | moderat(?:ed|es|ing)
        | conven(?:ed|es)\ (?:the|a|them|both)
        | (?:act|serv)(?:ed|s|ing)\ as\ (?:the\ |an?\ )?(?:\w+\ )?(?:mediator|facilitator
          |moderator|go-between|chair)
        | as\ (?:the\ |an?\ )?(?:[\w-]+\ (?:and\ )?)?(?:mediator|facilitator|moderator)\b
        | shuttl(?:ed|es|ing) | sat\ between | initiated\ the
            | (?:brought|brings)\ (?:the|both|them|together)
            | oversaw | supervis(?:ed|es)\ the
            | (?:carri|relay|convey|pass)(?:ed|es|s|ing)\ (?:\w+\ ){{0,3}}(?:messages|proposals
              |papers
              |notes|drafts)
            | is\ mediating | been\ mediating
            | led\ the\ (?:mediation|facilitation) | sealed\ the )
    | (?P<hosts> host(?:ed|s|ing)\b
        (?!\ (?:his|her)\ (?:[\w.-]+\ ){{0,4}}(?:counterpart|colleague
          |peer))
        (?!\ (?:[\w-]+\ ){{0,4}}?an?\ (?:\w+\ )?(?:dinner|lunch|reception|banquet))
        | (?:was\ |is\ )?the\ host\b )
    | (?P<welcomes> (?:greet|welcom|receiv)(?:ed|es|ing)\ (?:(?:the|both|all
      |its)\ (?:[\w-]+\ ){{0,3}}?
          {OTHERS} | (?:her|him|them|us)\b(?!\ (?:[\w-]+\ ){{0,3}}(?:counterpart|colleague|peer))
          | participants | delegates ) )
    | (?P<present> (?:was|were|is|are)\ (?:present|in\ the\ room|at\ the\ table)
        | attend(?:ed|s|ing) | joined(?!\ (?:the|its|his|her|their
          |\w+['’]s)\ (?:\w+\ ){{0,3}}?(?:delegation
          |team|panel)) )
    | (?P<opens> open(?:ed|s)\ (?:the|a)\ (?:\w+\ )?(?:talks|meeting|session|conference|round
        |negotiations|summit|consultations) )
    | (?P<attends> observed\
        | inaugurat(?:ed|es)\ (?:the|a)\ (?:\w+\ )?(?:talks|meeting|session|conference|round)
        | (?:deliver|ma[dk]|g[ai]v|read)(?:ed|es?|s)?\ (?:(?:his|her|the|an?|out)\ )*(?:\w+\ )?
          (?:remarks|address|speech|statement\ to\ the|communiqu[eé]|presentation|briefing)
        | briefed\ the\ (?:\w+\ )?(?:{OTHERS}|meeting|session)
        | (?:was|were|is|are)\ also\ (?:present|in\ the\ room|at\ the\ table|there|on\ hand)
        | (?:was|were|is|are)\ (?:also\ )?(?:in\ attendance|on\ hand)
        | (?:look|drop|stopp?)(?:ed|s|ped)\ (?:in|by)\b
        | sat\ in | also\ (?:attended|attends) | look(?:ed|s|ing)\ on
        | (?:followed|observed|monitored)\ the\ (?:\w+\ )?(?:talks|meetings?|negotiations
          |sessions?|work|proceedings)\b(?!\ (?:closely\ )?from)
        | hosted\ an?\ (?:\w+\ )?(?:dinner|lunch|reception|banquet)\ for\ the
        | (?:took|takes?)\ part\ in\ the\ (?:opening|closing|inaugural|first\ part)
            | addressed\ the\ (?:\w+\ )?(?:talks|meeting|session|opening|participants|delegates)
            | closed\ the\ (?:talks|meeting|session) | (?:has\ )?gone\ into\ the
            | (?:visited|dropped\ in\ on)\ the\ (?:\w+\ )?(?:delegations?|teams?|talks
              |negotiators) )
    | (?P<signed> sign(?:ed|s|ing)\b | initial(?:l)?(?:ed|ing)
        | put\ pen\ to | put\ (?:their|his|her)\ (?:names?|signatures?|initials)\ to )
    | (?P<office> (?:leads|heads)\ (?:the|an?)\ (?:[\w'’-]+\ ){{0,3}}{OFFICE_OF}\b
          (?!['’]?s?\ (?:[\w-]+\ ){{0,2}}{DELEGATION}\b) )
    | (?P<leads> (?:will|would|is\ to|was\ to)\s(?:lead|head|represent)\b
        | co-?chair(?:ed|s|ing) | chair(?:ed|s)\ (?:the|its|his|her)\ (?:\w+\ ){{0,3}}{DELEGATION}\b
        | (?:was|stood)\ at\ the\ head\ of
        | (?:flew|travel\w+|came|arrived|went)\ [^.;,]{{0,60}}?\bto\ (?:lead|head|represent)\b
        | (?:formed|was|were|is|are|made\ up|sat|served)\ (?:\w+\ )?(?:an?\ |the\ )?(?:part|members?
          |heads?|leaders?|chiefs?)\ of\ (?:(?:the|its|his|her)\ )?(?:[\w'’-]+\ ){{0,4}}?
          (?:delegations?|teams?|panels?|side)\b
        | (?:was|were)\ (?:there|present)\ (?:for|on\ behalf\ of)\b
        | (?:joined|joining)\ (?:the|its|his|her|their|\w+['’]s)\ (?:\w+\ ){{0,3}}?(?:delegation
          |team|panel)
        | (?:spoke|speaking|speaks|negotiat(?:ed|es|ing)|act(?:ed|ing)|appear(?:ed|s)|sat|signed)
          \ (?:for|on\ behalf\ of)\ (?:the\ (?:government|rebels?|opposition|movement|other|union
            |company|railway|employers
            |side|delegation)\b
          |(?:the\ )?(?-i:[A-Z]))
        | (?:led|leads|headed|heads|heading|leading|represent(?:ed|s|ing)|front(?:ed|s
          |ing))\s(?:the|its
        |his|her|their|for|a|both)?\s?(?!(?:the\ )?(?:mediation|facilitation)) )
    | (?P<met> took\ part | takes?\ part | participat(?:ed|es|ing)
        | (?:will|would|are\ to|is\ to|are\ due\ to|is\ due\ to)\s(?:meet|hold|attend
        |sign)\b | met\b | meets?\b
        | (?:held|holds?|holding|spent|conducted)\s(?:[\w-]+\s){{0,9}}?{TALKING}\b
        | (?:was|were)\ (?:accompanied|flanked|assisted|joined)\ by
        | (?:receiv|host)(?:ed|es|s|ing)\ (?:(?:his|her|its
          |their)\ (?:[\w.-]+\ ){{0,4}}(?:counterpart
          |colleague|peer|opposite)|(?-i:[A-Z]))
        | receiv(?:ed|es)\ (?:[\w'’-]+\ ){{0,8}}?an?\ (?:[\w-]+\ ){{0,4}}?(?:delegation|team)\b
        | welcom(?:ed|es)\ (?-i:[A-Z])(?!(?:[\w.-]+\ ){{0,5}}[\w.-]+['’]s)
        | spent\ [^.;,]{{1,60}}\ with\b | had\ (?:[\w-]+\s){{0,5}}?{TALKING}\b
        | sat\ (?:down|across|opposite|at\ the|face|side\ by|together|a?round)
        | agreed\ | negotiated | shook\ hands | convened\b | conferred | huddled | haggled
        | bargained | talked\ (?:for|with) | struck\ a | clinched
            | gathered | emerged\ from
                | left\ (?:the\ (?:talks|hall|room|building|venue
                |meeting|[\w'’]+\ headquarters)|(?-i:[A-Z])\w+\ (?:on|without|saying|early|late)
                  |(?:\w+\ ){{0,3}}?without)
        | (?:would|will|agreed\ to)\ return\ to\ the\ (?:negotiating\ )?(?:table|talks)
            | stayed\ on\ separate | walked\ out | undertook
            | arrived\ (?:in|at)\ [A-Z\w]+\ (?:\w+\ ){{0,3}}for
        | engag(?:ed|ing)\ in\ (?:\w+\ ){{0,4}}meetings? | (?:travell?ed|flew)\ to | reached\
            | resumed | concluded | wrapped\ up
            | (?:opened|opening|ended|began)\ (?:\w+\s){{0,4}}talks | failed\ to\ (?:agree|reach)
            | discussed )
    | (?P<together> {TALKED_OVER}(?:ed|es|s|ing)?\b ) )"""
)
BY = re.compile(r"\s*(?:\w+ly\s+)?by\b")
WITH = re.compile(r"[^.;]{0,80}?\bwith\s+(?:[\w'’-]+\s+){0,4}[A-ZÀ-Ý]")
CLOSES = words.pattern(
    r"""\b(?: (?:after|following)\ (?:the\ |their\ |a\ )?
      (?:\w+\ (?:days?|hours)\ of\ (?:[\w-]+\s){0,2})?(?:final\ |closing\ |last\ )?
      (?:talks|meetings?|negotiations|round|session|discussions|consultations)
    | wrapp(?:ed|ing)\ up
          | clos(?:ing|ed)\ (?:the\ |out\ )?(?:\w+[\s-]){0,3}(?:talks|negotiations|session
          |meeting|discussions|round)
    | at\ (?:a|the|its)\ (?:clos(?:e|ing)|end|conclusion|final)\b | closing\ session
        | conclud(?:ed|ing)\ (?:\w+\s){0,3}(?:talks|negotiations) )"""
)
DELEGATE_ROLE = words.pattern(
    r"""\b(?: negotiator | delegate
          | (?:head|leader|chief|member)\ of\ (?:the\ |its\ )?(?:\w+\ ){0,2}(?:delegation|team)
          | delegation\ (?:head|leader|chief) )\b"""
)
GO_BETWEEN = words.pattern(
    r"""^,\s*(?:the\s|an?\s)?(?:head|chief|leader|member)\ of\ (?:[\w'’-]+\ ){0,4}?(?:mediation
      |facilitation)
    | ^[^,]{0,25},\s*(?:the|an?|one\ of\ the)\s+(?:[\w-]+\s+){0,5}?
    (?:co-?)?(?:mediators?|facilitators?|chairs?|chairpersons?)\b
    | ^(?:\s+of\s[^,;.]{1,60})?,\s*(?:whose\s\w+|which)\s(?:(?:has|have|is|was|been)\s)*
      (?:mediat|facilitat|broker)
    | ^,\s*(?:the|an?)\s[^,;.]{1,60}?\swho\s(?:led|heads?|chaired|leads?)
      \sthe\s(?:mediation|facilitation)"""
)
# "a faction led by": a leader, but of no delegation.
FACTION = words.pattern(
    r"""\b(?:factions?|part(?:y|ies)|groups?|governments?|movements?|army|militia|compan(?:y|ies)
    |coalitions?|alliances?|junta|rebels|fighters|forces|organi[sz]ations?|administration)\W+$"""
)
# What stands between two people without their meeting: "the 2018 deal between A and B".
NO_MEETING = words.pattern(
    r"""\b(?:deals?|agreements?|accords?|pacts?|treat(?:y|ies)|wars?|conflicts?|rivalry|fighting
    |feud|power|split|truce|ceasefire|differences|relations|tensions?)\W+$"""
)
# "the teams, led by A and B, will meet": not yet.
NOT_YET = words.pattern(r"^\W*(?:will|would|are\ to|is\ to|were\ to|are\ due)\b")
# "who led the delegation at the first round"
PAST_ROUND = words.pattern(
    r"""[^.;,]{0,60}?\b(?:at|in|during|for)\ (?:the\ |an\ )?
    (?:first|previous|earlier|last|initial|\d{4}|\w+\ \d{4})\ (?:\w+\ )?
    (?:rounds?|talks|meetings?|session|negotiations)\b"""
)
# "between President Berg's government and": the name is not of whoever sits there.
OWNS = re.compile(r"['’]s\s+[a-z]")
# "A signed for Norland, and B for Sudmark"
SIGNED_TOO = words.pattern(
    r"\b(?:signed|initial(?:l)?ed)\b[^.;]{1,140}\b(?:and|while)\b[^.;]{0,60}$"
)
ON_BEHALF = words.pattern(r"^\s*(?:,[^,;.]{1,80},)?\s*(?:for|on\ behalf\ of)\b")
OBSERVER = words.pattern(r"(?:^[\s,]*(?:who\ was\ )?(?:\w+\ ){0,3}as\ an?\ |\b)observer\b")
AS_OBSERVER = words.pattern(r"^[\s,]*(?:who\ )?(?:[\w-]+\ ){1,6}as\ an?\ (?:\w+\ )?observer\b")
LINE_UP = words.pattern(
    r"""^\W*(?:signing|signed|the\ signatories|attending|present|taking\ part|at\ the\ table)
    (?:\ \w+){0,3}?\ (?:were|was|by)\b"""
)
# "For the Government of Norland: Anna Berg, head of delegation; Erik Lund": who signs a communiqué.
SIGNED_FOR = re.compile(r"\W*(?:For|FOR)\s+(?:the\s+)?(?P<party>[A-ZÀ-Ý][^:;\n]{2,80}):\s")
FOR_PARTY = re.compile(
    r"(?:^\W*|[;:—–]\s*|,\s+(?:and\s+)?|\band\s+)(?:For|for)\s+(?:the\s+)?"
    r"[A-ZÀ-Ý][\w'’.-]+(?:\s+[A-ZÀ-Ý][\w'’.-]+)?,(?P<title>[^,;.]{0,50})$"
)
