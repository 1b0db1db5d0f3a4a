"""Words that tell that somebody speaks: verbs of saying in all their forms."""

from __future__ import annotations

from functools import cache

import regex


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Verbs that carry a quotation by themselves ("…," she SAID).
_SAYING = _words(
    """
    say tell add write tweet ask state note explain declare announce continue reply respond answer
    insist argue claim stress emphasize emphasise underline underscore warn recall remark observe
    comment conclude acknowledge admit concede confirm deny assert contend maintain suggest
    predict promise pledge vow report disclose reveal reiterate repeat joke quip exclaim shout yell
    cry scream whisper mutter murmur lament complain object protest counter retort boast brag
    caution advise urge demand request order command propose recommend read post blog text email
    testify opine muse ponder wonder agree quote cite chant sing pray plead beg beseech implore
    elaborate clarify specify interject snap growl grumble gush rave rant chime clap tout offer
    assure reassure inform notify remind teach preach proclaim pronounce intone profess allege
    charge hint imply indicate signal mention point sum summarise summarize paraphrase translate
    describe call term dub label characterize characterise portray brand deem refer
    inquire enquire query theorize theorise speculate estimate
    swear affirm attest avow aver bellow bark
    deadpan sneer scoff sniff tease taunt jeer heckle roar
    convey relay recount narrate relate expound retweet vent surmise
    confide confess riff grouse rule
    """
)
# Verbs that carry a quotation only when they stand right behind it ("…," he BEGAN).
_SOFT = _words(
    """
    think believe feel hope guess begin start go finish close open fire shoot hit offer greet share
    add put reason wonder ponder muse smile shrug nod groan laugh chuckle sigh hiss boom thunder
    crack snap reprimand toast thank congratulate apologise apologize clap point sum mean
    start intone order request demand command press push confirm suggest reveal report read
    find show agree promise signal speak express remember chime volunteer venture interrupt
    """
)
# Verbs that take a quoted piece: she CALLED it "historic", he HAILED "tangible progress".
_JUDGING = _words(
    """
    accuse blame criticize criticise condemn denounce blast slam attack decry deride mock ridicule
    praise hail laud applaud welcome salute commend defend dismiss reject rebuff rebuke disparage
    lambast lambaste assail bash rip compare liken cast paint frame bill pitch tout trumpet
    promote pan lash rail fume fault chide chastise scold excoriate castigate savage skewer
    question doubt challenge dispute contest refute rebut disavow renounce disown
    express voice convey reflect signal seek want call demand urge press push advocate support
    endorse oppose favor favour embrace espouse vow pledge promise threaten refuse decline
    discuss address raise highlight outline detail depict identify cite invoke evoke echo
    speak talk discuss lecture sound appeal commit undertake resolve decide hold consider regard
    see view perceive expect fear regret appreciate value respect admire credit remember
    label tag brand style nickname refer allude point describe draw find show warn boast brag
    apologize apologise complain gripe bemoan bewail rejoice enthuse crow gloat marvel
    acknowledge admit lament concede publish issue release list include contain feature use
    """
)
_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling",
    "write": "writes wrote written writing", "speak": "speaks spoke spoken speaking",
    "read": "reads read reading", "think": "thinks thought thinking",
    "feel": "feels felt feeling", "swear": "swears swore sworn swearing",
    "begin": "begins began begun beginning", "go": "goes went going",
    "shoot": "shoots shot shooting", "hit": "hits hit hitting", "see": "sees saw seen seeing",
    "hold": "holds held holding", "find": "finds found finding", "seek": "seeks sought seeking",
    "cast": "casts cast casting", "rip": "rips ripped ripping",
    "teach": "teaches taught teaching", "sing": "sings sang sung singing",
    "beg": "begs begged begging", "nod": "nods nodded nodding",
    "shrug": "shrugs shrugged shrugging", "brag": "brags bragged bragging",
    "quip": "quips quipped quipping", "pan": "pans panned panning", "tag": "tags tagged tagging",
    "dub": "dubs dubbed dubbing", "refer": "refers referred referring",
    "rebut": "rebuts rebutted rebutting", "commit": "commits committed committing",
    "admit": "admits admitted admitting", "draw": "draws drew drawn drawing",
    "show": "shows showed shown showing", "sum": "sums summed summing",
    "snap": "snaps snapped snapping", "clap": "claps clapped clapping",
    "plead": "pleads pleaded pled pleading", "chat": "chats chatted chatting",
    "undertake": "undertakes undertook undertaken undertaking",
    "offer": "offers offered offering", "label": "labels labeled labelled labeling labelling",
    "deny": "denies denied denying", "signal": "signals signaled signalled signaling signalling",
    "fault": "faults faulted faulting", "imply": "implies implied implying",
    "reply": "replies replied replying", "cry": "cries cried crying",
    "decry": "decries decried decrying", "ask": "asks asked asking",
    "testify": "testifies testified testifying", "clarify": "clarifies clarified clarifying",
    "specify": "specifies specified specifying", "notify": "notifies notified notifying",
    "text": "texts texted texting", "visit": "visits visited visiting", "put": "puts put putting",
    "order": "orders ordered ordering", "object": "objects objected objecting",
}  # fmt: skip


def _forms(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    s = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (verb, verb + s, verb + "ed", verb + "ing")


@cache
def saying() -> dict[str, str]:
    """Every form of the verbs that carry a quotation → the verb."""
    return {form: verb for verb in _SAYING for form in _forms(verb)}


@cache
def following() -> dict[str, str]:
    """Every form of the verbs that carry a quotation when they stand right behind it."""
    return {form: verb for verb in (*_SOFT, *_SAYING) for form in _forms(verb)}


@cache
def judging() -> dict[str, str]:
    """Every form of the verbs that take a quoted piece → the verb."""
    return {form: verb for verb in (*_SOFT, *_JUDGING, *_SAYING) for form in _forms(verb)}


# Verbs that hardly ever do anything but introduce or follow speech.
PLAIN = frozenset(
    [
        "say",
        "tell",
        "add",
        "write",
        "tweet",
        "ask",
        "state",
        "note",
        "explain",
        "declare",
        "continue",
        "reply",
        "respond",
        "answer",
        "insist",
        "argue",
        "claim",
        "stress",
        "emphasize",
        "emphasise",
        "warn",
        "recall",
        "remark",
        "observe",
        "comment",
        "conclude",
        "acknowledge",
        "admit",
        "concede",
        "assert",
        "contend",
        "maintain",
        "predict",
        "exclaim",
        "shout",
        "yell",
        "lament",
        "complain",
        "retort",
        "counter",
        "quip",
        "joke",
        "elaborate",
        "announce",
        "reiterate",
        "opine",
        "clarify",
        "assure",
        "caution",
        "testify",
        "vow",
        "pledge",
        "promise",
        "proclaim",
        "boast",
        "underline",
        "underscore",
        "report",
        "recount",
        "read",
    ]
)
# Nouns behind which a quotation tells what stands in them: a statement that said "…".
ACCORDING = ("according to", "in the words of", "as told by", "in the view of")

# Who passes on what somebody said: "…, Berg said, Reuters reported".
OUTLET = regex.compile(
    r"(?:\b(?:news|times|post|journal|herald|tribune|press|gazette|daily|weekly|tv|television|radio"
    r"|media|broadcaster|newspaper|paper|outlets?|network|channel|website|agency|agencies)"
    r"|\b(?:Reuters|AP|AFP|UPI|DPA|PTI|ANI|IANS|KUNA|WAM|MENA|Xinhua|TASS|Tass|RIA|Interfax|Anadolu|Kyodo"
    r"|Yonhap|Bloomberg|BBC|CNN|Jazeera|Arabiya|Arabic))$",
    regex.IGNORECASE,
)


@cache
def plain_forms() -> frozenset[str]:
    """Every form of the verbs that hardly do anything but introduce speech."""
    return frozenset(form for verb in PLAIN for form in _forms(verb))
