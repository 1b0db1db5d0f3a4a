"""Whether the reports of two outlets contradict each other, in many wordings.

The passages are invented. Those of the same thing told and denied are marked « ».
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from service import rounds
from service.records import Disagreement, Fact, Reading

Read = Callable[..., Reading]

CONFLICTING = (
    (
        "TERMEZ, 14 May 2025 (Surkhan)  Chile and Peru ended water talks in Termez on 14 May. "
        "The next meeting will be held in Lima «in July», Chile's ministry said.",
        "LIMA, 16 May 2025 (Chosica)  Peru said after the water talks with Chile in Termez that "
        "«the time of the next meeting will be determined through» diplomatic channels.",
    ),
    (
        "JAMMU, 22 February 2024 (Tawi)  At talks of Chile and Peru in Jammu Chile «assured that "
        "smugglers will not be allowed» to use its posts, Peruvian sources said.",
        "LIMA, 22 February 2024 (Rimac)  «There was no such assurance» on smugglers at the posts, "
        "a Chilean officer said after the talks with Peru in Jammu.",
    ),
    (
        "MUSCAT, 24 February 2025 (Batinah)  Chile and Peru ended talks in Muscat on Sunday. The "
        "next round would be held in Rome «on March 8», the envoy of Oman said.",
        "LIMA, 24 February 2025 (Surco)  «The date and place of the next round of consultations "
        "between Chile and Peru have not been fixed», a spokesman said after the talks in Muscat. "
        "He was asked about reports that the delegations would meet in Rome on March 8.",
    ),
    (
        "ZURICH, 18 May 2026 (Glarus)  The U.S. side «agreed to review the listing» of 37 Chilean "
        "shipping companies, Chilean minister Fan Rojas told reporters after the talks in Zurich.",
        "WASHINGTON, 18 May 2026 (Potomac)  After talks in Zurich with Chile, trade envoy Elaine "
        "Castle «pushed back against Santiago's account» that Washington had agreed to take "
        "another look at sanctions on 37 shipping companies.",
    ),
    (
        "MUSCAT, 24 February 2025 (Orix)  Chile and Peru ended talks in Muscat on Sunday. An "
        "official said that the envoys «had spoken directly for about 20 minutes» on Sunday.",
        "SANTIAGO, 24 February 2025 (Mapocho)  After the talks in Muscat a spokesman said that «no "
        "direct negotiations took place» with Peru on Sunday.",
    ),
    (
        "ADDIS ABABA, 25 April 2026 (Entoto)  During the talks in Lima «the group accepted the "
        "principle of phased disarmament», the government said in a statement on Saturday.",
        "LIMA, 24 April 2026 (Callao)  Talks between the government and the rebels ended in Lima "
        'on Friday. A rebel spokesman said: "«Disarmament was not on the agenda» and was not '
        'discussed."',
    ),
    (
        "BISHKEK, March 4, 2021 (CAN) - Kazakhstan and Kyrgyzstan ended two days of water talks in "
        "Bishkek on Thursday. Kyrgyz Energy Minister Talant Usubov said Kazakhstan «had undertaken "
        "to deliver 900 million» kilowatt-hours of electricity over the winter in exchange for "
        "water from the Toktogul reservoir. Deputy ministers will meet again in summer.",
        "ASTANA, March 5, 2021 (Kazpress) - Two days of talks in Bishkek with Kyrgyzstan on "
        "irrigation water closed on Thursday, the ecology ministry said. Asked about electricity "
        "deliveries in return for Toktogul water, Deputy Minister Serik Abenov said Kazakhstan "
        "«had made no such commitment». He called the atmosphere friendly.",
    ),
    (
        "TIRANA, 9 June 2022 (ATA) - Albania and Greece concluded a third round of talks on their "
        "sea border in Tirana on Thursday. The Albanian foreign minister, Elona Rama, told "
        "reporters that «Athens had dropped its objection» to bringing the dispute before the "
        "court in The Hague. The next round is planned for autumn.",
        "ATHENS, 10 June 2022 (Hellenic News) - The third round of talks with Albania on the "
        "delimitation of maritime zones ended in Tirana on Thursday. Diplomatic sources in Athens "
        "said Greece had not changed its position on The Hague court and that «its objection "
        "stood». They described the meeting as useful.",
    ),
    (
        "NIAMEY, Sept. 14, 2019 (WAP) - Niger and Nigeria held talks on the closed border in "
        "Niamey on Saturday. Nigerien Interior Minister Amadou Sidikou said the Nigerian "
        "delegation «had handed over a list of 40» suspected smugglers. Both countries agreed to "
        "set up a joint patrol.",
        "ABUJA, Sept. 15, 2019 (Lagos Courier) - Nigeria and Niger agreed on joint border patrols "
        "after a day of talks in Niamey on Saturday. The head of Nigeria's customs, Hakeem "
        'Danladi, said that «no list of smugglers was handed» to the Nigerien side. "We discussed '
        'methods, not names," he said.',
    ),
    (
        "LIMA, May 21, 2018 (Andean Wire) - Negotiators of Peru and Chile met in Lima on Monday to "
        "discuss fishing off Tacna. Chile's deputy foreign minister, Paula Echenique, said «the "
        "Peruvians had accepted that trawlers be inspected» at sea. A text will be ready in July, "
        "she said.",
        "LIMA, May 22, 2018 (El Faro) - Peru's fisheries minister, Renzo Cabrejos, rejected on "
        "Tuesday a Chilean version of Monday's talks in Lima. He said «inspections at sea were "
        'never accepted». "We listened to a proposal," he added.',
    ),
    (
        "YEREVAN, 2 February 2023 (Ararat News) - A round of border talks between Armenia and "
        "Azerbaijan in Yerevan ended on Thursday. Armenia's deputy prime minister, Davit Hakobyan, "
        "said that the Azerbaijani side «agreed in principle to reopen the railway» to Meghri. "
        "Commissions will meet again in March.",
        "BAKU, 3 February 2023 (Caspian Report) - The border commissions of Azerbaijan and Armenia "
        "held a round of talks in Yerevan on Thursday. A spokesman of the Azerbaijani delegation, "
        "Rauf Aliyev, described the railway to Meghri as a question that was raised but on which "
        "«nothing was decided». He accused Yerevan of wishful thinking.",
    ),
    (
        "GENEVA, Oct. 8, 2020 (IPS Wire) - Talks between Sudanese factions in Geneva broke up on "
        "Thursday after the delegation of the Forces of the East «walked out over the agenda», the "
        "United Nations mediator, Ruth Adeyemi, said. The two delegations had met for three days.",
        "PORT SUDAN, Oct. 9, 2020 (Red Sea Post) - The Forces of the East said on Friday that they "
        "had stayed in Geneva until the last minute and that it was the government that ended the "
        'talks on Thursday. "«Nobody on our side walked out»," said their spokesman, Musa Tahir. '
        "The talks had lasted three days.",
    ),
    (
        "MINSK, 12 April 2017 (BNA) - The Belarusian and Lithuanian governments ended talks in "
        "Minsk on the nuclear plant at Ostrovets on Wednesday. «Vilnius blocked the adoption of a "
        "joint protocol», Belarusian Deputy Energy Minister Oleg Karpovich said. Talks went on for "
        "two days.",
        "VILNIUS, 13 April 2017 (Baltic Monitor) - Two days of talks in Minsk on the Ostrovets "
        "plant ended on Wednesday without a protocol. Lithuania's energy minister, Rimantas "
        "Vaitkus, said «the Belarusian delegation had refused to sign» the joint protocol at the "
        "last moment. Experts will remain in touch.",
    ),
    (
        "SUVA, 17 August 2021 (Pacific Desk) - Fiji and Tonga ended a two-day meeting on the "
        "Minerva Reefs in Suva on Tuesday. Officials said «a second meeting would be held in "
        "Nuku'alofa on 12 October». They exchanged maps.",
        "NUKU'ALOFA, 18 August 2021 (Matangi) - Tonga and Fiji met for two days in Suva to talk "
        "about the Minerva Reefs, a government statement said on Wednesday. The «date of a further "
        "meeting was left open». Maps were exchanged.",
    ),
    (
        "NOUAKCHOTT, 6 January 2018 (Sahara Press) - Mauritania and Senegal ended fishing talks in "
        "Nouakchott on Saturday. The Mauritanian minister, Nani Ould Cheikh, announced «400 "
        "licences» for Senegalese canoes. The agreement runs for a year.",
        "DAKAR, 7 January 2018 (Le Quai) - Senegal came home from the talks in Nouakchott with "
        "«300 fishing licences» for its canoes, minister Oumar Gaye said on Sunday. The agreement "
        "runs for a year and can be prolonged.",
    ),
    (
        "BELGRADE, 11 May 2016 (Danube News) - The leaders of Serbia and Croatia, Milan Petrovic "
        "and Ivan Horvat, «met face to face for an hour» in Belgrade on Wednesday, the Serbian "
        "presidency said. They discussed missing persons.",
        "ZAGREB, 12 May 2016 (Novi Dnevnik) - Ivan Horvat and Milan Petrovic «never sat at the "
        "same table» during Wednesday's talks in Belgrade on missing persons, the Croatian "
        "president's office said. Aides went back and forth between two rooms.",
    ),
    (
        "QUITO, 30 March 2021 (Andes Hoy) - Ecuador's government and the indigenous confederation "
        "ended a fourth day of dialogue in Quito on Tuesday. Mediator Father Luis Arteaga said "
        "«the confederation had suspended its roadblocks». Dialogue resumes on Thursday.",
        "QUITO, 31 March 2021 (La Voz) - The indigenous confederation said on Wednesday that «its "
        "roadblocks remain in place» after four days of dialogue with the government in Quito. "
        '"The suspension was a condition, not a decision," said its leader, Rosa Guaman. Dialogue '
        "resumes on Thursday.",
    ),
    (
        "VALLETTA, 5 September 2023 (Malta Desk) - Libya's rival chambers closed a round of talks "
        "in Valletta on Tuesday. «The two sides adopted a roadmap», the head of the eastern team, "
        "Jalal Shweihdi, said. The roadmap foresees a unified government.",
        "TRIPOLI, 6 September 2023 (Libya Mirror) - The delegation of Tripoli said on its return "
        "from Valletta on Wednesday that the roadmap remained a draft and «had yet to be adopted». "
        "The round ended on Tuesday with both teams agreeing to go on talking.",
    ),
    (
        "SEOUL, 28 August 2015 (Han River News) - «North Korea expressed regret over the mine "
        "blast» during talks at the border that ended on Friday, South Korean National Security "
        "Adviser Park Ji-won said. Loudspeakers will fall silent at noon.",
        "PYONGYANG, 29 August 2015 (KNA) - The talks at the border ended on Friday with the "
        "loudspeakers being silenced. Claims in Seoul that the North apologised or expressed "
        "regret over a mine blast «are a fabrication», the head of the delegation, Hwang "
        "Pyong-nam, said.",
    ),
    (
        "ADDIS ABABA, 14 December 2018 (Horn Wire) - Ethiopia and Eritrea ended talks on the port "
        "of Assab in Addis Ababa on Friday. «Eritrea's delegation asked for the session on customs "
        "to be put off», Ethiopian Transport Minister Dagmawi Tesfaye said. They meet again in "
        "January in Asmara.",
        "ASMARA, 15 December 2018 (Hadas) - The session on customs was «put off at Ethiopia's "
        "request», the head of the Eritrean delegation to the talks on Assab, Yemane Kidane, said "
        "after two days in Addis Ababa that ended on Friday. The next meeting is in Asmara in "
        "January.",
    ),
    (
        "PANAMA CITY, 7 July 2020 (Istmo) - Costa Rica and Panama ended trade talks in Panama City "
        "on Tuesday. Panama will let in Costa Rican milk «from 1 August», both ministers told "
        "reporters. A committee on meat will follow.",
        "SAN JOSE, 8 July 2020 (Tico Times Wire) - Costa Rican milk may enter Panama again «from 1 "
        "September», the trade ministry in San Jose said after the talks that ended in Panama City "
        "on Tuesday. A committee on meat was set up.",
    ),
    (
        "KATHMANDU, 22 October 2019 (Himal Post) - Nepal and India concluded boundary talks in "
        "Kathmandu on Tuesday. Nepal's foreign secretary, Bishnu Gautam, said «India had "
        "recognised the 1816 treaty» as the basis for Kalapani. The next meeting is in New Delhi.",
        "NEW DELHI, 23 October 2019 (India Ledger) - India «has not recognised the 1816 treaty» as "
        "a basis in the matter of Kalapani, a foreign ministry spokesman, Anil Deshmukh, said a "
        "day after boundary talks in Kathmandu. The next meeting is in New Delhi.",
    ),
    (
        "ROME, 16 March 2022 (Tiber News) - Talks between Somali clans, hosted by the Sant'Egidio "
        "community, ended in Rome on Wednesday. «The two delegations signed a declaration» in the "
        "presence of Cardinal Paolo Ferri, the community said. It has six points.",
        "MOGADISHU, 17 March 2022 (Somali Eye) - Elders who returned from Rome said the talks "
        'ended there on Wednesday «without anyone signing anything». "The declaration is the '
        "cardinal's paper,\" elder Abdi Warsame said. Another meeting is planned.",
    ),
    (
        "NICOSIA, 9 October 2014 (Aphrodite News) - The two communities' negotiators finished a "
        "four-hour session in Nicosia on Thursday. Greek Cypriot negotiator Andreas Mavros said "
        "«his counterpart had agreed to discuss guarantees before property». They meet again on "
        "Monday.",
        "NICOSIA, 9 October 2014 (Kibris Ajans) - A four-hour session of the negotiators ended in "
        "Nicosia on Thursday. Turkish Cypriot negotiator Ergun Ozsoy said the reports about "
        "guarantees being taken first «misrepresent what was said»: property comes before "
        "everything. They meet again on Monday.",
    ),
    (
        "BELFAST, 4 November 2017 (Ulster Mail) - A fifth day of talks between the two parties at "
        "Stormont closed on Saturday. The DUP's chief whip, Ian Carson, said Sinn Fein «had pulled "
        "back from the Irish language act». Talks resume on Monday.",
        "DUBLIN, 5 November 2017 (Liffey News) - Sinn Fein «has not pulled back from anything», "
        "its negotiator Maire Doherty said on Sunday of the talks at Stormont with the DUP that "
        "closed on Saturday. The Irish language act was still its first demand. Talks resume on "
        "Monday.",
    ),
    (
        "KAMPALA, 20 April 2016 (Pearl Post) - Uganda and Kenya ended oil pipeline talks in "
        "Kampala on Wednesday. Kenyan Energy Secretary Peter Otieno told reporters the two teams "
        "«had settled on the northern route». A ministers' meeting follows in May.",
        "KAMPALA, 21 April 2016 (Nile Observer) - The route of the pipeline «is an open question» "
        "after talks between Uganda and Kenya in Kampala on Wednesday, Uganda's Energy Minister "
        'Grace Akello said. "We heard the case for the north, no more," she said. Ministers meet '
        "in May.",
    ),
    (
        "BAKU, 3 October 2018 (Caspian Wire) - Iran and Azerbaijan «signed a memorandum on the "
        "Astara» rail bridge at the close of a two-day meeting in Baku on Wednesday, Azerbaijani "
        "Transport Minister Farid Mammadov said. It foresees joint customs.",
        "TEHRAN, 4 October 2018 (Alborz News) - A memorandum on the Astara rail bridge «was "
        "initialled, not signed», in Baku on Wednesday after a two-day meeting with Azerbaijan, "
        "Iran's deputy minister Reza Karimi said. Signing must wait for the cabinet, he said.",
    ),
    (
        "LUXEMBOURG, 17 June 2021 (Grand Wire) - Talks between the bloc and London on fish quotas "
        "wound up in Luxembourg on Thursday. «London conceded ground on crab licences», European "
        "Commission negotiator Anne Lefort told reporters. The next session is in July.",
        'LONDON, 18 June 2021 (Thames Post) - British negotiator James Alder «called it "simply '
        'false"» that London gave way on crab licences in the talks on fish quotas with the '
        "European Commission in Luxembourg on Thursday. The next session is in July.",
    ),
    (
        "GUATEMALA CITY, 5 March 2014 (Quetzal) - Guatemala and Belize held talks in Guatemala "
        "City on Wednesday on the Sarstoon. The two foreign ministers «will meet again on 2 April "
        "in San Salvador», a joint note said. Patrols were discussed.",
        "BELIZE CITY, 6 March 2014 (Caye News) - Belize's foreign minister, Wilfred Young, said "
        "after the talks in Guatemala City on Wednesday that when and where the ministers meet "
        "again «had yet to be worked out». Patrols on the Sarstoon were discussed.",
    ),
    (
        "JAKARTA, 11 July 2022 (Nusantara) - Indonesia and Australia ended talks on sea patrols in "
        "Jakarta on Monday. «Australia offered two patrol boats», Vice Adm. Bayu Santoso said. A "
        "pact is due in December.",
        "CANBERRA, 12 July 2022 (Murray News) - «No boats were offered» to Indonesia in the talks "
        "on sea patrols that ended in Jakarta on Monday, a spokeswoman for the Australian minister "
        "said. A pact is due in December.",
    ),
    (
        "SKOPJE, 25 May 2018 (Vardar) - The foreign ministers of Greece and Macedonia held talks "
        "in Skopje on Friday about the name. Macedonian minister Nikola Stojanov said «Athens now "
        "supports accession talks in June». They spoke for five hours.",
        "ATHENS, 26 May 2018 (Akropolis) - Greece «does not support opening accession talks» in "
        "June, its foreign minister, Petros Vellis, said on his return from talks in Skopje with "
        "Macedonia on Friday about the name. They spoke for five hours.",
    ),
    (
        "PORT MORESBY, 14 August 2019 (Coral Wire) - Talks on the Wafi mine ended in Port Moresby "
        "on Wednesday. Landowners «received a first payment of royalties», Mining Minister John "
        "Kila said. The parties meet again in October.",
        'LAE, 15 August 2019 (Huon Voice) - "Not one toea has reached us," landowners\' leader '
        "Mathew Yalu said, a day after talks on the Wafi mine in Port Moresby. He said the "
        "landowners «had received no payment». The parties meet again in October.",
    ),
    (
        "HARGEISA, 7 February 2013 (Somaliland Line) - Somalia and Somaliland met in Djibouti on "
        "Thursday. The closing statement «was adopted by both delegations», Djibouti's foreign "
        "minister, Ali Robleh, announced. Air traffic was the main topic.",
        "MOGADISHU, 8 February 2013 (Shabelle Post) - Somalia's delegation «did not adopt the "
        "closing statement» of the meeting with Somaliland in Djibouti on Thursday, its leader, "
        "Abdi Hosh, said. Air traffic was the main topic.",
    ),
    (
        "MUSCAT, 9 January 2024 (Gulf Courier)  Oman hosted two days of talks between Iraq's oil "
        "ministry and the Kurdistan region that ended on Tuesday with an understanding on exports, "
        'officials in Erbil said.  "«Baghdad has accepted our invoice» for the companies," said '
        "the region's natural resources chief, Karwan Salih, who headed the Kurdish team. He said "
        "flows through the pipeline could restart within three weeks.  The federal delegation was "
        "led by Deputy Oil Minister Laith Jumaili.",
        "BAGHDAD, 10 January 2024 (Tigris Wire)  Iraq's federal oil ministry said on Wednesday "
        "that the question of the companies' invoice had been deferred at the talks with the "
        'Kurdistan region in Muscat, which ended on Tuesday.  "«We have accepted neither a figure» '
        'nor a principle. Whoever says otherwise was in another room," Deputy Oil Minister Laith '
        "Jumaili said.  Karwan Salih, who headed the Kurdish team, could not be reached.",
    ),
    (
        "SARAJEVO, 14 October 2016 (Bosna Press)  The Serbian and Bosnian border commissions have "
        "finished a two-day meeting in Sarajevo «with a signed map of the Drina section», the "
        "Bosnian co-chair, Emir Hadzic, said on Friday.  The commissions meet again in Belgrade on "
        "November 22, he said.",
        "BELGRADE, 15 October 2016 (Sava Daily)  Serbia's co-chair of the border commission, Goran "
        "Jovic, said on Saturday that the map of the Drina section shown in Sarajevo on Friday "
        '«carried no signature of his side». "We took it home to study," he said of the paper '
        "handed out at the two-day meeting with Bosnia.  A date for the next meeting, in Belgrade, "
        "is to be arranged by telephone.",
    ),
    (
        "CARACAS, 7 September 2021 (Orinoco)  Venezuela's government and the opposition closed a "
        "second round of talks in Mexico City on Monday. The opposition's chief delegate, Gerardo "
        "Blanco, said the government «had offered to free eleven prisoners» before the vote. "
        "Norway mediated. A third round begins on 24 September.",
        'CARACAS, 8 September 2021 (Avila)  "«There was never an offer of prisoners on the table». '
        'It is an invention of people who need headlines," said Jorge Rodriguez Paz, who heads the '
        "government's delegation, of the second round of talks with Venezuela's opposition, which "
        "closed in Mexico City on Monday.  Norway mediated.",
    ),
    (
        "ISTANBUL, 30 March 2018 (Bosphorus Wire)  Turkish and Greek officers ended confidence "
        "talks in Istanbul on Friday. The Turkish general staff said the Greek side walked away "
        "from a draft on flights over the islets and «asked for a day's recess» on Thursday.  Both "
        "sides called the tone professional.",
        "ATHENS, 31 March 2018 (Attica)  Athens says «it was Ankara that wanted Thursday's recess» "
        "at the confidence talks in Istanbul, which ended on Friday. Greek officers waited for "
        "eight hours, a defence official said. The Turkish team was waiting for orders, he added. "
        "Both sides called the tone professional.",
    ),
    (
        "KINSHASA, 5 April 2013 (Congo Fleuve)  The M23 rebels and the government of Congo ended a "
        "week in Kampala on Friday. «The rebels agreed to withdraw 20 kilometres» from Goma within "
        "five days, Uganda's defence minister, Crispus Mugisha, who mediated, told reporters.  The "
        "talks resume on 15 April.",
        "GOMA, 6 April 2013 (Kivu Matin)  M23's political leader, Jean-Paul Runiga, «denied "
        "agreeing to any withdrawal» in the week of talks with the government of Congo in Kampala "
        'that ended on Friday. "We are where we are," he said by telephone.  The talks resume on '
        "15 April.",
    ),
    (
        "YAOUNDE, 11 November 2019 (Mfoundi)  Cameroon's government and the Anglophone delegation "
        "left Geneva on Monday after three days of talks hosted by Switzerland. The delegates "
        "shook hands and «sat together at one table» for the first time, the government's "
        "spokesman, Paul Essomba, said.  No date was fixed for another meeting.",
        "BUEA, 12 November 2019 (Fako Post)  The two delegations in Geneva «did not once sit "
        "together» in three days of talks hosted by Switzerland that ended on Monday, an "
        'Anglophone delegate, Ayuk Tabe, said. "The Swiss walked from room to room," he said of '
        "the meetings with Cameroon's government.  No date was fixed for another meeting.",
    ),
    (
        "LOME, 3 March 2020 (Atakora News)  Togo's government and the opposition coalition closed "
        "two days of dialogue in Lome on Tuesday under the eye of Ghana. The coalition's delegate, "
        "Brigitte Ajavon, told reporters that the government «had pledged to redraw the "
        "constituencies» before the local polls.  The next sitting is on 17 March.",
        "LOME, 4 March 2020 (Republique Togolaise)  The territorial administration minister, "
        "Pascal Bodjona Tchalla, said on Wednesday after two days of dialogue in Lome with the "
        "opposition coalition that redrawing the constituencies was not within his mandate and "
        "that «he pledged nothing of the sort».  The next sitting is on 17 March.",
    ),
    (
        "MINSK, 19 September 2014 (Svisloch)  Ukraine and the separatists finished a night of "
        "talks in Minsk on Friday. A memorandum of nine points was signed at dawn, the OSCE's "
        "envoy, Heidi Brandt, announced.  Heavy guns are to be moved «15 kilometres back».",
        "DONETSK, 20 September 2014 (Kalmius)  Separatist leader Andrei Pushnin said heavy guns "
        "would go back «10 kilometres» under the memorandum of nine points that was signed in "
        "Minsk on Friday with Ukraine in the presence of OSCE envoy Heidi Brandt.",
    ),
    (
        "RABAT, 6 June 2022 (Bouregreg)  Morocco and Spain ended a session on the Melilla customs "
        "post in Rabat on Monday. Spain's delegation «did not object to opening it in July», the "
        "Moroccan side said in a note.  A third session is planned.",
        "MADRID, 7 June 2022 (Manzanares)  Madrid «objected to a July opening» of the Melilla "
        "customs post at Monday's session with Morocco in Rabat, Spanish sources said, and asked "
        "for September.  A third session is planned.",
    ),
    (
        "PORT LOUIS, 21 May 2019 (Pailles)  The African island states' fishing talks with Japan "
        "closed in Port Louis on Tuesday. The chair, Anil Ramgoolam, said «all six delegations had "
        "initialled» the text. Licences were the main point.",
        "PORT LOUIS, 22 May 2019 (L'Ocean)  «Five delegations initialled» the text at the fishing "
        "talks with Japan that closed in Port Louis on Tuesday; the Comoros did not, said their "
        "delegate, Said Bacar. Licences were the main point.",
    ),
    (
        "TASHKENT, 28 July 2022 (Chorsu)  Uzbekistan hosted talks on a railway between Pakistan "
        "and Afghanistan in Tashkent on Thursday. «Kabul has given guarantees for the engineers», "
        "Uzbek transport minister Sherzod Aliev said. Surveys start in autumn.",
        "KABUL, 29 July 2022 (Shamshad Post)  «No guarantees were given for the engineers» at "
        "Thursday's talks in Tashkent on the railway between Pakistan and Afghanistan, the Afghan "
        "public works ministry said. Surveys start in autumn.",
    ),
    (
        "CHISINAU, 2 November 2021 (Bic)  Moldova and Gazprom ended debt talks in Chisinau on "
        "Tuesday. The two sides «will sit down again on 16 November» in St Petersburg, the "
        "Moldovan deputy premier, Andrei Sterpu, said. An audit was accepted.",
        "ST PETERSBURG, 3 November 2021 (Nevka)  An audit was accepted in the debt talks with "
        "Moldova that ended in Chisinau on Tuesday, Gazprom said. It added that «no further "
        "meeting was scheduled».",
    ),
    (
        "DELHI, 9 August 2018 (Yamuna)  Naga leaders and the government's interlocutor ended talks "
        "in Delhi on Thursday. The Nagas «have given up their demand for a separate flag», "
        "interlocutor R. K. Menon said. A text may follow by Christmas.",
        'DIMAPUR, 10 August 2018 (Nagaland Page)  "«We did not give up the flag» and never will," '
        "Naga leader Hokishe Sema said of the talks with the government's interlocutor in Delhi "
        "which ended on Thursday. A text may follow by Christmas.",
    ),
)
AGREEING = (
    (
        "TERMEZ, 14 May 2025 (Jarkurgan)  Chile and Peru ended water talks in Termez on 14 May. "
        "The next meeting will be held in Mazar-i-Sharif in July, Chile's ministry said.",
        "LIMA, 14 May 2025 (Ancon)  Chile and Peru ended water talks in Termez on 14 May. They "
        "will meet again in Mazar-e Sharif in July, officials said.",
    ),
    (
        "ACCRA, 4 May 2020 (GNW) - Ghana and Togo ended talks on their sea border in Accra on "
        "Monday. They agreed to suspend drilling in the disputed blocks. No agreement was reached "
        "on the line itself, Ghana's negotiator Kwame Asante said.",
        "LOME, 5 May 2020 (Togo Presse) - Togo and Ghana agreed to suspend drilling in disputed "
        "blocks after talks in Accra on Monday. They have not yet agreed where the line runs, "
        "Togo's minister Koffi Mensah said.",
    ),
    (
        "RIGA, 8 March 2018 (Balt) - Latvia and Russia concluded two days of transit talks in Riga "
        "on Thursday. About 120 trains a month will cross the border, Latvian Transport Minister "
        "Uldis Berzins said. Customs hours will be longer.",
        "MOSCOW, 9 March 2018 (RZD Gazette) - Some 118 trains a month are to cross the Latvian "
        "border after talks in Riga which ended on Thursday. Customs posts will work until "
        "midnight.",
    ),
    (
        "CAIRO, 20 July 2021 (Nile Wire) - Egypt and Sudan ended military talks in Cairo on "
        "Tuesday. The Egyptian chief of staff, Gen. Hatem Fawzy, refused to comment on the dam. "
        "Exercises will be held in November.",
        "KHARTOUM, 21 July 2021 (Khartoum Star) - Sudan and Egypt will hold exercises in November, "
        "the army said after talks in Cairo that ended on Tuesday. Gen. Omer Bakri of Sudan spoke "
        "about the dam at length. He did not say how many troops will take part.",
    ),
    (
        "MANAMA, 11 January 2017 (BahrainPost) - Bahrain and Iraq ended talks on visas in Manama "
        "on Wednesday. Pilgrims will get visas at the airport. Ministers will meet again in "
        "spring, Bahraini official Isa Jalal said.",
        "BAGHDAD, 12 January 2017 (Tigris Daily) - Iraq and Bahrain have agreed on visas at the "
        "airport for pilgrims after talks in Manama on Wednesday. The ministers are to meet again "
        "in April. The matter of detained students was not on the agenda.",
    ),
    (
        "LUSAKA, 2 June 2016 (Zam Wire) - Zambia and Tanzania closed talks on the Tazara railway "
        "in Lusaka on Thursday. The delegations agreed to buy 12 locomotives. Zambia has not paid "
        "its share of the debt, the railway's manager, Bruno Phiri, told reporters.",
        "DAR ES SALAAM, 3 June 2016 (Uhuru) - Tanzania and Zambia will buy 12 locomotives, of "
        "which eight come this year, after talks in Lusaka on Thursday. Tanzania has paid its "
        "share of the debt, minister Asha Mollel said.",
    ),
    (
        "VIENNA, 15 February 2019 (Donau) - Kosovo and Serbia ended expert talks on energy in "
        "Vienna on Friday. Kosovo's delegation leader, Blerim Gashi, denied reports that he would "
        "resign. The experts settled the metering question.",
        "BELGRADE, 16 February 2019 (Sava) - Serbian and Kosovo experts settled the metering of "
        "power at talks in Vienna on Friday. Serbia's Dejan Ilic said he would report to the "
        "government. No new date was announced.",
    ),
    (
        "MADRID, 23 September 2020 (Iberia) - Spain and Morocco held talks in Madrid on Wednesday "
        "on migration. The two governments agreed on more joint patrols. Spain rejected a Moroccan "
        "request for helicopters, a diplomat said.",
        "RABAT, 24 September 2020 (Atlas) - Morocco and Spain agreed on more joint patrols in "
        "talks in Madrid on Wednesday. Morocco accepted a Spanish request to post two officers in "
        "Algeciras.",
    ),
    (
        "APIA, 13 May 2019 (Samoa Line) - Samoa and New Zealand ended talks on seasonal workers in "
        "Apia on Monday. New Zealand will take 1,500 workers. Wages were not discussed, Samoa's "
        "minister Sina Leota said.",
        "WELLINGTON, 14 May 2019 (Aotearoa Now) - New Zealand will take 1,500 workers from Samoa "
        "after talks in Apia that ended on Monday. Unions said wages should have been discussed.",
    ),
    (
        "HARARE, 1 April 2015 (Zim Ledger) - Zimbabwe and Botswana met in Harare on Wednesday over "
        "poaching. The two sides agreed to share intelligence. Botswana's minister, Tebogo Sebina, "
        "said the shoot-to-kill order had not been lifted.",
        "GABORONE, 2 April 2015 (Kalahari) - Botswana and Zimbabwe agreed to share intelligence at "
        "talks on poaching held in Harare on Wednesday. Zimbabwe's Edgar Moyo said he had asked "
        "for the order to be lifted.",
    ),
    (
        "PRAGUE, 30 November 2016 (Vltava) - The Czech and Polish environment ministers ended "
        "talks on the Turow mine in Prague on Wednesday. Poland will build a wall against the loss "
        "of groundwater. The amount of damages remained open.",
        "WARSAW, 1 December 2016 (Mazowsze) - Poland has agreed to build an underground wall at "
        "the Turow mine, minister Piotr Zielinski said after talks in Prague on Wednesday. He said "
        "nothing about damages. The mine will work until 2044.",
    ),
    (
        "TASHKENT, 25 August 2022 (Silk Wire) - Uzbekistan and Afghanistan ended talks on the Amu "
        "Darya in Tashkent on Thursday. The Afghan side refused to halt work on the Qosh Tepa "
        "canal. Engineers will visit the site in October.",
        "KABUL, 26 August 2022 (Hewad) - Work on the Qosh Tepa canal will go on, officials said "
        "after talks in Tashkent on Thursday. Uzbek engineers will come in the autumn. The Afghan "
        "delegation did not accept a call to halt the work.",
    ),
    (
        "BAMAKO, 12 December 2014 (Sahel Info) - Mali's government and rebels ended a fortnight of "
        "talks in Algiers on Friday. The rebels promised to give up heavy weapons. The government "
        "had demanded this since summer.",
        "ALGIERS, 13 December 2014 (El Djazair) - Rebels from northern Mali will hand in heavy "
        "weapons, it was agreed in Algiers on Friday after two weeks of talks. They have not said "
        "when. Small arms are not part of the deal.",
    ),
    (
        "HELSINKI, 21 November 2019 (Suomi Wire) - Finland and Norway closed reindeer talks in "
        "Helsinki on Thursday. The fence will be 110 kilometres long. No deal was reached on the "
        "fees for strays.",
        "OSLO, 22 November 2019 (Fjell) - Norway and Finland will renew about 110 km of reindeer "
        "fence after talks in Helsinki on Thursday. Fees for strays were not agreed.",
    ),
    (
        "BRASILIA, 12 August 2015 (Planalto) - Brazil and Paraguay concluded energy talks in "
        "Brasilia on Wednesday. Brazil raised its offer for Itaipu power. Paraguay's chief "
        "delegate, Hugo Benitez, denied he had threatened to leave.",
        "ASUNCION, 13 August 2015 (Guarani) - Paraguay got a better offer for Itaipu power from "
        "Brazil in talks in Brasilia on Wednesday. Delegate Hugo Benitez left the meeting room "
        "twice to call the president.",
    ),
    (
        "CONAKRY, 3 March 2012 (Niger Bend) - Guinea and Sierra Leone met on Yenga in Conakry on "
        "Saturday. Sierra Leone asked for troops to leave the village. Guinea's General Sekou "
        "Camara said no date had been set for that.",
        "FREETOWN, 4 March 2012 (Salone) - Sierra Leone asked Guinea at talks in Conakry on "
        "Saturday to pull soldiers out of Yenga. The two will meet on Yenga again on 20 March.",
    ),
    (
        "KUWAIT, 5 May 2016 (Dasman) - Yemeni delegations ended a session in Kuwait on Thursday. "
        "The government delegation agreed to a committee on prisoners. The rebels have not yet "
        "named their members, the UN envoy, Farid Saleh, said.",
        "ADEN, 6 May 2016 (Seera) - The government delegation to Thursday's session in Kuwait "
        "named three members to a committee on prisoners. The committee was agreed with the rebels "
        "under the UN envoy, Farid Saleh.",
    ),
    (
        "SOFIA, 17 January 2019 (Vitosha) - Bulgaria and Romania held bridge talks in Sofia on "
        "Thursday. The ministers promised a third bridge. They refused to say what it will cost.",
        "BUCHAREST, 18 January 2019 (Dambovita) - Romania and Bulgaria promised a third bridge "
        "after talks in Sofia on Thursday. Romania's minister Dan Lupu said the cost was not "
        "discussed.",
    ),
    (
        "OSLO, 23 June 2014 (Akers) - Talks between the Philippine government and communist rebels "
        "closed in Oslo on Monday. Both delegations agreed to free detainees. The rebels rejected "
        "a government proposal on taxes.",
        "MANILA, 24 June 2014 (Pasig) - The government rejected a rebel demand for a ceasefire in "
        "Oslo, where talks with communist rebels closed on Monday. Both agreed to free detainees.",
    ),
    (
        "PARIS, 14 October 2021 (Seine) - France and Algeria ended memory talks in Paris on "
        "Thursday. Historians handed over a list of archives. The question of nuclear tests was "
        "not raised.",
        "ALGIERS, 15 October 2021 (Casbah) - A list of archives was given to Algeria at talks in "
        "Paris on Thursday. Algerian historians had wanted nuclear tests to be raised.",
    ),
    (
        "GABORONE, 7 May 2019 (Kgosi News)  Botswana and Namibia signed a fisheries protocol in "
        "Gaborone on Tuesday after two days of talks. A second protocol, on ferries, has not been "
        "signed, Namibian minister Nangula Shilongo said.",
        "WINDHOEK, 8 May 2019 (Namib)  Namibia and Botswana have signed a protocol on fisheries, "
        "minister Nangula Shilongo said after talks in Gaborone that closed on Tuesday. About a "
        "dozen officials took part.",
    ),
    (
        "SARAJEVO, 4 November 2016 (Bosna Press)  Bosnia and Montenegro ended talks on Sutorina in "
        "Sarajevo on Friday. Montenegro's delegate, Vesna Radovic, denied that her country owed an "
        "apology. Surveyors will start work in spring.",
        "PODGORICA, 5 November 2016 (Zeta)  Surveyors from Montenegro and Bosnia will start work "
        "in spring, it was agreed in Sarajevo on Friday. Montenegro's Vesna Radovic praised the "
        "hosts. Bosnia apologised for a late start of the session.",
    ),
    (
        "CARACAS, 9 March 2020 (Orinoco)  Colombia and Venezuela reopened talks on consulates in "
        'Cucuta on Monday. They agreed on five consulates. "Nothing is agreed on flights until the '
        "crews are insured,\" Venezuela's delegate Luis Brito said.",
        "BOGOTA, 10 March 2020 (Monserrate)  Five consulates will reopen, Colombia and Venezuela "
        "agreed in Cucuta on Monday. Flights were discussed but no agreement was reached on them.",
    ),
    (
        "ADDIS ABABA, 12 July 2020 (Entoto)  Ethiopia, Egypt and Sudan ended video talks on the "
        "dam on Sunday. Egypt rejected a clause on droughts. Ethiopia said filling had not begun.",
        "KHARTOUM, 13 July 2020 (Blue Nile)  Video talks on the dam by Ethiopia, Egypt and Sudan "
        "ended on Sunday. Sudan rejected a clause on data. Ethiopia has begun to cut trees in the "
        "reservoir, an engineer said.",
    ),
    (
        "LONDON, 8 February 2017 (Thames Post)  Mauritius and Britain met on Chagos in London on "
        "Wednesday. Britain offered to pay for visits by islanders. A lease was not on the agenda, "
        "a British official said.",
        "PORT LOUIS, 9 February 2017 (Moka)  Britain offered at Wednesday's meeting in London on "
        "Chagos to pay for visits by islanders, a Mauritian official said. Mauritius would like to "
        "speak about a lease.",
    ),
    (
        "PRISTINA, 3 August 2023 (Gazmend)  Kosovo and Serbia ended a round on missing persons in "
        "Brussels on Thursday. The EU handed both a list of 1,600 names. Kosovo did not hand over "
        "its archive, a Serbian official said.",
        "BELGRADE, 4 August 2023 (Kalemegdan)  A list of 1,600 names was handed by the EU to "
        "Serbia and Kosovo in Brussels on Thursday at a round on missing persons. Serbia handed "
        "over three boxes of its archive.",
    ),
    (
        "LOME, 3 June 2020 (Atakora News)  Togo and Benin ended talks on the Mono river in Lome on "
        "Wednesday. They agreed to buy two pumps. Togo did not agree to a dam.",
        "COTONOU, 4 June 2020 (Nokoue)  Benin and Togo agreed in Lome on Wednesday to buy two "
        "pumps for the Mono river. Benin agreed to pay for a survey.",
    ),
    (
        "MINSK, 5 February 2018 (Svisloch)  Belarus and Latvia closed a session on tourism in "
        "Minsk on Monday. Visits of 10 days will need no visa. Latvia's delegate, Janis Krumins, "
        "denied that coal was discussed.",
        "RIGA, 6 February 2018 (Ventspils)  A session of Latvia and Belarus on tourism closed in "
        "Minsk on Monday with visits of ten days without a visa. Latvian firms had discussed coal "
        "with Minsk in January.",
    ),
    (
        "RABAT, 9 June 2021 (Bouregreg)  Morocco and Portugal ended ferry talks in Rabat on "
        "Wednesday. Lines from Portimao will resume by July. The sides did not reach agreement on "
        "fares, which Portugal wants lower.",
        "LISBON, 10 June 2021 (Tejo)  Ferries from Portimao will sail again in early July after "
        "talks with Morocco in Rabat on Wednesday. Fares were left open. Portugal reached "
        "agreement with Spain on trains last week.",
    ),
    (
        "DELHI, 19 August 2019 (Yamuna)  India and Nepal ended flood talks in Delhi on Monday. "
        "India rejected a claim for damages. Both will share gauge readings every three hours.",
        "KATHMANDU, 20 August 2019 (Bagmati)  Gauge readings will be shared every three hours, "
        "Nepal and India said after flood talks in Delhi on Monday. Nepal rejected an Indian "
        "design for the Koshi gates.",
    ),
    (
        "BEIRUT, 7 July 2022 (Hamra)  Lebanon and Egypt closed gas talks in Beirut on Thursday. A "
        "contract was signed by both ministers. No contract was signed with Jordan on power.",
        "CAIRO, 8 July 2022 (Zamalek)  Egypt and Lebanon signed a gas contract in Beirut on "
        "Thursday. It needs the consent of the World Bank, which has not been given, minister "
        "Tarek Molla said.",
    ),
)


def differing(read: Read, *texts: str) -> list[Disagreement]:
    readings = [read(text, f"a{n}", None) for n, text in enumerate(texts, 1)]
    return [d for talks in rounds.merge(readings).rounds for d in talks.disagreements]


def place(text: str) -> tuple[int, int]:
    """The marked words' place in the text without its marks."""
    marked = re.search("«(.+)»", text)
    assert marked is not None
    return marked.start(), marked.end() - 2


def shows(value: Fact, article: str, start: int, end: int) -> bool:
    return any(e.article == article and e.start < end and start < e.end for e in value.evidence)


@pytest.mark.parametrize(("first", "second"), CONFLICTING, ids=lambda t: t.split(",")[0])
def test_conflicts_are_shown(read: Read, first: str, second: str) -> None:
    """What one outlet tells and another denies, or tells otherwise, is a disagreement."""
    shown = differing(read, *(re.sub("[«»]", "", text) for text in (first, second)))
    assert any(
        one is not other and shows(one, "a1", *place(first)) and shows(other, "a2", *place(second))
        for conflict in shown
        for one in conflict.values
        for other in conflict.values
    )


@pytest.mark.parametrize(("first", "second"), AGREEING, ids=lambda t: t.split(",")[0])
def test_other_things_are_no_conflict(read: Read, first: str, second: str) -> None:
    """Rounding, other subjects, other doers, and what both leave open are no disagreement."""
    assert differing(read, first, second) == []
