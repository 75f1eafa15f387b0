/** The types of the package, in one file. */

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

/** @param {string[]} lines */
const indented = (lines) => lines.map((line) => `  ${line}`).join('\n');

/** @param {string} name */
const key = (name) => (/^[a-zA-Z]+$/.test(name) ? name : `'${name}'`);

/**
 * @param {string} name
 * @param {string} help
 * @param {string[]} members
 */
const interfaceOf = (name, help, members) =>
  `${comment(help)}\nexport interface ${name} {\n${indented(members)}\n}`;

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

/** @param {string} indent */
const eventMap = (indent) =>
  tag.events
    .map(
      ({ name, type, description }) => `${comment(description)}\n'${name}': CustomEvent<${type}>;`,
    )
    .join('\n')
    .replaceAll(/^/gm, indent);

function handlers() {
  return tag.events.flatMap(({ name, type, description }) => [
    comment(description),
    `'on${name}'?: (event: CustomEvent<${type}>) => void;`,
  ]);
}

export function types() {
  const { tagName, className } = tag;
  const details = readFileSync(join(root, 'npm/details.d.ts'), 'utf8').trim();
  const named = Object.entries(tag.namedTypes).map(
    ([name, type]) => `export type ${name} = ${type};`,
  );
  return `${[
    '/// <reference lib="dom" />',
    ...named,
    interfaceOf('Config', 'The settings, by name.', fields(settings, settingHelp, '')),
    interfaceOf(
      'SamplingOptions',
      'The way of sampling.',
      fields(samplingOptions, samplingHelp, '?'),
    ),
    ...passedOn(),
    details,
    interfaceOf('LstmPlaygroundAttributes', `The attributes of \`<${tagName}>\`.`, attributes()),
    `${comment(tag.summary)}\nexport class ${className} extends HTMLElement {\n${indented(members())}\n}`,
    `declare global {
  interface HTMLElementTagNameMap {
    '${tagName}': ${className};
  }
  // The events bubble, so the document has them too.
  interface GlobalEventHandlersEventMap {
${eventMap('    ')}
  }
}`,
    interfaceOf('LstmPlaygroundHandlers', 'The events as React 19 listens to them.', handlers()),
    interfaceOf('LstmPlaygroundNames', 'The settings as renderers write them.', camelCase()),
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
        LstmPlaygroundAttributes &
        LstmPlaygroundNames &
        LstmPlaygroundHandlers & { config?: Partial<Config> | null };
    }
  }
}`,
  ].join('\n\n')}\n`;
}
