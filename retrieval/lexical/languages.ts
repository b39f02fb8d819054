/** What the index knows of each language in Latin script beside English: its stemmer, its stop words, its elisions. */
import { wordSet } from '../../corpus/words.ts';

export interface LatinLanguage {
  /** The name of its Snowball stemmer. */
  stemmer: string;
  /** Words of grammar, folded; absent where none are listed: common words weigh little anyway. */
  stopWords?: ReadonlySet<string>;
  /** What a word may begin with, to be left out. */
  elision?: RegExp;
  /** What people type without accents, as the stemmer needs it. */
  respell?: readonly [RegExp, string];
  /** What the stemmer leaves of some plurals. */
  plural?: RegExp;
  /** Names that the stemmer would cut to another word. */
  names?: RegExp;
}

const NORWEGIAN: LatinLanguage = { stemmer: 'norwegian' };

/** By language (ISO 639-1). */
export const LATIN_LANGUAGES: Readonly<Record<string, LatinLanguage>> = {
  fr: {
    stemmer: 'french',
    elision: /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’]/u,
    respell: [/ite(?=s?$)/u, 'ité'],
    // “lois”, “emplois”, “élus”.
    plural: /(?<=[aiou])s$/u,
    // Gaza is no gas.
    names: /^\p{L}{2,4}a$/u,
    stopWords: wordSet(`
      a ai aie ait alors apres as au aucun aucune aujourd aujourdhui aura aurait auront aussi autre autres aux avaient
      avait avant avec avez avoir avons ayant c car ce ceci cela celle celles celui ces cet cette ceux chez ci combien
      comme comment d dans de deja depuis des dire dit dites dont donc du elle elles en encore entre es est et etaient
      etait etant etc ete etes etre eu eux faire fait font furent fut hui ici il ils j je l la le les leur leurs lors
      lorsque lui m ma mais me meme memes mes moi mon n ne ni non nos notre nous on ont ou par parce pas peu peut
      peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se sera serait seront
      ses si soient soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers voici
      voila vos votre vous y
    `),
  },
  de: {
    stemmer: 'german',
    respell: [/(?<![aeiouyäöüq])([aou])e/gu, '$1'],
    stopWords: wordSet(`
      ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei
      beim bin bis bist da dabei dadurch dafur dagegen daher damit danach dann daran darauf daraus darin daruber darum
      das dass davon dazu dein dem den denen denn der deren des dessen dich die dies diese diesem diesen dieser dieses
      dir doch dort du durch ein eine einem einen einer eines einige er es etwa etwas euch euer fur gegen gegenuber
      gesagt gewesen gibt hab habe haben hat hatte hatten hattest hier hin hinter ich ihm ihn ihnen ihr ihre ihrem
      ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jedoch jene jetzt kann kein keine keinem
      keinen keiner konnen konnte konnten man mehr mein meine mich mir mit mochte muss mussen nach nachdem nicht nichts
      noch nun nur ob oder ohne sagen sagt sagte sagten schon sehr sei seid sein seine seinem seinen seiner seines seit
      selbst sich sie sind so sogar solche soll sollen sollte sollten sondern sonst sowie uber um und uns unser unsere
      unserem unseren unserer unter vom von vor wahrend wann war waren warum was weder weil welche welchem welchen
      welcher welches wem wen wenn wer werde werden weshalb wessen wie wieder will wir wird wo woher wohin wollen
      wollte worden wurde wurden wurdest zu zum zur zwar zwischen
    `),
  },
  es: {
    stemmer: 'spanish',
    respell: [/ion$/u, 'ión'],
    stopWords: wordSet(`
      a ademas ahi ahora al algo alguien algun alguna algunas alguno algunos alla alli ambos ante antes aqui asi aun
      aunque bajo cada casi como con contra cosa cual cuales cuando cuanta cuantas cuanto cuantos cuyo da dan de debe
      deben decir del desde dice dicen dicho dijeron dijo donde dos durante e el ella ellas ellos en entonces entre era
      eran es esa esas ese eso esos esta estaba estaban estamos estan estar estas este esto estos estoy fue fueron ha
      haber habia habian han has hasta hay haya he hemos hizo hubo la las le les lo los mas me mi mientras mis misma
      mismo mucho muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero
      poco por porque pues puede pueden que quien quienes se sea sean segun ser sera seran si sido siempre siendo sin
      sino sobre sois somos son soy su sus tal tambien tampoco tan tanto te tenemos tener tenia ti tiene tienen toda
      todas todo todos tras tu tus u un una unas uno unos usted ustedes va van vez y ya yo
    `),
  },
  it: {
    stemmer: 'italian',
    elision:
      /^(?:[cdlmnstv]|(?:a|da|de|ne|su|co)ll|[dns]egl|[dg]?agl|un|quest|quell|dov|com|cos|tutt|anch)['’]/u,
    stopWords: wordSet(`
      a abbia abbiamo ad agli ai al alla alle allo altra altre altri altro anche ancora avete aveva avevano avuto c che
      chi ci cio come con contro cosa cosi cui da dagli dai dal dalla dalle dallo degli dei del della delle dello dentro
      detto di dice dire dopo dove e ed era erano essere fa fanno fare fra fu gia gli ha hai hanno ho i il in io l la le
      lei li lo loro lui ma mai me mentre mi mia mie miei mio molto ne negli nei nel nella nelle nello no noi non nostra
      nostri nostro o ogni oppure ora per perche pero piu poi prima puo qual quale quali quando quanta quante quanti
      quanto quella quelle quelli quello questa queste questi questo qui se secondo sei sempre senza si sia siamo siano
      sono sopra sotto sta stata state stati stato su sua sue sugli sui sul sulla sulle sullo suo suoi tanto te ti tra
      tu tua tuo tutta tutte tutti tutto un una uno vi voi vostro
    `),
  },
  pt: {
    stemmer: 'portuguese',
    respell: [/cao$/u, 'ção'],
    stopWords: wordSet(`
      a ainda alem algo alguem algum alguma ao aos apos aquela aquele aqueles aquilo as assim ate cada com como contra da
      das de dela dele deles depois desde dessa desse desta deste disse disso diz dizer do dos e ela elas ele eles em
      entre era eram essa essas esse esses esta estao estar estas estava este estes estou eu foi foram ha havia isso
      isto ja la lhe lhes lo mais mas me mesma mesmo meu meus minha muito na nao nas nem nessa nesse nesta neste no nos
      nossa nosso num numa o onde os ou outra outro outros para pela pelas pelo pelos pode podem por porque pra qual
      quais quando quanto quantos que quem quer sao se seja sem sempre sendo ser sera serao seu seus si sido so sob
      sobre sua suas tal tambem tao te tem temos ter teve tinha toda todas todo todos tu um uma umas uns voce voces
    `),
  },
  nl: {
    stemmer: 'dutch',
    stopWords: wordSet(`
      aan al alle alleen alles als altijd andere ben bij daar dan dat de deze die dit doch doen door dus een eens en er
      gaan geen geweest gezegd had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan
      kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op over
      reeds te tegen toch toen tot tussen u uit uw van veel voor waar waarom wanneer want waren was wat we wel welke
      werd werden wie wij wil willen worden wordt zal ze zegt zei zelf zich zij zijn zo zonder zou zouden zullen
    `),
  },
  ca: { stemmer: 'catalan', elision: /^[dlmnst]['’]/u },
  cs: { stemmer: 'czech' },
  da: { stemmer: 'danish' },
  eu: { stemmer: 'basque' },
  fi: { stemmer: 'finnish' },
  ga: { stemmer: 'irish' },
  hu: { stemmer: 'hungarian' },
  nb: NORWEGIAN,
  nn: NORWEGIAN,
  no: NORWEGIAN,
  ro: { stemmer: 'romanian' },
  sl: { stemmer: 'slovene' },
  sv: { stemmer: 'swedish' },
  tr: { stemmer: 'turkish' },
};
