// Prints the versions of the browsers that the tests drive.

import { engineNames, missingPrograms, openBrowser } from './webdriver.mjs';

for (const name of engineNames) {
  const missing = missingPrograms(name);
  if (missing.length > 0) {
    console.log(`${name}: ${missing.join(' and ')} missing`);
  } else {
    const session = await openBrowser(name);
    console.log(`${name} ${session.version}`);
    await session.close();
  }
}
