/** Gives the setup of the page away. This code is loaded when it is first used. */

import { formatWhole } from '../lib/format.js';
import { setupOf } from '../links/setup.js';
import { snippetOf } from '../links/snippet.js';
import { learntOf } from '../runs/learnt.js';
import { ShareView } from '../views/links/share-view.js';
import dialogCss from './styles/dialog.css?inline';
import css from './styles/share.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';

/**
 * @typedef {import('../links/snippet.js').Script} Script
 * @typedef {import('../views/links/share-view.js').Size} Size
 * @typedef {import('./widget.js').Widget} Widget
 */

const sheets = sheetsOf(dialogCss, css);

/** Milliseconds in which a button says that it has copied. */
const TOLD = 2000;
/** The panels of a small tag. */
const SMALL = ['text', 'sample', 'curve'];

const ONE_FILE = 'lstm-playground.all.js';
const SEVERAL_FILES = 'lstm-playground.js';
/** Stands for the folder of a page that is on no host. */
const NO_FOLDER = 'https://your.host/lstm-playground/';

/** A version in the address of a folder, whose files stay the same. */
const VERSION = /[/@]v?\d+\.\d+\.\d+[^/]*\//;

const NO_HOST =
  'This page is on no host: write the address of a playground in place of your.host, twice.';
const ON_DISK = 'This page is on no host: its link opens on this computer alone.';
const PINNED =
  'The integrity lets in this version of the script alone: with the address of another, take its integrity too.';
const FOLLOWS = 'The tag follows this address: it changes when the playground there does.';
const NO_HTML =
  'The text has a letter that HTML cannot hold, U+0000: give the link, or a text without it.';
const COPIED = 'Copied.';
const BY_HAND = 'The browser does not let the page copy: copy what is selected.';
const NOT_TRAINED = 'It has learnt nothing yet: train it first.';
const OWN_WAY =
  'Its text, its learning rate or the weights that it began with have changed on the way: the link alone does not lead to these weights.';

/**
 * Opens the dialog that has the link of a setup, and more.
 *
 * @param {HTMLElement} place of the dialog
 * @param {Widget} widget
 */
export async function share(place, widget) {
  let link, setup;
  try {
    link = await widget.link();
    setup = await setupOf(widget.session.draft);
  } catch (error) {
    widget.session.reportUntold(error);
    return;
  }
  // A second click while the code was loading has opened one.
  if (!place.isConnected || place.querySelector('dialog.share')) return;
  const status = link.startsWith('file:') ? ON_DISK : '';
  new SharePanel(place, widget, { link, setup, status });
}

/**
 * Copies a text, at once, for some browsers let a page copy only within the click. The button says so.
 *
 * @param {HTMLButtonElement} button
 * @param {string} text
 * @returns {Promise<boolean>} false where the browser does not let the page
 */
async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  const label = button.textContent;
  if (label === 'Copied') return true; // the second of two clicks
  button.style.minWidth = `${button.offsetWidth}px`; // nothing moves
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = label), TOLD);
  return true;
}

/** The dialog that gives a setup away; it leaves the document when it is closed. */
class SharePanel {
  #session;
  #view;
  #link;
  #setup;
  #folder;
  /** @type {Script} */
  #script;
  /** @type {Size} */
  #size = 'small';
  /** @type {Awaited<ReturnType<typeof learntOf>>} */
  #learnt;
  /** The answer to the question for the hash. */
  #answer = '';
  #status = '';

  /**
   * @param {HTMLElement} place
   * @param {Widget} widget
   * @param {{link: string, setup: import('../links/setup.js').Setup, status: string}} content
   */
  constructor(place, { session }, { link, setup, status }) {
    adopt(place, sheets);
    this.#session = session;
    this.#link = link;
    this.#setup = setup;
    this.#folder = /^https?:/.test(link) ? new URL('.', link).href : NO_FOLDER;
    this.#script = { src: this.#folder + SEVERAL_FILES };
    this.#view = new ShareView({
      copy: async (button, text) => {
        this.#tell('');
        this.#tell((await copied(button, text)) ? COPIED : BY_HAND);
      },
      size: (size) => {
        this.#size = size;
        this.#update();
      },
      compare: () => void this.#compare(),
      close: () => this.#view.element.remove(),
    });
    place.append(this.#view.element);
    this.#tell(status);
    this.#view.show();
    void this.#load();
  }

  /** Learns where the script is, and what the network has learnt. */
  async #load() {
    if (this.#folder !== NO_FOLDER) {
      const integrity = await integrityIn(this.#folder);
      const pinned = VERSION.test(new URL(this.#folder).pathname) ? integrity : undefined;
      if (integrity) this.#script = { src: this.#folder + ONE_FILE, integrity: pinned };
    }
    await this.#take();
  }

  async #take() {
    this.#learnt = await learntOf(this.#session).catch(() => undefined); // the error is reported
    this.#update();
  }

  async #compare() {
    await this.#take();
    const { step = 0, hash } = this.#learnt ?? {};
    const written = hash?.replaceAll(/(....)(?=.)/g, '$1 ');
    this.#answer = written ? `Step ${formatWhole(step)}: ${written}` : step ? OWN_WAY : NOT_TRAINED;
    this.#update();
  }

  /** @param {string} status of the last copy */
  #tell(status) {
    this.#status = status;
    this.#update();
  }

  #update() {
    const isOnHost = this.#folder !== NO_FOLDER;
    const setup = { ...this.#setup, panels: this.#size === 'small' ? SMALL : undefined };
    const snippet = snippetOf(setup, {
      script: this.#script,
      link: isOnHost ? this.#link : `${NO_FOLDER}index.html${new URL(this.#link).hash}`,
      learnt: this.#learnt?.step ? this.#learnt : undefined,
    });
    const about = isOnHost ? (this.#script.integrity ? PINNED : FOLLOWS) : NO_HOST;
    const shown = { size: this.#size, answer: this.#answer, status: this.#status };
    this.#view.update({ link: this.#link, snippet, note: snippet ? about : NO_HTML, ...shown });
  }
}

/**
 * The integrity of the tag in one file.
 *
 * @param {string} folder
 * @returns {Promise<string | undefined>} undefined where the folder does not tell it
 */
async function integrityIn(folder) {
  try {
    const table = await (await fetch(`${folder}integrity.json`)).json();
    const integrity = String(table[ONE_FILE]);
    return /^sha384-[\w+/=]+$/.test(integrity) ? integrity : undefined;
  } catch {
    return undefined;
  }
}
