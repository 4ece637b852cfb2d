import { describe, expect, test } from '@jest/globals';
import { findChromium, type Machine } from '../../support/browser/findChromium.ts';

const CHROME_OF_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const machine = (installed: readonly string[], env: Machine['env'] = {}, platform = 'linux'): Machine => ({
  env: { PATH: '/usr/local/bin:/usr/bin', ...env },
  platform,
  exists: (path) => installed.includes(path),
});

describe('the browser to test with', () => {
  test.each<[string, Machine, string]>([
    [
      'is the one that CHROMIUM_PATH names, whatever else there is',
      machine(['/opt/chrome', '/usr/bin/chromium'], { CHROMIUM_PATH: '/opt/chrome' }),
      '/opt/chrome',
    ],
    [
      'is Chromium on PATH rather than Chrome',
      machine(['/usr/local/bin/google-chrome', '/usr/bin/chromium']),
      '/usr/bin/chromium',
    ],
    [
      'is Chrome where there is no Chromium',
      machine(['/usr/bin/google-chrome-stable']),
      '/usr/bin/google-chrome-stable',
    ],
    ['is the application of a Mac', machine([CHROME_OF_MAC], {}, 'darwin'), CHROME_OF_MAC],
    [
      'is looked for where CHROMIUM_PATH is empty',
      machine(['/usr/bin/chromium'], { CHROMIUM_PATH: '' }),
      '/usr/bin/chromium',
    ],
  ])('%s', (_, given, expected) => {
    expect(findChromium(given)).toBe(expected);
  });

  test('that is missing has its absence told with what to install, and the variable that names one', () => {
    expect(() => findChromium(machine([]))).toThrow(/apt-get install chromium.*CHROMIUM_PATH/);
    expect(() => findChromium(machine([CHROME_OF_MAC]))).toThrow(/not found/);
  });

  test('that CHROMIUM_PATH names and is not there is not replaced by another', () => {
    const given = machine(['/usr/bin/chromium'], { CHROMIUM_PATH: '/opt/none' });
    expect(() => findChromium(given)).toThrow('CHROMIUM_PATH is /opt/none');
  });
});
