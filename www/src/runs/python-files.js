/** The programs of an exported folder, which are loaded with it. */

import charModel from '../../../python/char_model.py?raw';
import train from '../../../python/train.py?raw';

export const pythonFiles = { 'char_model.py': charModel, 'train.py': train };
