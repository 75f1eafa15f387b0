/** Letters of languages, for the guess of an encoding. */

/**
 * Latin letters beyond ASCII, the most frequent of a language or of related ones first, by the
 * ASCII letters that the language hardly uses.
 */
export const alphabets = {
  _: 'äöüåøæßé ëéïèöü ęłóążśćńź',
  kw: 'éàèêçùâîûôœïë óíáéñúü ãçáéíóõêâúàô àéèòùìíóúçï',
  qwx:
    'áíðöéúóþýæ íáéýěčřšžůúťóďň áíéýčžúšťľóňôďä áéöőóüíúű ăîâșțşţ čšžćđ ıüşçğöâ ' +
    'ėįšžųąčęū āīēšūžņļčģķ äõüöšž',
};

/** The most frequent letters of other alphabets. */
export const letters = 'оеаинтсрвлкмдαοιετσνηυρπיוהלארתבשמالينمرتوبهานรก่เองม';

/** Frequent characters of Chinese and Japanese, and frequent syllables of Korean. */
export const frequent =
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去好' +
  '這來國個說們為時會後對日本見言' +
  '이다의는에을가고하지한은로기사를도자시인서어그나리';
