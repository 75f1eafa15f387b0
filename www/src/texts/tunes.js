import { Grammar } from './grammar.js';

/** Characters of the text, at least. */
const LENGTH = 100_000;

/** The notes of two octaves, from low to high. */
const SCALE = [...'CDEFGABcdefgab'];
/** Each metre with the lengths of the notes in its bars, in eighths. */
const METRES = [
  ['2/4', '22', '211', '112', '1111'],
  ['3/4', '222', '42', '2211', '411'],
  ['4/4', '2222', '422', '221111', '44'],
  ['6/8', '3111', '111111', '2121', '33'],
];
/** Each key with the place of its first note in the scale. */
const KEYS = ['C7', 'D1', 'F3', 'G4', 'Am5', 'Em2'];

const TITLES = {
  title: "The <mood> <who>|The <who>'s <dance>|The <mood> <dance>",
  mood: 'Merry|Lonely|Sleepy|Golden',
  who: 'Miller|Sailor|Piper|Magpie',
  dance: 'Jig|Reel|Waltz|March',
};

/** Tunes in ABC notation: their bars add up to the metre, and their phrases return. */
export function tunes() {
  const grammar = new Grammar(1997, TITLES);
  let text = '';
  for (let number = 1; text.length < LENGTH; number++) {
    const [metre, ...rhythms] = grammar.any(METRES);
    const key = grammar.any(KEYS);
    const tonic = Number(key.slice(-1));
    let place = tonic;
    /** Two bars. */
    const phrase = () =>
      [0, 1]
        .map(() =>
          grammar.any(rhythms).replace(/./g, (length) => {
            place = Math.max(0, Math.min(13, place + grammar.below(5) - 2));
            return SCALE[place] + (length === '1' ? '' : length);
          }),
        )
        .join('|');
    /** Four phrases, of which the third is the first again, and the last ends on the key's note. */
    const part = () => {
      const first = phrase();
      const end = `${SCALE[tonic]}${(Number(metre[0]) * 8) / Number(metre[2])}`;
      return `|:${first}|${phrase()}|${first}|${phrase().replace(/\|.*/, `|${end}`)}:|`;
    };
    const head = `X:${number}\nT:${grammar.write('title')}\nM:${metre}\nL:1/8\nK:${key.slice(0, -1)}`;
    text += `${head}\n${part()}\n${part()}\n\n`;
  }
  return text;
}
