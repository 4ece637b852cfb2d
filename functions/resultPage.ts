import { createHash } from 'node:crypto';
import type { Response } from '@google-cloud/functions-framework';

/** Tells a person in a browser how something ended. */
export interface ResultPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

/** The address that led here has a code or a state in it: it is neither kept nor told to the next page. */
function keepPrivate(response: Response): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
}

/** The same on the app's own page, which shows it. */
export function sendToApp(response: Response, page: string, result: Readonly<Record<string, string>>): void {
  keepPrivate(response);
  response.redirect(303, `${page}?${new URLSearchParams(result)}`);
}

export function sendResultPage(response: Response, page: ResultPage): void {
  keepPrivate(response);
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.status(page.status).type('html').send(render(page));
}

const STYLE = 'body{font:1.125rem/1.5 system-ui;max-width:32rem;margin:20vh auto;padding:0 1rem}';

/** Nothing but this style, known by its hash: no script, no frame, no form, nothing that is loaded. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function render({ title, text }: ResultPage): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
