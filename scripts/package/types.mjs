/** The types of the package, in one file, which prettier has to lay out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplingHelp, settingHelp } from '../../www/src/settings/help.js';
import { attributeOf, samplingOptions, settings } from '../../www/src/settings/settings.js';
import * as tag from './tag.mjs';

const root = join(import.meta.dirname, '../..');

/** Interfaces of the boundary to Rust that the tag passes on. */
const PASSED_ON = ['StepReport', 'TextReading', 'LayerReading'];

/** @param {string} text */
const comment = (text) => `/** ${text} */`;

/** @param {string} name */
const key = (name) => (/^[a-zA-Z]+$/.test(name) ? name : `'${name}'`);

/**
 * @param {string} head its kind, name and ancestor
 * @param {string} help
 * @param {string[]} members
 */
const declare = (head, help, members) =>
  [comment(help), `export ${head} {`, ...members, '}'].join('\n');

/**
 * @param {import('../../www/src/settings/setting.js').Setting[]} list
 * @param {import('../../www/src/settings/help.js').Help} help
 * @param {'?' | ''} optional
 */
const fields = (list, help, optional) =>
  list.flatMap((setting) => [
    comment(tag.described(setting, help[setting.name].help)),
    `${setting.name}${optional}: ${tag.typeOf(setting)};`,
  ]);

function passedOn() {
  const boundary = readFileSync(join(root, 'www/pkg/lstm_playground.d.ts'), 'utf8');
  return PASSED_ON.map((name) => {
    const found = new RegExp(`^/\\*\\*(?:(?!\\*/).)*\\*/\nexport interface ${name} .*?^}`, 'ms');
    const text = found.exec(boundary)?.[0];
    if (!text) throw new Error(`www/pkg/lstm_playground.d.ts must have ${name} and does not`);
    return text;
  });
}

/** A setting is a number in a property, and may be written as text in an attribute. */
const attributeType = (/** @type {string} */ type) => {
  if (type === 'boolean') return "boolean | ''";
  return type === 'number' ? 'number | string' : type;
};

function attributes() {
  return tag.attributes.flatMap(({ name, type, description }) => [
    comment(description),
    `${key(name)}?: ${attributeType(type)} | null;`,
  ]);
}

/** The settings as renderers write them, `hiddenSize`, where the attribute has another name. */
function camelCase() {
  return settings
    .filter(({ name }) => attributeOf(name) !== name)
    .map((setting) => `${setting.name}?: ${attributeType(tag.typeOf(setting))} | null;`);
}

function members() {
  const properties = tag.properties.flatMap(({ name, type, set, description }) => [
    comment(description),
    `get ${name}(): ${type};`,
    `set ${name}(value: ${set});`,
  ]);
  const methods = tag.methods.flatMap(({ name, parameters = [], result, description }) => {
    const list = parameters.map(
      ({ name, type, optional }) => `${name}${optional ? '?' : ''}: ${type}`,
    );
    return [comment(description), `${name}(${list.join(', ')}): Promise<${result}>;`];
  });
  return [...properties, ...methods];
}

/** @param {(name: string, event: string) => string} member of an event, by the type of the event */
const eventMembers = (member) =>
  tag.events.flatMap(({ name, type, description }) => [
    comment(description),
    member(name, `CustomEvent<${type}>`),
  ]);

/** Properties that are no attributes. */
function assigned() {
  const isAttribute = (/** @type {string} */ name) =>
    tag.attributes.some((one) => one.name === name);
  return tag.properties
    .filter(({ name }) => !isAttribute(name))
    .map(({ name, set }) => `${name}?: ${set};`);
}

/** @returns {string} TypeScript */
export function types() {
  const { tagName, className } = tag;
  const details = readFileSync(join(root, 'npm/details.d.ts'), 'utf8').trim();
  const named = Object.entries(tag.namedTypes).map(
    ([name, type]) => `export type ${name} = ${type};`,
  );
  const props = [
    ...assigned(),
    ...camelCase(),
    ...eventMembers((name, event) => `'on${name}'?: (event: ${event}) => void;`), // as in React 19
  ];
  return [
    '/// <reference lib="dom" />',
    ...named,
    declare('interface Config', 'The settings, by name.', fields(settings, settingHelp, '')),
    declare(
      'interface SamplingOptions',
      'The way of sampling.',
      fields(samplingOptions, samplingHelp, '?'),
    ),
    ...passedOn(),
    details,
    declare(`class ${className} extends HTMLElement`, tag.summary, members()),
    `declare global {
      interface HTMLElementTagNameMap {
        '${tagName}': ${className};
      }
      // The events bubble, so the document has them too.
      interface GlobalEventHandlersEventMap {
        ${eventMembers((name, event) => `'${name}': ${event};`).join('\n')}
      }
    }`,
    declare(`interface ${className}Attributes`, 'The attributes.', attributes()),
    declare(
      `interface ${className}Props extends ${className}Attributes`,
      'The attributes, properties and events as renderers give them.',
      props,
    ),
    `// A project without React lacks this module.
    // @ts-ignore
    type ReactAttributes<T> = import('react').HTMLAttributes<T>;
    // @ts-ignore
    type ReactReference<T> = import('react').ClassAttributes<T>;
    // @ts-ignore
    declare module 'react' {
      namespace JSX {
        interface IntrinsicElements {
          '${tagName}': ReactAttributes<${className}> &
            ReactReference<${className}> &
            ${className}Props;
        }
      }
    }`,
  ].join('\n\n');
}
