/** A country of a locale: places as `zip city`, and how its numbers begin. */
export interface Country {
  readonly iso2: string
  readonly dialling: string
  readonly places: readonly string[]
}

/** The words that companies and people of one language are made of. */
export interface Locale {
  readonly language: 'de' | 'en' | 'fr' | 'pl'
  readonly countries: readonly Country[]
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly streets: readonly string[]
  /** Whether the house number stands before the street. */
  readonly numberFirst: boolean
  readonly trades: readonly string[]
  /** `{last}`, `{other}`, `{trade}` and `{city}` are filled in. */
  readonly companyNames: readonly string[]
  readonly jobTitles: readonly string[]
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim())

const GERMAN: Locale = {
  language: 'de',
  countries: [
    {
      iso2: 'DE',
      dialling: '+49',
      places: words(
        '10115 Berlin,20095 Hamburg,80331 München,50667 Köln,60311 Frankfurt am Main,70173 Stuttgart,04109 Leipzig,90402 Nürnberg,33602 Bielefeld,97070 Würzburg,24103 Kiel,01067 Dresden,48143 Münster,73430 Aalen,88212 Ravensburg',
      ),
    },
    {
      iso2: 'AT',
      dialling: '+43',
      places: words('1010 Wien,8010 Graz,4020 Linz,5020 Salzburg,6020 Innsbruck,3100 St. Pölten'),
    },
    {
      iso2: 'CH',
      dialling: '+41',
      places: words('8001 Zürich,3011 Bern,4051 Basel,6003 Luzern,9000 St. Gallen'),
    },
  ],
  firstNames: words(
    'Anna,Jürgen,Zoë,Björn,Käthe,Matthias,Sophie,Lukas,Hannah,Jörg,Ümit,Franziska,Karl-Heinz,Annegret,Thorsten,Friederike,Sören,Mia,Günther,Liselotte,Ayşe,Emil',
  ),
  lastNames: words(
    'Müller,Schmidt,Weiß,Großmann,Özdemir,Schröder,Köhler,Vogel,Krämer,Böhm,von der Heide,Lüdenscheidt,Hartmann,Meyer-Landrut,Jäger,Bäcker,Schäfer,Fuchs,Straßburger,Yılmaz,Nguyen,Zimmermann',
  ),
  streets: words(
    'Hauptstraße,Bahnhofstraße,Gartenweg,Lindenallee,Am Mühlenbach,Schloßplatz,Industriestraße,Königsallee,Ärztegasse,Zur alten Ziegelei',
  ),
  numberFirst: false,
  trades: words(
    'Maschinenbau,Metallbau,Präzisionstechnik,Druckerei,Getränkehandel,Möbelwerkstätten,Elektrotechnik,Gebäudereinigung,Bürobedarf,Fördertechnik,Gärtnerei,Softwarehaus',
  ),
  companyNames: words(
    '{last} {trade} GmbH,{last} & Söhne KG,{trade} {city} GmbH & Co. KG,{last} und {other} {trade} OHG,{trade} {last} AG,Gebrüder {last} {trade} e.K.',
  ),
  jobTitles: words(
    'Geschäftsführerin,Einkäufer,Leiterin Buchhaltung,Vertrieb Innendienst,Technischer Leiter,Qualitätsprüferin,Disponent,Personalreferentin',
  ),
}

const ENGLISH: Locale = {
  language: 'en',
  countries: [
    {
      iso2: 'GB',
      dialling: '+44',
      places: words(
        'EC1A 1BB London,M1 1AE Manchester,B33 8TH Birmingham,EH1 1YZ Edinburgh,CF10 1EP Cardiff,BS1 4ST Bristol,LS1 4DY Leeds',
      ),
    },
    {
      iso2: 'IE',
      dialling: '+353',
      places: words('D02 X285 Dublin,T12 W8KP Cork,H91 E2K3 Galway,V94 T28R Limerick'),
    },
  ],
  firstNames: words(
    'Oliver,Amelia,Siobhán,George,Isla,Noah,Aoife,Harry,Freya,Rhys,Zara,Mohammed,Saoirse,Charlotte,Ewan,Priya',
  ),
  lastNames: words(
    "O'Connor,Smith,Featherstonehaugh,Taylor-Jones,MacDonald,Ó Súilleabháin,Patel,Wright,Llewellyn,Ashworth,Byrne,Khan,Whittaker,St. John",
  ),
  streets: words(
    'High Street,Station Road,Church Lane,Victoria Avenue,The Green,Mill Lane,Kingsway,Harbour View',
  ),
  numberFirst: true,
  trades: words(
    'Engineering,Logistics,Bakery Supplies,Printing,Instruments,Timber,Consulting,Marine Services,Textiles,Software',
  ),
  companyNames: words(
    '{last} {trade} Ltd,{last} & {other} LLP,{city} {trade} plc,The {last} {trade} Company,{last} Brothers Ltd',
  ),
  jobTitles: words(
    'Managing Director,Buyer,Head of Finance,Account Manager,Operations Lead,Warehouse Supervisor',
  ),
}

const FRENCH: Locale = {
  language: 'fr',
  countries: [
    {
      iso2: 'FR',
      dialling: '+33',
      places: words(
        '75011 Paris,69002 Lyon,13001 Marseille,31000 Toulouse,67000 Strasbourg,44000 Nantes,38000 Grenoble,42000 Saint-Étienne',
      ),
    },
    {
      iso2: 'BE',
      dialling: '+32',
      places: words('1000 Bruxelles,4000 Liège,5000 Namur,7000 Mons'),
    },
  ],
  firstNames: words(
    'Chloé,Jean-François,Zoé,Mathéo,Hélène,Loïc,Anaïs,Gaël,Noémie,Benoît,Françoise,Théo,Maëlle,Aurélien',
  ),
  lastNames: words(
    "Lefèvre,Dubois,d'Hérouville,Béranger,Gauthier,Lemaître,Noël,Rousseau,Garçon,de La Tour-Maubourg,Hanoï,Benali,Fournier,Pélissier",
  ),
  streets: words(
    "rue de la Paix,avenue Général-Leclerc,boulevard Voltaire,place de l'Église,impasse des Mûriers,quai Saint-Antoine,allée des Châtaigniers",
  ),
  numberFirst: true,
  trades: words(
    'Mécanique,Boulangerie,Électricité,Chaudronnerie,Imprimerie,Négoce,Traiteur,Vins et Spiritueux,Informatique,Façades',
  ),
  companyNames: words(
    '{trade} {last} SARL,Établissements {last} et Fils,{last} & {other} SAS,Société {last} SA,{trade} de {city} SAS',
  ),
  jobTitles: words(
    'Gérante,Acheteur,Responsable comptabilité,Chargée de clientèle,Chef d’atelier,Ingénieure méthodes',
  ),
}

const POLISH: Locale = {
  language: 'pl',
  countries: [
    {
      iso2: 'PL',
      dialling: '+48',
      places: words(
        '00-001 Warszawa,31-001 Kraków,90-001 Łódź,50-001 Wrocław,61-001 Poznań,80-001 Gdańsk,40-001 Katowice,87-100 Toruń',
      ),
    },
  ],
  firstNames: words(
    'Łukasz,Małgorzata,Paweł,Agnieszka,Grzegorz,Żaneta,Wojciech,Zofia,Michał,Ewa,Stanisław,Bożena',
  ),
  lastNames: words(
    'Kowalski,Brzęczyszczykiewicz,Wiśniewska,Zając,Dąbrowski,Łukasiewicz,Śliwa,Źrebiec,Wójcik,Nowak-Piątek,Gżegżółka,Ćwikła',
  ),
  streets: words(
    'ul. Długa,ul. Świętokrzyska,al. Niepodległości,ul. Łąkowa,pl. Wolności,ul. Żeromskiego,ul. Kościuszki',
  ),
  numberFirst: false,
  trades: words(
    'Budownictwo,Piekarnia,Odlewnia,Drukarnia,Usługi Transportowe,Zakłady Mięsne,Meble,Oświetlenie',
  ),
  companyNames: words(
    '{trade} {last} Sp. z o.o.,{last} i Synowie s.c.,Przedsiębiorstwo {trade} {city} S.A.,{last} {other} {trade} sp.j.',
  ),
  jobTitles: words(
    'Prezes zarządu,Kupiec,Główna księgowa,Kierownik magazynu,Handlowiec,Technolożka',
  ),
}

export const LOCALES: readonly Locale[] = [GERMAN, GERMAN, GERMAN, ENGLISH, FRENCH, POLISH]

export const SEGMENTS = [
  'A1',
  'EXPORT',
  'KEY',
  'ONLINE',
  'PUBLIC',
  'RETAIL',
  'SERVICE',
  'VIP',
] as const

/** Company names that break what is written for ASCII and 40 characters. */
export const ODD_COMPANY_NAMES: readonly string[] = [
  'Kaffeerösterei Sonnenaufgang ☕ GmbH',
  'شركة النور للتجارة والمقاولات',
  'מאפיית השלום בע״מ',
  'Bäckerei “Zum süßen Eck” 🥨🍰 e.K.',
  'Vereinigte Donaudampfschifffahrtsgesellschaftskapitänsmützenfabriken Groß-Enzersdorf und Umland GmbH',
  'Cooperativa Agrícola «São João da Boa Vista» Ltda.',
  'Ðặng & Nguyễn Xuất Nhập Khẩu',
  'A/B "Comma, Semicolon; Ltd"',
  'Null & Void Trading <Holdings> Ltd',
  "D'Arcy & O'Neill's 100 % Wool Co.",
  '株式会社 山田製作所',
  'Família 👩‍👩‍👧‍👦 Services SARL',
]

/** People whose names break the same things, as `first|last|mailbox`. */
export const ODD_PEOPLE: readonly string[] = [
  'נועה|לוי|noa.levi',
  'محمد|الأحمد|m.alahmad',
  'Nguyễn Thị|Minh Khai|minh.khai',
  'José María|de la Peña y Álvarez de Toledo|jm.delapena',
  'Þórdís|Guðjónsdóttir|thordis',
  'Anna 🌸|Lindqvist|anna.lindqvist',
  '健太|山田|kenta.yamada',
  'Χριστίνα|Παπαδοπούλου|ch.papadopoulou',
]
