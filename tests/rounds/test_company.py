"""Who sat at a table, mediated or looked on, in the many wordings of agencies and ministries.

The snippets are invented; none of their wordings was taken from a case.
"""

from __future__ import annotations

from datetime import date

import pytest

from service import rounds
from service.rounds import parties
from tests.rounds.conftest import Read

LINES = [
    (
        "BAKU (AP) — Officials from Azerbaijan and Turkmenistan met in Baku on "
        "Thursday to settle the share of an offshore gas field. The Azerbaijani side "
        "was headed by Deputy Energy Minister Elnur Rustamzade, while Serdar "
        "Annagulyyev, chairman of the state gas concern, led the Turkmen delegation.",
        "Elnur Rustamzade; Serdar Annagulyyev",
        "",
        "",
    ),
    (
        "TIRANA, March 7 (Reuters) - Albania and Greece held a second round of talks "
        "on their maritime boundary on Thursday. Greek chief negotiator Stavros "
        "Papanikolaou, who chairs the foreign ministry's legal department, said "
        "progress had been made. His Albanian opposite number, Ermira Gjoka, called "
        "the meeting useful.",
        "Stavros Papanikolaou; Ermira Gjoka",
        "",
        "",
    ),
    (
        "Kampala, 7 March (Xinhua) -- Ugandan and Rwandan security officials on "
        "Thursday concluded a two-day meeting at the Speke Resort Munyonyo. The "
        "Rwandan team comprised Brigadier General Jean Bosco Habineza, intelligence "
        "chief Celestin Nkusi and Ambassador Alice Mukamana. Maj. Gen. Moses "
        "Byaruhanga represented Uganda.",
        "Jean Bosco Habineza; Celestin Nkusi; Alice Mukamana; Moses Byaruhanga",
        "",
        "",
    ),
    (
        "ANKARA (Anadolu) - Türkiye's trade minister Orhan Saygılı on Thursday "
        "received his Uzbek counterpart, Laziz Yuldoshev, for talks on a preferential "
        "trade agreement. The meeting took place at the Ministry of Trade. Saygılı "
        "said both countries wanted to reach $5 billion in trade.",
        "Orhan Saygılı; Laziz Yuldoshev",
        "",
        "",
    ),
    (
        "KHARTOUM (Sudan Tribune) - The Sudanese government and the SPLM-N faction "
        "resumed talks in Juba on Thursday under the mediation of South Sudan. Tut "
        "Galuak Manime, the head of the South Sudanese mediation team, opened the "
        "session. Lt. Gen. Shams al-Din Kabbashi leads the government delegation and "
        "Ammar Amoun that of the rebels.",
        "Shams al-Din Kabbashi; Ammar Amoun",
        "Tut Galuak Manime",
        "",
    ),
    (
        "ISLAMABAD: Pakistan and Iran on Thursday agreed to reopen three border "
        "markets after a meeting of the Joint Border Commission in Quetta. The "
        "Pakistani delegation, led by Balochistan Chief Secretary Shakeel Durrani, "
        "included Home Secretary Zahid Saleem and FC commander Maj Gen Amer Bugti. "
        "Deputy Governor Alireza Marhamati headed the Iranian side.",
        "Shakeel Durrani; Zahid Saleem; Amer Bugti; Alireza Marhamati",
        "",
        "",
    ),
    (
        "BRUSSELS (dpa) - EU trade chief Wopke Jansen and US Trade Representative "
        "Karen Delacroix sat down in Brussels on Thursday to avert new steel tariffs. "
        '"We are getting there," Jansen told reporters afterwards. German Economy '
        "Minister Lars Habermann, speaking in Berlin, urged a quick solution.",
        "Wopke Jansen; Karen Delacroix",
        "",
        "",
    ),
    (
        "Addis Ababa, March 7, 2024 (ENA) — The 4th round of the Ethio-Djibouti Joint "
        "Technical Committee meeting was held at Skylight Hotel. Speaking at the "
        "occasion, State Minister of Transport Dhenge Boru, who co-chaired the "
        "meeting with Djibouti's Transport Secretary General Houssein Egueh, said the "
        "two countries will upgrade the corridor. The Ethiopian Ambassador to "
        "Djibouti, Berhanu Tsegaye, attended the opening.",
        "Dhenge Boru; Houssein Egueh",
        "",
        "Berhanu Tsegaye",
    ),
    (
        "SEOUL, March 7 (Yonhap) -- South Korea and the United States ended two days "
        "of defense cost-sharing talks in Honolulu on Thursday. Lee Tae-jun, Seoul's "
        "chief negotiator, and his U.S. counterpart, Linda Specter, led the talks, "
        "the foreign ministry said. Officials from the defense ministry and the "
        "Defense Acquisition Program Administration joined the South Korean "
        "delegation.",
        "Lee Tae-jun; Linda Specter; Defense Acquisition Program Administration",
        "",
        "",
    ),
    (
        "YEREVAN — Armenian Foreign Minister Arman Mirzoyants and Azerbaijani Foreign "
        "Minister Ceyhun Bayramli held talks in Almaty on Thursday at the invitation "
        "of Kazakhstan. Kazakh Foreign Minister Murat Nurtleuov opened the meeting "
        "and then left the two alone.",
        "Arman Mirzoyants; Ceyhun Bayramli",
        "",
        "Murat Nurtleuov",
    ),
    (
        "MANAMA (BNA) — A Bahraini delegation chaired by Undersecretary for "
        "International Affairs Sheikha Noora Al Zayani held the second session of the "
        "joint committee with Jordan on Thursday. The Jordanian side was chaired by "
        "Secretary-General of the Ministry of Industry Dana Al Majali.",
        "Noora Al Zayani; Dana Al Majali",
        "",
        "",
    ),
    (
        "OTTAWA, March 7 - The governments of Canada and Denmark met in Nuuk on "
        "Thursday to finalise a boundary treaty. Alan Kessel-Roy, legal adviser at "
        "Global Affairs Canada, led for Canada. Denmark fielded Ambassador Hanne Fugl "
        "Eskjaer, and Greenland's Naaja Nathanielsen-Holm sat at the table as part of "
        "the Danish delegation.",
        "Alan Kessel-Roy; Hanne Fugl Eskjaer; Naaja Nathanielsen-Holm",
        "",
        "",
    ),
    (
        "NOUAKCHOTT (AMI) — The Minister of Fisheries, Mr. Mokhtar Ould Lehbib, held "
        "on Thursday in his office a working session with a European Union delegation "
        "led by the Director for Sustainable Fisheries, Ms. Elena Roskova. The "
        "session dealt with the renewal of the protocol. The EU ambassador in "
        "Nouakchott, Mr. Joaquin Tasso, attended the meeting.",
        "Mokhtar Ould Lehbib; Elena Roskova",
        "",
        "Joaquin Tasso",
    ),
    (
        "SANAA — Houthi and government military committees met in Amman on Thursday "
        "under UN sponsorship. Brigadier Yahya al-Razami and Major General Samir "
        "al-Sabri headed the two committees, and UN military adviser Antony Hayman "
        "chaired the session.",
        "Yahya al-Razami; Samir al-Sabri",
        "Antony Hayman",
        "",
    ),
    (
        "TBILISI, March 7 (Interfax) - A regular meeting of the Incident Prevention "
        "and Response Mechanism took place in Ergneti on Thursday, moderated by EU "
        "Monitoring Mission head Dimitra Karagianni and OSCE representative Viorel "
        "Mosneaga. The Georgian participants were headed by Irakli Antadze and the "
        "South Ossetian ones by Yegor Kochiyev. The meeting was held in a tent near "
        "the village of Ergneti.",
        "Irakli Antadze; Yegor Kochiyev",
        "Dimitra Karagianni; Viorel Mosneaga",
        "",
    ),
    (
        "DUSHANBE (Asia-Plus) - The heads of the government delegations of Tajikistan "
        "and Kyrgyzstan on delimitation, Saimumin Yatimzoda and Kamchybek Tashi, met "
        "in Buston on March 7. Topographic working groups continued in parallel. "
        "Yatimzoda said 90 percent of the line had been agreed.",
        "Saimumin Yatimzoda; Kamchybek Tashi",
        "",
        "",
    ),
    (
        "MADRID (Europa Press) - The Spanish and Moroccan interior ministers, "
        "Fernando Grande-Ruiz and Abdeluafi Laftiti, reviewed migration cooperation "
        "in Rabat on Thursday. Secretary of State for Security Rafael Perezagua and "
        "the director general of the Moroccan police, Abdellatif Hammouche-Idrissi, "
        "were present at the meeting.",
        "Fernando Grande-Ruiz; Abdeluafi Laftiti",
        "",
        "Rafael Perezagua; Abdellatif Hammouche-Idrissi",
    ),
    (
        "MONTEVIDEO (AFP) - Mercosur and EU negotiators ended a week of talks in "
        "Montevideo on Friday. Uruguay's Foreign Minister Omar Paganelli, whose "
        "country holds the bloc's presidency, said chapters on procurement were "
        "closed. The EU team was led by Rupert Schlegelmann, a director at the "
        "Commission's trade department. Mercosur was represented by chief negotiators "
        "Philip Fox-Gough of Brazil and Marcelo Cimadevilla of Argentina.",
        "Rupert Schlegelmann; Philip Fox-Gough; Marcelo Cimadevilla",
        "",
        "",
    ),
    (
        "Brazzaville, 7 March 2024 (ADIAC) - The inter-Congolese consultations on the "
        "river port ended on Thursday at the Ministry of Transport. The Kinshasa "
        "delegation was conducted by Vice-Minister Marc Ekila and that of Brazzaville "
        "by Ingrid Ebouka-Babackas-Loemba. Both signed the minutes, in the presence "
        "of CICOS Secretary-General Judith Efundu.",
        "Marc Ekila; Ingrid Ebouka-Babackas-Loemba",
        "",
        "Judith Efundu",
    ),
    (
        "ACCRA — Togo and Ghana's maritime boundary negotiators met in Accra from 5 "
        "to 7 March. Ghana's delegation was under the leadership of Lawrence "
        "Apaalsen, while Kossi Tofio-Mensah spoke for Togo. Facilitator Essien "
        "Udom-Bassey of the ECOWAS Commission presided.",
        "Lawrence Apaalsen; Kossi Tofio-Mensah",
        "Essien Udom-Bassey",
        "",
    ),
    (
        "TASHKENT (UzA). Kyrgyz Cabinet head Akylbek Zhaparbek and Uzbek Prime "
        "Minister Abdulla Ariphodjaev co-chaired the ninth meeting of the "
        "intergovernmental commission in Fergana on Thursday. Heads of regions and "
        "ministers took part in the event. Deputy ministers Zafar Ruziboev and "
        "Daniyar Amangeld signed a protocol on the dam.",
        "Akylbek Zhaparbek; Abdulla Ariphodjaev; Zafar Ruziboev; Daniyar Amangeld",
        "",
        "",
    ),
    (
        "REYKJAVIK — Norway, Iceland and Russia failed on Thursday to agree a capelin "
        "quota. Sigurdur Thordarson of the Icelandic foreign ministry said the "
        "Russians had left early. Russian chief delegate Ilya Shestakin said he had "
        "no mandate. The Norwegian team under Vidar Landmarken stayed on for "
        "bilateral contacts with Iceland. The talks, at the Harpa centre, were the "
        "third this season.",
        "Ilya Shestakin; Vidar Landmarken",
        "",
        "",
    ),
    (
        "PORT MORESBY: Landowners and ExxonMobil's local unit ended a third day of "
        "negotiations at the Crown Hotel on Thursday. Hela governor Philip Undiali, "
        "who acted as go-between, said royalties were settled. Landowner chairman "
        "Hamon Tuguba and company vice president Tera Shandrow initialled the text.",
        "Hamon Tuguba; Tera Shandrow",
        "Philip Undiali",
        "",
    ),
    (
        "RIYADH, March 7 (SPA) -- The Saudi-Iraqi Coordination Council's political "
        "committee held its fifth meeting here on Thursday, co-chaired by the Deputy "
        "Minister for Political Affairs Dr. Saud Al-Sati and Iraq's Foreign "
        "Undersecretary Hisham Al-Alawi. The Iraqi ambassador to the Kingdom, Safia "
        "Al-Suhail, was in attendance.",
        "Saud Al-Sati; Hisham Al-Alawi",
        "",
        "Safia Al-Suhail",
    ),
    (
        "KATHMANDU, March 7 (RSS): The Nepal-China Joint Consultation Mechanism "
        "convened in Kathmandu on Thursday. Foreign Secretary Sewa Lamsal-Karki led "
        "the Nepali side, while the Chinese side was headed by Assistant Minister "
        "Nong Rongbin. During the meeting, the two sides reviewed connectivity "
        "projects. The Chinese delegation also paid a courtesy call on Foreign "
        "Minister Narayan Kaji Saud.",
        "Sewa Lamsal-Karki; Nong Rongbin",
        "",
        "Narayan Kaji Saud",
    ),
    (
        "GUATEMALA CITY (EFE) - Belize and Guatemala resumed talks on their adjacency "
        "zone under OAS auspices on Thursday. On the Belizean side were Foreign "
        "Minister Francis Fonsec and Ambassador Alexis Rosado-Diaz; Guatemala was "
        "represented by Vice Minister Shirley Aguilar-Barrera. The head of the OAS "
        "office, Luisa Mendoza-Paz, chaired.",
        "Francis Fonsec; Alexis Rosado-Diaz; Shirley Aguilar-Barrera",
        "Luisa Mendoza-Paz",
        "",
    ),
    (
        "YAOUNDE, March 7 (Cameroon Tribune) - The Cameroon-Nigeria Mixed Commission "
        "closed its 40th session in Yaounde on Thursday. UN Special Representative "
        "Mahamat Annadif-Saleh presided over the work as chairman of the Commission. "
        "The heads of delegation, Minister Amadou Alioum for Cameroon and Attorney "
        "General Lateef Fagbemi-Ojo for Nigeria, signed the minutes.",
        "Amadou Alioum; Lateef Fagbemi-Ojo",
        "Mahamat Annadif-Saleh",
        "",
    ),
    (
        "BISHKEK (24.kg) - A delegation of Kazakhstan headed by Vice Minister of "
        "Water Resources Bolat Bekniyaz arrived in Bishkek for talks with Kyrgyz "
        "officials, which ended on Thursday. On the Kyrgyz side the negotiations were "
        "attended by Minister Bakyt Torobay and the director of the Water Service "
        "Almazbek Sokeyev.",
        "Bolat Bekniyaz; Bakyt Torobay",
        "",
        "",
    ),
    (
        "SOFIA (Reuters) - Bulgarian Energy Minister Rumen Radevski and Gazprom "
        "Export chief Yelena Burmistrov failed to agree a new gas price at talks in "
        'Sofia on Thursday. Also at the table was Bulgargaz head Denitsa Zlateva. "No '
        'breakthrough," Radevski told parliament.',
        "Rumen Radevski; Yelena Burmistrov; Denitsa Zlateva",
        "",
        "",
    ),
    (
        "MANILA (Inquirer) — Officials from the Philippines and Vietnam sat down in "
        "Manila Thursday for the 11th meeting of their Joint Permanent Working Group. "
        "Undersecretary Ma. Theresa Lazaro-Cruz and Vietnamese Vice Minister Do Hung "
        "Thanh chaired the session. Coast Guard Commandant Ronnie Gil Gavan briefed "
        "the delegations.",
        "Theresa Lazaro-Cruz; Do Hung Thanh",
        "",
        "",
    ),
    (
        "CANBERRA (AAP) - Australia's trade negotiators wrapped up talks with the "
        "European Union in Osaka on Thursday without an agreement. Trade Minister Dan "
        "Farrellson left Osaka saying the offer on beef was not good enough. EU trade "
        "commissioner Valdis Dombrovskas, who led the bloc's team, regretted the "
        "outcome.",
        "Dan Farrellson; Valdis Dombrovskas",
        "",
        "",
    ),
    (
        "BERLIN (dpa) – Train drivers' union GDL and Deutsche Bahn met again on "
        "Thursday behind closed doors at a hotel near Berlin. Union head Claus "
        "Weselski was joined by lawyer Dirk Hensel, while personnel chief Martin "
        "Seilert spoke for the railway. Former state premiers Daniel Gunthers and "
        "Thomas de Maizieres served as moderators.",
        "Claus Weselski; Martin Seilert",
        "Daniel Gunthers; Thomas de Maizieres",
        "",
    ),
    (
        "DILI (Tatoli) - Timor-Leste and Australia concluded consultations on Greater "
        "Sunrise at the Government Palace in Dili on Thursday. Taking part were "
        "Petroleum Minister Francisco Monteiro-Alves, Woodside executive Meg "
        "O'Neilson and Australian special representative Steve Brackson. Prime "
        "Minister Xanana Gusmao-Reis looked in briefly.",
        "Francisco Monteiro-Alves; Meg O'Neilson; Steve Brackson",
        "",
        "Xanana Gusmao-Reis",
    ),
    (
        "OSLO (NTB) - Representatives of the Afghan Taliban and of Western "
        "governments met at Soria Moria hotel on Thursday. The Taliban delegation, "
        "headed by acting foreign minister Amir Khan Mutaqi, also met civil society. "
        "Norwegian State Secretary Henrik Thunes led Norway's team; the US special "
        "representative Thomas Westerly represented Washington.",
        "Amir Khan Mutaqi; Henrik Thunes; Thomas Westerly",
        "",
        "",
    ),
    (
        "BRATISLAVA (TASR) — Slovak and Hungarian gas operators met energy officials "
        "from the two countries on Thursday. State secretary Peter Zigmund of "
        "Slovakia's Economy Ministry and Attila Steinerr of Hungary's Energy Ministry "
        "opened the negotiations, which dealt with storage tariffs. Eustream and FGSZ "
        "sent their chief executives.",
        "Peter Zigmund; Attila Steinerr",
        "",
        "",
    ),
    (
        "CAIRO (Ahram) - Palestinian factions Fatah and Hamas met on Thursday in "
        "Moscow, hosted by Russia's Institute of Oriental Studies. Azzam al-Ahmadi "
        "headed the Fatah delegation, Mousa Abu Marzouki that of Hamas. Vitaly "
        "Naumkov, the institute's scientific director, moderated. Russian Deputy "
        "Foreign Minister Mikhail Bogdanovich addressed the opening session.",
        "Azzam al-Ahmadi; Mousa Abu Marzouki",
        "Vitaly Naumkov",
        "Mikhail Bogdanovich",
    ),
    (
        "ABUJA (Punch) — The Federal Government and organised labour ended another "
        "round of minimum wage talks in deadlock on Thursday. The government team was "
        "led by Labour Minister Nkeiruka Onyejeocha-Bassey. NLC president Joe Ajaeroh "
        "and his TUC counterpart, Festus Osifon, walked out of the meeting. Senate "
        "president Godswill Akpabiol appealed for calm.",
        "Nkeiruka Onyejeocha-Bassey; Joe Ajaeroh; Festus Osifon",
        "",
        "",
    ),
    (
        "ALGIERS (APS) — A tripartite consultative meeting of Algeria, Tunisia and "
        "Libya was held in Tripoli on Thursday. Algeria's President Abdelmadjid "
        "Tebbouni, Tunisia's Kais Saiedi and the head of Libya's Presidential "
        "Council, Mohamed Menfi-Zlitni, attended. Host Menfi-Zlitni read out the "
        "final statement.",
        "Abdelmadjid Tebbouni; Kais Saiedi; Mohamed Menfi-Zlitni",
        "",
        "",
    ),
    (
        "PODGORICA (MINA) - Montenegrin and Croatian delegations headed by ministers "
        "Filip Ivanovich and Gordan Grlic failed on Thursday in Podgorica to settle "
        "the Prevlaka dispute. Montenegro's chief legal adviser, Ranko Krivokap, and "
        "Croatia's ambassador, Veselko Grubish, were also at the table.",
        "Filip Ivanovich; Gordan Grlic",
        "",
        "",
    ),
    (
        "PHNOM PENH (Khmer Times) — The 6th meeting of the Cambodia–Thailand Joint "
        "Boundary Commission was co-chaired by Lam Chea-Sok, Minister in charge of "
        "the State Secretariat of Border Affairs, and Prasas Prasasvinit, adviser to "
        "Thailand's foreign ministry. It was held at the Peace Palace on March 6-7. "
        "The meeting was preceded by talks between experts.",
        "Lam Chea-Sok; Prasas Prasasvinit",
        "",
        "",
    ),
    (
        "ABU DHABI (WAM) — Ethiopia's Prime Minister Abiyot Ahmed and Sudan's army "
        "chief Abdel Hamid Burhan held closed-door talks in Abu Dhabi on Thursday, "
        "hosted by UAE President Sheikh Mohamed bin Zayed Al Falasi. Sheikh Tahnoun "
        "bin Khalid, the national security adviser, sat in.",
        "Abiyot Ahmed; Abdel Hamid Burhan",
        "",
        "Tahnoun bin Khalid",
    ),
    (
        "ULAANBAATAR (Montsame) - Mongolia and Russia's intergovernmental "
        "subcommission on the environment met in Irkutsk on Thursday. It was chaired "
        "from the Mongolian side by Environment Ministry state secretary Tsogt "
        "Baatarsuren and from the Russian side by Deputy Minister Dmitry Tetenkov. "
        "The sides agreed to monitor the Selenga.",
        "Tsogt Baatarsuren; Dmitry Tetenkov",
        "",
        "",
    ),
    (
        "HARARE (NewZimbabwe) - Zimbabwe and its former farm owners signed a "
        "compensation accord at State House on Thursday. Finance Minister Mthulani "
        "Ncubeza and Commercial Farmers Union president Andrew Pascoe-Hill put pen to "
        "paper, watched by President Emmerson Mnangwa.",
        "Mthulani Ncubeza; Andrew Pascoe-Hill",
        "",
        "Emmerson Mnangwa",
    ),
    (
        "SKOPJE, 7 March (MIA) - The working group on the Prespa highway held its "
        "first meeting in Bitola on Thursday. Transport Minister Blagoj Bochvarov's "
        "deputy, Aleksandar Naumosko, led our delegation, and Greek general secretary "
        "Dimitris Anagnostou-Vlachos theirs.",
        "Aleksandar Naumosko; Dimitris Anagnostou-Vlachos",
        "",
        "",
    ),
    (
        "JAKARTA (Antara) - Indonesia's military chief General Agus Subiyakto and his "
        "Papua New Guinea counterpart, Major General Mark Gorani, agreed in Jakarta "
        "on Thursday to run joint patrols. The talks were also joined by Defense "
        "Minister Prabawa Subiantono.",
        "Agus Subiyakto; Mark Gorani",
        "",
        "",
    ),
    (
        "BRUSSELS (Belga) - Negotiators for the EU and Mercosur haggled over beef "
        "until early Friday. EU chief negotiator Sabine Weyandt-Roth said an "
        "understanding was in reach. Her Mercosur interlocutor, Uruguayan diplomat "
        "Valeria Csukasi-Lopez, would not give a date.",
        "Sabine Weyandt-Roth; Valeria Csukasi-Lopez",
        "",
        "",
    ),
    (
        "BAGHDAD (INA) - Prime Minister Mohammed Shia Al-Sudairi received at the "
        "Government Palace on Thursday a Kurdish regional delegation headed by "
        "Premier Masrur Barzanji. The meeting, attended by Oil Minister Hayan "
        "Abdul-Ghanim, looked at salaries.",
        "Mohammed Shia Al-Sudairi; Masrur Barzanji",
        "",
        "Hayan Abdul-Ghanim",
    ),
    (
        "LAGOS (Vanguard) - Ogoni leaders and Shell met under the mediation of Bishop "
        "Matthew Kukahson in Port Harcourt on Thursday. Legborsi Pyagbaru spoke for "
        "the Ogoni; Shell's country chair, Osagie Okunboru, headed the company's "
        "six-member team.",
        "Legborsi Pyagbaru; Osagie Okunboru",
        "Matthew Kukahson",
        "",
    ),
    (
        "TASHKENT (Gazeta.uz) — Afghan and Uzbek officials concluded two days of "
        "talks on the Qosh Tepa canal in Termez on Thursday. Uzbekistan's team was "
        "directed by Water Minister Shavkat Hamrayev-Karim. Acting minister Abdul "
        "Latif Mansour-Khan flew in from Kabul to lead the Afghan side.",
        "Shavkat Hamrayev-Karim; Abdul Latif Mansour-Khan",
        "",
        "",
    ),
]


def missing(wanted: str, listed: list[str]) -> list[str]:
    """The names of a line that nobody listed fits."""
    return [
        name
        for name in wanted.split("; ")
        if name
        and not any(parties.same_person(name, n) or parties.same_party(name, n) for n in listed)
    ]


@pytest.mark.parametrize(("text", "participants", "mediators", "attendees"), LINES)
def test_everybody_in_their_part(
    read: Read, text: str, participants: str, mediators: str, attendees: str
) -> None:
    """Who negotiates, who mediates and who looks on are told apart."""
    talks = rounds.merge([read(text, "a1", date(2024, 3, 8))]).rounds[0]
    assert not missing(participants, [p.name for p in talks.participants])
    assert not missing(mediators, [p.name for p in talks.mediators])
    assert not missing(attendees, [p.name for p in talks.attendees])
