import { Grammar } from './grammar.js';

/** Characters of the text, at least. */
const LENGTH = 140_000;

/**
 * `<A>` is the hero, one or two people, and `<he>`, `<him>`, `<his>` are the hero's pronouns; `<B>`
 * is the animal that helps. `[a/b]` is a plural and a singular; `[a/b/c]` a verb, plural and singular
 * in the present, and in the past; `[a]` a regular verb. They agree with the last of `<A>`, `<he>`
 * and `<B>`, or the singular `<one>`. `^` makes a capital letter.
 *
 * @type {import('./grammar.js').Rules}
 */
const rules = {
  tale:
    '<open> <have> <loss> <go> <meet> <ask> <answer> <find> <end>|' +
    '<open> <have> <loss> <meet> <ask> <answer> <go> <find> <end>|' +
    '<open> <go> <meet> <have> <loss> <ask> <answer> <find> <end>',
  open: '^<when> <hero> [live] <near>.|^<near> [live] <hero> with <few> {pets}.',
  when: '[far away/far away/<once>]',
  once: 'once|long ago|one winter',
  hero: '[two/a] {mood} {job}[s/] named <A>',
  mood: 'young|poor|proud|kind|lonely|clever|brave|shy|merry|hungry',
  job: 'miller|baker|farmer|painter|tailor|sailor|piper',
  near: '<by> the {home}',
  by: 'behind|beside|near|not far from',
  home: 'mill|bridge|harbour|market|tower|castle',
  few: 'two|three|four|five|seven|nine|many',
  pets: 'hens|bees|cats|mice|ducks|goats',
  food: '<fruit>|<fruit>|<colour> <fruit>|<few> <fruit>',
  fruit: 'apples|nuts|plums|pears|beans|cakes',
  have: '^<he> [have/has/had] a {colour} {thing} that <can>.|^<his> {thing} [is/is/was] {colour} and <can>.',
  can: '[can/can/could] {trick}',
  colour: 'red|blue|green|golden|wooden|silver|tiny|heavy',
  thing: 'kettle|lantern|drum|clock|boat|coat|basket|flute|mirror|kite|bell',
  trick: 'sing|whistle|float|fly|dance|talk|glow|snore|make tea',
  loss:
    '^<time> <one>a {robber} [take/takes/took] it <way>.|^<time> the {thing} [is/is/was] gone.|' +
    '^but <time> it [will/will/would] not {trick}.',
  then: '|<time> |soon |then |at last ',
  time: 'one <day>|after <few> <day>s|that <day>',
  day: 'night|morning|evening|Sunday',
  robber: 'magpie|thief|giant|pirate|fox|monkey|dragon',
  hidden:
    'under a <colour> stone|in a hollow tree|<by> the <place>|<by> the <place>|in a sack of <fruit>',
  place: 'hill|river|valley|wall|island|meadow|mountain|cave',
  way: '<over> the <place>',
  over: 'over|through|along|past|round|towards',
  go:
    '^<then><he> [walk] <way><how>.|^<then><A> [pack] <food> and [walk] <way>.|' +
    '^<then><he> [look] <hidden><how>, but in vain.',
  how: '||, singing| all <day>| with {mood} eyes| in the rain',
  meet:
    '^<then><he> [meet/meets/met] a <mood> {animal}.|^<then><he> [see/sees/saw] a <mood> {animal} <hidden>.|' +
    '^<then><one>a <mood> {animal} [come/comes/came] <way><how>.',
  animal: 'bear|hare|goose|crow|toad|wolf|hedgehog|snake|spider|donkey',
  ask:
    '<H>"^<wish>, and <need>," <say> <A>.|' + '^<A> <say>: "^dear {animal}, <wish>, and <need>."',
  wish: '[we/I] want [our/my] {thing}|[our/my] {thing} is gone|a {robber} took [our/my] {thing}',
  need: '[we/I] have no <fruit>|[our/my] {pets} are <mood>|[we/I] cannot {trick}|[we/I] walked <way>',
  say: '[say/says/said]|[whisper]|[answer]|[sigh]|[shout]',
  answer:
    '<one>"^<order>, <order> and look {hidden}," <say> <B>.|' +
    '^<B> <say>: "^<order>, {mood} <H>{job}[s/], and look {hidden}."',
  order: 'go <way>|give me <food>|knock <few> times|ask the {robber}',
  find:
    '^<then><he> [find/finds/found] <his> {colour} {thing} {hidden}.|' +
    '^<then><one>the {thing} [lie/lies/lay] there, {colour} as <ever>.|' +
    '^<then><B> [bring/brings/brought] the {thing} back.',
  ever: 'ever|before|new',
  end:
    '^since then <A> [have/has] never been <mood>.|^now the {thing} can {trick} again.|' +
    '^every <day> <he> [give/gives/gave] <B> <food>.|^<B> still [live] <near>.',
};

const MEN = 'Tom Ben Hugo Jonas Karl Peter Oscar Felix'.split(' ');
const WOMEN = 'Anna Mia Rosa Lily Ida Nora Clara Greta'.split(' ');
/** The pronouns of two people, a woman, a man. */
const PRONOUNS = ['they them their', 'she her her', 'he him his'].map((all) => all.split(' '));

/** Tales in the present and in the past, of one or two heroes. */
export function tales() {
  let isPast = false;
  let isPlural = false;
  let kind = 0;
  let name = '';

  /** @param {string[]} forms */
  const form = ([first, second, third]) => {
    if (third !== undefined) return isPast ? third : isPlural ? first : second;
    if (second !== undefined) return isPlural ? first : second;
    if (isPast) return first + (first.endsWith('e') ? 'd' : 'ed');
    return isPlural ? first : first + (/sh$/.test(first) ? 'es' : 's');
  };
  /**
   * @param {string} text
   * @param {boolean} plural
   */
  const subject = (text, plural) => {
    isPlural = plural;
    return text;
  };
  /** @param {string} text */
  const hero = (text) => subject(text, kind === 0);
  const roles = {
    A: () => hero(name),
    H: () => hero(''),
    he: () => hero(PRONOUNS[kind][0]),
    him: () => PRONOUNS[kind][1],
    his: () => PRONOUNS[kind][2],
    B: () => subject('the {animal}', false),
    one: () => subject('', false),
  };
  const grammar = new Grammar(2026, { ...rules, ...roles }, form);
  let text = '';
  while (text.length < LENGTH) {
    isPast = grammar.below(3) > 0;
    kind = grammar.below(3);
    const [he, she] = [grammar.any(MEN), grammar.any(WOMEN)];
    name = [`${he} and ${she}`, she, he][kind];
    isPlural = kind === 0;
    grammar.forget();
    text += `${grammar.write('tale')}\n\n`.replace(/\^(.)/g, (_, letter) => letter.toUpperCase());
  }
  return text;
}
