// Rules of ESLint for what runs in a reader's browser: no text becomes markup or code there, and
// nothing is loaded or sent but by the files named here. eslint.config.js has them for the sources, and
// tests/scripts/sinks.test.js for the bundles.

const regExp = (/** @type {string[]} */ names) => `/^(${names.join('|')})$/`;

/** Properties that take markup, code or the address of code. */
const PROPERTIES = regExp([
  ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'setHTML', 'setHTMLUnsafe'],
  ...['parseHTML', 'parseHTMLUnsafe', 'createContextualFragment', 'parseFromString'],
  ...['execCommand', 'execScript', 'setInnerHTML', 'dangerouslySetInnerHTML', 'sendBeacon'],
]);
/** Classes and functions that make markup or code of a text, or that send something. */
const MADE = regExp([
  ...['DOMParser', 'Function', 'XSLTProcessor', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
  ...['WebTransport', 'RTCPeerConnection', 'SharedWorker', 'Image', 'Audio', 'importScripts'],
]);
/** Elements that load something or run it. */
const ELEMENTS = regExp([
  ...['script', 'iframe', 'frame', 'object', 'embed', 'base', 'meta', 'style', 'template'],
  ...['img', 'image', 'video', 'audio', 'source', 'track', 'foreignObject', 'animate'],
]);

/** @param {string} selector @param {string} message */
const forbidden = (selector, message) => ({ selector, message });

/** @type {import('eslint').Linter.RulesRecord} */
export const withoutSinks = {
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  'no-restricted-syntax': [
    'error',
    forbidden(`MemberExpression[property.name=${PROPERTIES}]`, 'A text never becomes markup.'),
    forbidden(
      `MemberExpression[computed=true][property.value=${PROPERTIES}]`,
      'A text never becomes markup.',
    ),
    forbidden(`Property[key.name=${PROPERTIES}]`, 'A text never becomes markup.'),
    forbidden(
      'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
      'A text never becomes markup.',
    ),
    forbidden(`:matches(NewExpression, CallExpression)[callee.name=${MADE}]`, 'Not used here.'),
    forbidden(
      `NewExpression[callee.property.name=${MADE}]`,
      'Nothing is loaded or sent in this way.',
    ),
    forbidden(
      'CallExpression[callee.property.name="setAttribute"][arguments.0.value=/^(style|on.*|href|src)$/i]',
      'A strict policy refuses it; element.style and addEventListener it does not.',
    ),
    forbidden(
      `CallExpression > Literal.arguments[value=${ELEMENTS}]`,
      'No element that loads or runs something is made.',
    ),
    forbidden(
      'AssignmentExpression[left.property.name="src"]:not([left.object.type="ThisExpression"])',
      'Nothing is loaded by an address in a property.',
    ),
    forbidden(
      'ImportExpression:not([source.type="Literal"])',
      'Only code whose name is known is loaded.',
    ),
    forbidden(
      'CallExpression[callee.property.name="createPolicy"]:not([arguments.0.value="lstm-playground"])',
      'The one policy of Trusted Types has the name lstm-playground.',
    ),
  ],
};

/** The only modules that ask a network for something, each for one thing. */
export const MAY_FETCH = [
  'www/src/runs/wasm-bytes.js', // the engine
  'www/src/lessons/model-bytes.js', // the network of the lessons
  'www/src/element/share-panel.js', // the integrity of the script in a snippet
  'www/src/files/file-bytes.js', // what the page's author names
];
