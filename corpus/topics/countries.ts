/** Countries, continents, unions: names by the Unicode CLDR (through Intl), further names, and their people's. */

/** ISO code, other names in use, and after the bar what comes from there. Ambiguous ones are left out. */
const FURTHER_NAMES = `
  ,Africa|African Africans; ,Asia|Asian Asians; ,Europe|European Europeans; ,Latin America|Latin-American;
  ,European Union,EU,E.U.|; ,United Nations,UN,U.N.|;
  AF|Afghan Afghans; AL|Albanian Albanians; DZ|Algerian Algerians; AO|Angolan;
  AR|Argentine Argentinian Argentinians; AM|Armenian Armenians; AU|Australian Australians Aussie;
  AT|Austrian Austrians; AZ|Azerbaijani Azerbaijanis; BH|Bahraini; BD|Bangladeshi Bangladeshis;
  BY|Belarusian Belarusians; BE|Belgian Belgians; BO|Bolivian Bolivians;
  BA,Bosnia,Bosnia and Herzegovina|Bosnian; BR|Brazilian Brazilians; BG|Bulgarian Bulgarians; BF|Burkinabe;
  KH|Cambodian Cambodians; CM|Cameroonian; CA|Canadian Canadians; CL|Chilean Chileans;
  CN,PRC,People's Republic of China,People’s Republic of China|Chinese; CO|Colombian Colombians;
  CD,DRC,Democratic Republic of the Congo,Democratic Republic of Congo|; CI,Ivory Coast|Ivorian;
  HR|Croatian Croatians; CU|Cuban Cubans; CY|Cypriot Cypriots; CZ,Czech Republic,Czech|Czechs;
  DK|Danish Danes; EC|Ecuadorian Ecuadorians; EG|Egyptian Egyptians; SV|Salvadoran Salvadorans;
  EE|Estonian Estonians; ET|Ethiopian Ethiopians; SZ,Swaziland|; FJ|Fijian; FI|Finnish Finns;
  FR|French Frenchman; DE|German Germans; GH|Ghanaian; GR|Greek Greeks; GT|Guatemalan Guatemalans;
  HT|Haitian Haitians; HN|Honduran Hondurans; HK,Hong Kong,HKSAR|; HU|Hungarian Hungarians; IS|Icelandic;
  IN|Indian Indians; ID|Indonesian Indonesians; IR|Iranian Iranians; IQ|Iraqi Iraqis; IE|Irish;
  IL|Israeli Israelis; IT|Italian Italians; JM|Jamaican; JP|Japanese; JO|Jordanian Jordanians;
  KZ|Kazakh Kazakhs; KE|Kenyan Kenyans; XK|Kosovar Kosovars; KW|Kuwaiti; KG|Kyrgyz; LA|Lao Laotian;
  LV|Latvian Latvians; LB|Lebanese; LY|Libyan Libyans; LT|Lithuanian Lithuanians; MO,Macau,Macao|;
  MY|Malaysian Malaysians; MV|Maldivian; ML|Malian; MT|Maltese; MX|Mexican Mexicans; MD|Moldovan Moldovans;
  MN|Mongolian Mongolians; ME|Montenegrin; MA|Moroccan Moroccans; MZ|Mozambican; MM,Myanmar,Burma|Burmese;
  NP|Nepali Nepalese; NL,Holland|Dutch; NZ|Kiwi; NI|Nicaraguan Nicaraguans; NG|Nigerian Nigerians;
  KP,DPRK,D.P.R.K.,Democratic People's Republic of Korea,Democratic People’s Republic of Korea|North-Korean;
  NO|Norwegian Norwegians; PK|Pakistani Pakistanis;
  PS,Palestine,State of Palestine|Palestinian Palestinians; PA|Panamanian; PY|Paraguayan;
  PE|Peruvian Peruvians; PH|Philippine Filipino Filipinos; PL|Polish Poles; PT|Portuguese;
  QA|Qatari Qataris; RO|Romanian Romanians; RU,Russian Federation|Russian Russians; RW|Rwandan;
  SA,KSA|Saudi Saudis; SN|Senegalese; RS|Serbian Serbs; SG|Singaporean Singaporeans; SK|Slovak Slovaks;
  SI|Slovenian; SO|Somali Somalis; ZA|South-African; KR,ROK,R.O.K.,Republic of Korea|South-Korean;
  SS|South-Sudanese; ES|Spanish Spaniards; LK|Sri-Lankan; SD|Sudanese; SE|Swedish Swedes; CH|Swiss;
  SY|Syrian Syrians; TW,Taiwan region|Taiwanese; TJ|Tajik; TZ|Tanzanian; TH|Thai Thais;
  TN|Tunisian Tunisians; TR,Turkey,Türkiye|Turkish Turks; UG|Ugandan Ugandans; UA|Ukrainian Ukrainians;
  AE,UAE,U.A.E.|Emirati Emiratis; GB,UK,U.K.,Britain,Great Britain|British Britons;
  US,US,U.S.,USA,U.S.A.,United States of America,America|American Americans; UY|Uruguayan; UZ|Uzbek;
  VE|Venezuelan Venezuelans; VN,Viet Nam|Vietnamese; YE|Yemeni Yemenis; ZM|Zambian; ZW|Zimbabwean
`;
/** CLDR region codes that are no countries, or whose name is mostly something else (a person, a state, a word). */
const LEFT_OUT = new Set(
  'AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ GE GG IM JE BV IO SJ TF UM HM'.split(' '),
);

interface Country {
  /** The country's English name in the CLDR. */
  country: string;
  /** Whether the word is what comes from the country ("Dutch") rather than the country. */
  demonym: boolean;
}

/** Every spelling of a country or of what comes from it, as written. */
export const COUNTRIES: ReadonlyMap<string, Country> = readCountries();
/** The Chinese names among them, longest first, so that 南苏丹 is not read as 苏丹. */
export const HAN_COUNTRIES: readonly string[] = [...COUNTRIES.keys()]
  .filter((name) => /^\p{Script=Han}+$/u.test(name))
  .sort((a, b) => b.length - a.length);

function readCountries(): Map<string, Country> {
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const chinese = new Intl.DisplayNames(['zh'], { type: 'region', fallback: 'none' });
  const countries = new Map<string, Country>();
  for (const code of regionCodes()) {
    const country = english.of(code);
    if (country === undefined) continue;
    for (const name of [country, chinese.of(code) ?? country]) {
      // "Myanmar (Burma)", "Hong Kong SAR China": people use the plain name.
      const plain = name.replace(/ \(.*\)$| SAR China$|^中国(?=.+特别行政区)|特别行政区$/gu, '');
      countries.set(plain, { country, demonym: false });
      countries.set(plain.replace('&', 'and'), { country, demonym: false });
    }
  }
  for (const entry of FURTHER_NAMES.split(';')) {
    const [names = '', demonyms = ''] = entry.trim().split('|');
    const [code = '', ...others] = names.split(',');
    const country = (code === '' ? others[0] : english.of(code)) ?? code;
    for (const name of others) countries.set(name, { country, demonym: false });
    for (const word of demonyms.split(' ').filter((word) => word !== '')) {
      countries.set(word.replace('-', ' '), { country, demonym: true });
    }
  }
  return countries;
}

function regionCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !LEFT_OUT.has(code));
}
