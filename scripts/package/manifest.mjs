/** The package's custom-elements.json, which editors and catalogues read. */

import * as tag from './tag.mjs';

/** @param {string} name of a type, or the type itself */
const type = (name) => ({ text: tag.namedTypes[name] ?? name });

/** The entries of the package; the first one declares the class for both. */
const MODULES = ['dist/lstm-playground.js', 'dist/lstm-playground.all.js'];

function declaration() {
  return {
    kind: 'class',
    name: tag.className,
    description: tag.summary,
    superclass: { name: 'HTMLElement' },
    customElement: true,
    tagName: tag.tagName,
    attributes: tag.attributes.map(({ name, type: text, description, default: initial }) => {
      const fieldName = tag.properties.some((property) => property.name === name)
        ? name
        : undefined;
      return { name, type: type(text), description, default: initial, fieldName };
    }),
    members: [
      ...tag.properties.map(({ name, type: text, description }) => ({
        kind: 'field',
        name,
        type: type(text),
        description,
      })),
      ...tag.methods.map(({ name, parameters = [], result, description }) => ({
        kind: 'method',
        name,
        parameters: parameters.map(({ name, type: text, optional }) => ({
          name,
          type: type(text),
          optional,
        })),
        return: { type: type(`Promise<${result}>`) },
        description,
      })),
    ],
    events: tag.events.map(({ name, type: detail, description }) => ({
      name,
      type: type(`CustomEvent<${detail}>`),
      description,
    })),
    slots: tag.slots,
    cssParts: tag.parts,
    cssProperties: tag.customProperties,
  };
}

export function manifest() {
  const [main, ...others] = MODULES;
  const exported = { name: tag.className, module: main };
  const exports = [
    { kind: 'js', name: tag.className, declaration: exported },
    { kind: 'custom-element-definition', name: tag.tagName, declaration: exported },
  ];
  return {
    schemaVersion: '2.1.0',
    modules: [
      { kind: 'javascript-module', path: main, declarations: [declaration()], exports },
      ...others.map((path) => ({ kind: 'javascript-module', path, exports })),
    ],
  };
}
