"""Closed word lists: what news English calls people by, and what never opens a name."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Heads of a role: "foreign MINISTER", "SPOKESMAN for the delegation".
ROLES = _words(
    """
    minister president premier chancellor secretary spokesman spokeswoman spokesperson envoy
    ambassador negotiator mediator counterpart adviser advisor chief head leader chairman
    chairwoman chairperson chair director commissioner representative delegate official diplomat
    king queen prince princess emir sheikh sultan general colonel admiral commander captain
    major sergeant lieutenant senator congressman congresswoman governor mayor deputy lawmaker
    legislator parliamentarian speaker lawyer attorney prosecutor professor analyst expert
    coordinator co-ordinator editor author candidate activist pope cardinal archbishop bishop
    patriarch imam rabbi judge justice sheriff officer manager strategist host reporter
    journalist correspondent columnist commentator pollster economist founder owner executive
    ceo researcher scholar historian scientist doctor physician nurse teacher farmer fisherman
    resident witness survivor veteran voter supporter aide consultant operative organizer
    organiser campaigner volunteer engineer inspector monitor observer facilitator rapporteur
    undersecretary under-secretary vice-president vice-chairman co-chair co-chairman nominee
    front-runner frontrunner rival challenger critic mp mep mogul billionaire businessman
    businesswoman tycoon magnate actor actress singer coach writer blogger pastor priest
    reverend chaplain clerk treasurer superintendent principal dean politician statesman
    republican democrat councilman councilwoman councillor councilor consul attache marshal
    brigadier ombudsman anchor presenter moderator translator interpreter investigator
    mother father wife
    husband son daughter brother sister widow hydrologist geologist entrepreneur peacemaker
    lobbyist agronomist driver ruler trader grower merchant shopkeeper priestess painter
    musician orchardist captain skipper vice-premier premier-designate
    secretary-general director-general attorney-general governor-general commander-in-chief
    interlocutor cleric ayatollah sheik warlord dissident vice-minister taoiseach
    counsellor counselor minister-counsellor minister-counselor premier-elect president-elect
    vice-chancellor
    """
)

# Words that may stand before a role's head.
ROLE_MODIFIERS = _words(
    """
    foreign prime deputy vice former acting chief senior special defence defense interior
    finance trade economy economic energy security national council assistant under permanent
    first second state general press presidential ministry ministerial government governmental
    party opposition house senate parliamentary parliament white lead leading top interim
    caretaker outgoing incoming new then longtime long-time veteran political policy affairs
    external internal home justice health agriculture transport environment education labour
    labor culture fisheries water climate peace military army naval police intelligence regional
    federal republican democratic conservative liberal presumptive independent campaign
    communications media legal human rights high executive managing joint personal principal
    chief-of-staff chargé european international bilateral main staff ex- late current newly
    elected one-time congressional gubernatorial supreme court border customs development
    industry tourism infrastructure co- plenipotentiary humanitarian disarmament nuclear arms-
    control trilateral technical delegation
    """
)

# Heads of a description that can speak: "a senior OFFICIAL", "the two SIDES".
SOURCES = _words(
    """
    official officials diplomat diplomats source sources delegate delegates negotiator
    negotiators adviser advisers advisor advisors aide aides analyst analysts expert experts
    observer observers spokesman spokeswoman spokesperson representative representatives
    mediator mediators participant participants insider insiders witness witnesses resident
    residents critic critics lawmaker lawmakers leader leaders minister ministers envoy envoys
    ambassador ambassadors supporter supporters protester protesters voter voters activist
    activists reporter reporters journalist journalists employee employees person people man
    woman men women officer officers lawyer lawyers senator senators republicans democrats
    member members strategist strategists operative operatives fan fans veteran veterans user
    users student students crowd demonstrators demonstrator attendee attendees parties sides
    delegation delegations side party team teams group groups host hosts moderator rival rivals
    opponent opponents businessman others many some one another colleagues colleague friend
    friends president premier chancellor secretary chairman chairwoman chair chief director
    commissioner governor mayor judge candidate nominee general colonel king queen prince author
    writer editor columnist commentator pollster attorney prosecutor sheriff pastor professor
    economist teacher doctor nurse farmer boy girl mother father wife husband son daughter
    brother sister mogul billionaire tycoon counterpart lawgiver congressman congresswoman
    politician executive owner founder manager coach anchor presenter deputy speaker head
    researcher scientist historian soldier couple family campaigner campaigners
    """
)

# Heads of a description of something written.
DOCUMENTS = _words(
    """
    statement communique communiqué declaration agreement accord treaty resolution report letter
    document text memorandum protocol memo transcript release readout announcement editorial
    article poll survey study email e-mail message post tweet petition filing lawsuit complaint
    ruling opinion ad advertisement advert video book essay paper draft plan proposal charter
    constitution indictment headline sign banner slogan caption website page op-ed interview
    press-release note brief affidavit summary bulletin notice roadmap manifesto platform law
    bill act order directive ultimatum
    """
)

# A capitalised sequence with one of these is an institution.
BODIES = _words(
    """
    Ministry Ministries Department Committee Commission Council Parliament Assembly Congress
    Senate Government Cabinet Party Union Organization Organisation Agency Bureau Office
    Institute University College School Foundation Association Federation Confederation League
    Alliance Front Movement Corporation Company Bank Fund Group Army Forces Force Guard Police
    Court Tribunal Authority Board Secretariat Administration Embassy Consulate Mission
    Delegation Academy Society Network News Times Post Journal Herald Tribune Radio Television
    TV Press Gazette Star Mirror Guardian Chronicle Review Magazine Daily Service Services
    Center Centre Bloc Coalition Chamber House Kremlin Pentagon Nations Directorate Caucus
    Campaign Club Inc Ltd LLC Co Corp Trust Taskforce Panel Treaty Monitor Observatory
    Initiative Conference Community Command Societies Friends Ledger Church Synod Presidency
    Chancellery Directorate-General Registry Treasury Brotherhood Hezbollah Hamas Taliban Reuters
    Interfax Xinhua Twitter Facebook Fox CNN Breitbart Politico
    """
)

# What ministries and offices are for. A name that ends in one is no person's, and behind one in a
# title the person's name begins: "Adviser on Security AFFAIRS Peter Berg".
FIELDS = _words(
    """
    Affairs Connections Relations
    Reform Reforms Settlement Settlements Transition Development Cooperation
    Co-operation Resources Reconciliation Reconstruction Integration Infrastructure Fisheries
    Transport Transportation Communications Telecommunications Planning Commerce Industry
    Industries Economy Finance Finances Defence Defense Security Agriculture Environment Energy
    Education Health Justice Interior Labour Labor Tourism Culture Water Oceans Basin Expansion
    Negotiations Enlargement Conversion Proliferation Demarcation Management Protection
    Governance Policy Strategy Services Land Lands Human Social Rural Urban Legal Natural
    Oceans Mines Petroleum Trade Territories Parliamentary Youth Sports Tax Customs
    Investment Investments Safeguards Disarmament Staff Treaties Boundaries Borders Programmes
    Operations Minerals Forests Forestry Wildlife Ports Aviation Railways Roads Livestock
    Irrigation Statistics Immigration Migration Emigrants Expatriates Information Innovation
    Technology Privatisation Privatization Hydrocarbons Electricity Housing Construction Refugees
    Antiquities Heritage Sanctions Verification Non-Proliferation Reunification Unification
    Repatriation Neighbourhood Exports Counterterrorism Counter-Terrorism Arbitration
    """
)

# A capitalised sequence that ends in one of these is a place.
PLACES = _words(
    """
    Sea River Lake Gulf Strait Straits Bay Ocean Mount Mountain Mountains Valley Island Islands
    Street Avenue Road Square Hall Palace Hotel Airport Corridor Border Province Region District
    County City Town Village Peninsula Coast Desert Cape Port Bridge Canal Dam Hill Hills Park
    Castle Villa Building Tower Room Theater Theatre Stadium Arena Library Museum Hospital Base
    Camp Crossing Delta Basin Plateau Plain Forest Beach Harbour Harbor Point Quay Terminal
    Station East West North South Fort Heights Springs Falls Ridge Highway Boulevard Plaza
    Garden Gardens Cathedral Mosque Monastery Channel Regions Provinces Districts Valleys Rivers
    Lakes Seas Hotels Mountains Highlands Lowlands Oblast Governorate Canton
    """
)

# A country's name may begin with one of these: "REPUBLIC of Vallonia".
REALMS = _words(
    """
    Republic Kingdom Sultanate Emirate Emirates Principality Commonwealth Federation Confederation
    Duchy State States Territories Community Congress Region Province Government Union
    """
)

# What an office may be for that is no country: "minister for EUROPE", "envoy to the SAHEL".
REGIONS = _words(
    """
    Europe Asia Africa America Americas Caucasus Sahel Balkans Levant Pacific Caribbean Maghreb
    Mediterranean Gulf Eurasia Arctic Antarctic Commonwealth
    """
)

# A capitalised sequence that ends in one of these happens, or is written; it is nobody.
EVENTS = _words(
    """
    Summit Cup Week Festival Day Days Games Accord Accords Pact Round Dialogue Process Framework
    Principles Deprived Olympics Championship Championships League Prize Award War Wars Crisis
    Revolution Spring Age Era Project Programme Program Strip Line Zone Belt
    Meeting Session Talks Level
    """
)

# Capitalised because a sentence or a line starts; dates; page furniture.
# Of those that are no names, the ones that stand within names: "Omar SAID Bouh".
NAMES_TOO = _words("Said")

NOT_NAMES = _words(
    """
    Continued Stated Wrote Tweeted Replied Declared Concluded Responded Answered Explained Insisted
    Argued Warned Recalled Noted Asks Tells Writes Tweeting Declaring Insisting Speaks Slams Calls
    Hails Urges Warns Vows Meets Backs Rejects Denies Accuses Reports Announces Signals Seeks
    The A An In On At By For From To Of With Without As And But Or Nor So Yet If When While
    Where Why How What Who Whom Whose Which That This These Those There Here Then Than Thus
    After Before Since Until Till During Despite Although Though Because However Meanwhile
    Moreover Also Still Even Just Only Now Today Tomorrow Yesterday Later Earlier Both Either
    Neither Each Every All Any Some Many Most More Much Few Several Another Other Such No Not
    Yes It Its He She They We I You His Her Their Our Your My Him Them Us Me Is Are Was Were Be
    Been Being Has Have Had Do Does Did Can Could May Might Must Shall Should Will Would Let
    Asked Speaking According Following Under Over Upon About Above Across Against Along Among
    Amid Around Between Beyond Into Near Off Out Through Throughout Toward Towards Up Down Via
    Per Instead Indeed Perhaps Maybe Once Twice First Second Third Last Next Finally Eventually
    Recently Again Ever Never Always Often Sometimes Soon Meantime Nevertheless Nonetheless
    Therefore Hence Besides Regarding Concerning Given Like Unlike Well Oh Ok Okay Please Thanks
    Thank Sorry Said Says Say Told Asking Adding Added Noting Citing Calling Saying Two Three
    Four Five Six Seven Eight Nine Ten Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December Mon Tue
    Wed Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Read Watch Photo Image
    Video Advertisement Subscribe Click See Related Source Share Follow Updated Published
    Copyright Breaking Live Editor Correction Note Whether Rather Quite Very Too Somewhat
    Roughly Nearly Almost Half Part Everyone Everybody Someone Somebody Anyone Nobody Nothing
    Something Anything Everything People Ours Mine Yours Theirs Himself Herself Themselves
    Itself Back Right Left Good Great New Old True False Sure Look Go Come Get Got Make Made
    Take Give Think Know Want Need Ask Tell Talks Peace Negotiations Sources Officials Diplomats
    Ministers Reporters Journalists Critics Analysts Experts Supporters Residents Witnesses
    Others Men Women Children Dear Hello Hi God CEST GMT UTC EST EDT PST AM PM Q A:
    """
)

# Titles that stand before a name and tell the gender, or nothing.
HONORIFICS = {
    "Mr": "m",
    "Mr.": "m",
    "Mrs": "f",
    "Mrs.": "f",
    "Ms": "f",
    "Ms.": "f",
    "Miss": "f",
    "Mme": "f",
    "Mme.": "f",
    "Sir": "m",
    "Lord": "m",
    "Lady": "f",
    "Dame": "f",
    "Madam": "f",
    "Dr": "u",
    "Dr.": "u",
    "Prof": "u",
    "Prof.": "u",
    "Rev.": "u",
    "Sheikh": "m",
    "Sheikha": "f",
    "King": "m",
    "Queen": "f",
    "Prince": "m",
    "Princess": "f",
    "Pope": "m",
    "Hon.": "u",
    "Hon": "u",
    "H.E.": "u",
    "HE": "u",
    "HH": "u",
    "HRH": "u",
    "Eng": "u",
    "Excellency": "u",
    "Excellencies": "u",
    "Honourable": "u",
    "Honorable": "u",
    "Maître": "u",
    "Monsieur": "m",
    "Madame": "f",
    "Señor": "m",
    "Señora": "f",
    "Engr.": "u",
    "Engr": "u",
    "Eng.": "u",
    "Haji": "m",
    "Shri": "m",
    "Mullah": "m",
    "Maulana": "m",
    "Ayatollah": "m",
    "Herr": "m",
    "Ustaz": "m",
    "Ustazah": "f",
    "Datuk": "m",
    "Dato": "m",
    "Tengku": "u",
    "Encik": "m",
    "Alhaji": "m",
    "Hajia": "f",
    "Sayyid": "m",
    "Shaikh": "m",
    "Shaykh": "m",
    "Mawlawi": "m",
    "Maulvi": "m",
    "Mawlana": "m",
    "Samdech": "m",
    "Oknha": "m",
    "Msgr.": "m",
    "Monsignor": "m",
    "Comrade": "u",
    "Ing.": "u",
    "Lic.": "u",
    "Frau": "f",
}
# Titles shortened as news agencies do, each a role.
SHORT_TITLES = _words(
    "Sen Sen. Rep Rep. Gov Gov. Gen Gen. Lt Lt. Col Col. Sgt Sgt. Capt Capt. Maj Maj. Adm Adm."
    " Amb Amb. Sec. Pres. Brig Brig. Cmdr. Justice Chancellor"
)
PARTICLES = _words("de da del della der den di dos du von van bin ibn al el la le ter ten bint y")
SUFFIXES = _words("Jr Jr. Sr Sr. II III IV")
# Heads of a description of a body: "the foreign MINISTRY", "the Vallonian DELEGATION".
BODY_HEADS = _words(
    """
    ministry government department committee delegation embassy party council office agency
    commission bloc union parliament army military police court campaign company organisation
    organization newspaper paper magazine network station outlet newsroom cabinet secretariat
    administration authority authorities board group firm institute university association
    federation alliance coalition team mission side presidency chancellery leadership command
    service press channel broadcaster daily weekly site website blog institution body panel tribunal
    bureau
    """
)
DETERMINERS = _words("the a an this that these those his her its their our my your one another")
PRONOUNS = _words("he she him her his hers they them their we it himself herself")
