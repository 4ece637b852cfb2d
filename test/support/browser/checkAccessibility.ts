import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const IMPACTS = ['serious', 'critical'];

/**
 * Fails for what keeps people out who see, hear or point otherwise. Mail itself is not judged: others have written it.
 * @throws Error that names each rule that is broken, and where
 */
export async function checkAccessibility(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  const told = violations
    .filter(({ impact }) => impact && IMPACTS.includes(impact))
    .map(({ id, help, nodes }) => {
      const places = nodes.map(({ html, failureSummary }) => `  ${html}\n    ${failureSummary ?? ''}`);
      return `${id}: ${help}\n${places.join('\n')}`;
    });
  if (told.length > 0) throw new Error(`${page.url()} keeps people out:\n${told.join('\n')}`);
}
