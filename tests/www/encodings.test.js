import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encodingsOf, readingsOf } from '../../www/src/texts/encodings.js';
import { encode } from './support/encode.js';

/** @param {string} text */
const ascii = (text) => new TextEncoder().encode(text);

/** @param {...Uint8Array} parts */
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

for (const [encoding, text] of [
  ['windows-1252', 'café €'],
  ['windows-1252', 'Als sie über die Brücke fuhren, läutete schon die große Glocke.'],
  [
    'windows-1252',
    'Le garçon a mangé sa crème brûlée, puis il est allé à la forêt où il pleuvait.',
  ],
  ['windows-1252', 'El año pasado la niña leyó en español. ¿Quién llamó? ¡Qué alegría!'],
  ['windows-1252', 'Amanhã não irei à lição, porque o irmão está em Lisboa com a avó.'],
  ['windows-1252', 'Perché non c’è più caffè? La città è già sveglia.'],
  ['windows-1252', 'Älven går förbi ön där vi åt räkor på kvällen.'],
  ['windows-1252', '“Well,” she said – and it’s true – “that costs £5.”'],
  ['windows-1250', 'Gdyby śnieg leżał dłużej, dzieci poszłyby na sanki. Zimą noc jest długa.'],
  ['windows-1250', 'Dnes večer přijede strýček, protože se mu líbí náš dům a staré hodiny.'],
  ['windows-1250', 'A szőlő édes, a víz hűvös, és a kút mögött ül egy öreg békakirály.'],
  ['ISO-8859-2', 'Gdyby śnieg leżał dłużej, dzieci poszłyby na sanki. Zimą noc jest długa.'],
  ['windows-1254', 'Küçük kız ağacın altında şarkı söylüyordu, rüzgâr yavaşça esti.'],
  ['windows-1251', 'Вечером снег закрыл дорогу, и поезд пришёл поздно.'],
  ['KOI8-R', 'Вечером снег закрыл дорогу, и поезд пришёл поздно.'],
  ['IBM866', 'Вечером снег закрыл дорогу, и поезд пришёл поздно.'],
  ['windows-1251', 'Уночі пішов дощ, і їжак сховався під листям.'],
  ['windows-1253', 'Το βράδυ η θάλασσα ήταν ήσυχη και το φεγγάρι μεγάλο.'],
  ['windows-1255', 'בערב ירד הגשם והילדים חזרו הביתה בשקט.'],
  ['windows-1256', 'في المساء عاد الأولاد إلى البيت، وكان القمر كبيرا.'],
  ['windows-874', 'เมื่อคืนนี้ฝนตกหนัก เด็กๆ จึงอยู่ในบ้าน'],
  ['GB18030', '昨天晚上下了一场大雨，孩子们都留在家里看书。'],
  ['GB18030', '你好'],
  ['Big5', '昨天晚上下了一場大雨，孩子們都留在家裡看書。'],
  ['Shift_JIS', '昨日の夜は雨が降ったので、子どもたちは家で本を読んだ。'],
  ['EUC-JP', '昨日の夜は雨が降ったので、子どもたちは家で本を読んだ。'],
  ['EUC-KR', '어젯밤에는 비가 많이 와서 아이들은 집에서 책을 읽었다.'],
  ['UTF-16LE', 'AéB'],
  ['UTF-16BE', 'Only Latin letters here.\n'],
  ['UTF-16LE', '昨天晚上下了一场大雨，孩子们都留在家里看书。'],
  ['UTF-16BE', 'Вечером снег закрыл дорогу.'],
]) {
  test(`${encoding} without a mark is guessed: ${text.slice(0, 24)}`, () => {
    const bytes = encode(text, encoding);
    const encodings = encodingsOf(bytes);
    assert.equal(decode(bytes, encodings[0]), text, `read as ${encodings[0]}`);
    assert.ok(encodings.length > 5, 'a guess names the others too');
    assert.ok(encodings.includes(encoding));
    assert.equal(new Set(encodings).size, encodings.length);
  });
}

for (const [what, encoding, mark] of /** @type {const} */ ([
  ['UTF-8', 'UTF-8', [0xef, 0xbb, 0xbf]],
  ['UTF-16, low byte first', 'UTF-16LE', [0xff, 0xfe]],
  ['UTF-16, high byte first', 'UTF-16BE', [0xfe, 0xff]],
])) {
  test(`the mark of ${what} is honoured, and not part of the text`, () => {
    const bytes = join(Uint8Array.from(mark), encode('AéB', encoding));
    assert.deepEqual(encodingsOf(bytes), [encoding]);
    assert.equal(decode(bytes, encoding), 'AéB');
  });
}

for (const [what, text] of [
  ['ASCII', 'only plain letters\n'],
  ['one letter', 'a'],
  ['nothing', ''],
  ['several scripts', 'Grüße, привет, 你好, こんにちは, 안녕, שלום, 😀'],
  ['a U+FFFD', 'a\uFFFDb'],
]) {
  test(`UTF-8 is certain: ${what}`, () => {
    assert.deepEqual(encodingsOf(ascii(text)), ['UTF-8']);
  });
}

test('a few wrong bytes do not hide UTF-8', () => {
  const line = 'Ein süßer Apfel, très bon. Ещё одно яблоко.\n';
  const bytes = join(ascii(line.repeat(3)), Uint8Array.of(0xff), ascii(line.repeat(3)));
  assert.equal(encodingsOf(bytes)[0], 'UTF-8');
  assert.equal(decode(bytes, 'UTF-8').split('\uFFFD').length, 2);
});

test('a letter that is cut at the end of the bytes read does not hide UTF-8', () => {
  const bytes = ascii('größer ü').subarray(0, -1);
  assert.deepEqual(encodingsOf(bytes, true), ['UTF-8']);
  assert.equal(decode(bytes, 'UTF-8', true), 'größer ');
});

test('few letters late in a long file decide', () => {
  const plain = 'A line of plain letters, and one more of them.\n'.repeat(20_000);
  const bytes = join(ascii(plain), encode('Le garçon mange à la forêt.\n', 'windows-1252'));
  assert.equal(encodingsOf(bytes)[0], 'windows-1252');
});

test('the guess is the same for an even and an odd number of bytes before the letters', () => {
  const bytes = encode('Вечером снег закрыл дорогу.', 'KOI8-R');
  for (const start of ['', 'x', 'xy']) {
    assert.equal(encodingsOf(join(ascii(start), bytes))[0], 'KOI8-R');
  }
});

test('readings differ, and show the lines that depend on the encoding', () => {
  const text = `plain\n${'-'.repeat(80)} café ${'-'.repeat(80)}\nplain\nnaïve\n`;
  const readings = readingsOf([encode(text, 'windows-1252')], ['windows-1252', 'KOI8-R', 'UTF-8']);
  assert.deepEqual(
    readings.map(({ encoding }) => encoding),
    ['windows-1252', 'KOI8-R', 'UTF-8'],
  );
  const [{ lines }, koi8, utf8] = readings;
  assert.equal(lines.length, 2);
  assert.match(lines[0], /^-+ café -+$/);
  assert.equal(lines[1], 'naïve');
  assert.equal(koi8.lines[1], 'naОve');
  assert.equal(utf8.lines[1], 'na\uFFFDve');
});

test('of equal readings one is shown', () => {
  const bytes = encode('Grüße', 'windows-1252');
  const readings = readingsOf([bytes], ['windows-1252', 'ISO-8859-15', 'windows-1251']);
  assert.deepEqual(
    readings.map(({ encoding }) => encoding),
    ['windows-1252', 'windows-1251'],
  );
});

test('readings of UTF-16 show its letters', () => {
  const [reading] = readingsOf([encode('one\ntwo é\n', 'UTF-16LE')], ['UTF-16LE']);
  assert.equal(reading.lines[0], 'one');
});
