/**
 * A lesson: one claim about LSTMs as an experiment of a few steps, with the reader's own figures.
 *
 * @typedef {import('../shared/protocol.js').Clamp} Clamp
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').LagSource} LagSource
 * @typedef {import('./lab.js').Lab} Lab
 *
 * @typedef {'share' | 'bits' | 'number' | 'power' | 'count' | 'letter'} Format of a figure: a share of
 *   1, bits a letter, a number of a few digits, a number of any size, a whole number, a letter or a
 *   piece of text
 *
 * @typedef {Record<string, any>} Figures by name: numbers, texts, and arrays of numbers for pictures
 *
 * @typedef {object} RaceAct
 * @property {Partial<Config>[]} entries the settings in which each differs from the lesson's
 * @property {number} steps
 * @property {number} seeds
 * @property {boolean} isEqual true to give every entry about as many weights as the first has
 *
 * @typedef {object} Choice of the letter and the unit that the views show
 * @property {number} [index] of the letter, from 0
 * @property {number} [unit]
 * @property {string} [quantity]
 * @property {number} [layer]
 *
 * @typedef {(
 *   { train: number } |
 *   { model: string, train: number } |
 *   { set: Partial<Config> } |
 *   { clamp: Clamp[] } |
 *   { choose: Choice } |
 *   { race: RaceAct } |
 *   { rates: true } |
 *   { open: string }
 * )} Act what a person can do by hand: train up to a step (0 makes the network); start from a model
 *   file, which has the weights of training up to a step; change settings, which the next training
 *   starts with; clamp, and with an empty list release; choose a letter and a unit; race; test
 *   learning rates; open a tab. A new network has no clamps.
 *
 * @typedef {object} Step
 * @property {string} say the key of its strings
 * @property {(figures: Figures) => 0 | 1 | 2} [ask] the right one of the three answers, by the
 *   reader's own figures; present where the strings have a question
 * @property {Act[]} [do] in order
 * @property {(lab: Lab) => Promise<Figures>} [see] the figures of this step, from numbers that the
 *   product computes
 *
 * @typedef {object} Bar
 * @property {string} name a key of the picture's names, or a name that needs no translation
 * @property {number} value
 * @property {Format} format
 *
 * @typedef {object} Line
 * @property {string} name as a bar's
 * @property {number[]} x
 * @property {number[]} y
 *
 * @typedef {(
 *   { kind: 'bars', bars: Bar[], high: number } |
 *   { kind: 'lines', xName: string, yName: string, lines: Line[], isLog?: boolean }
 * )} Picture `high` is the value at the end of the scale; `xName` and `yName` are keys as names are
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} [preset] the id of an example text; exactly one of this, `task` and `text`
 * @property {LagSource} [task] a task that needs memory
 * @property {() => string} [text]
 * @property {Partial<Config>} config the settings that differ from the suggestions
 * @property {string} panels as in the tag's attribute
 * @property {string} [tab] the view that is open at first
 * @property {Record<string, Format>} figures the formats of the figures that texts name
 * @property {string} key the figure in the line to copy
 * @property {Step[]} steps
 * @property {(figures: Figures) => boolean} verdict true where the claim comes true
 * @property {(figures: Figures) => Picture} picture
 */

export {};
