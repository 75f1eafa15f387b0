import { Grammar } from './grammar.js';

/** Characters of the text, at least. */
const LENGTH = 165_000;

/** `<name>` is a number in scope, `<call>` calls one of the last functions. */
const RULES = {
  function:
    'function {verb}_{noun}s({noun}s, {limit}) {\nlet {total} = <digit>;\n<body>return {total};\n}\n\n',
  body: '<line>\n|<line>\n<line>\n|<line>\n<body>',
  simple: '{total} = <value>;|{total} += <value>;|print(<value>);|<call>;',
  branch: 'if|while',
  test: '<name> > <value>|<name> < <value>|<name> === <digit>',
  value: '<name>|<name> + <name>|<name> * <digit>|<call>|<digit>',
  digit: '0|1|2|5|10|100',
  verb: 'count|sort|sell|find|pack|wash|move',
  noun: 'apple|pear|plum|coin|wheel|letter|ship',
  total: 'total|best|last|sum|left',
  limit: 'limit|size|start|step',
};

/** A program of functions, whose names come back in blocks within blocks. */
export function program() {
  /** @type {string[]} */
  const functions = [];
  let depth = 0;
  let isInLoop = false;
  const grammar = new Grammar(1997, {
    ...RULES,
    name: () => grammar.any(['{total}', '{limit}', '{noun}'].slice(0, isInLoop ? 3 : 2)),
    call: () => `${grammar.any(functions.slice(-6)) ?? 'print'}({noun}s, <name>)`,
    line: () => (depth < 3 && grammar.below(5) < 2 ? block() : '<simple>'),
  });
  /** A condition or a loop around further lines. */
  const block = () => {
    const wasInLoop = isInLoop;
    isInLoop ||= grammar.below(2) === 0;
    const head = isInLoop === wasInLoop ? '<branch> (<test>)' : 'for (const {noun} of {noun}s)';
    depth++;
    const text = grammar.fill(`${head} {\n<body>}`);
    depth--;
    isInLoop = wasInLoop;
    return text;
  };
  let text = '';
  while (text.length < LENGTH) {
    grammar.forget();
    text += grammar.write('function');
    functions.push(grammar.fill('{verb}_{noun}s'));
  }
  return text.replace(/^.+$/gm, (line) => {
    if (line === '}') depth--;
    const indented = '  '.repeat(depth) + line;
    if (line.endsWith('{')) depth++;
    return indented;
  });
}
