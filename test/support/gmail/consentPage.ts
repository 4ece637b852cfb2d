import type { Reply } from '../wire/httpExchange.ts';

/** The page on which a person chooses an account and ticks scopes; plain HTML, it works without script. */
export function consentPage(
  asked: URLSearchParams,
  scopes: readonly string[],
  addresses: readonly string[],
): Reply {
  const hint = asked.get('login_hint')?.toLowerCase();
  const chosen = hint !== undefined && addresses.includes(hint) ? hint : addresses[0];
  const kept = [...asked].map(
    ([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`,
  );
  const accounts = addresses.map(
    (address) =>
      `<label><input type="radio" name="account" value="${safe(address)}"${address === chosen ? ' checked' : ''}> ` +
      `${safe(address)}</label>`,
  );
  const boxes = scopes.map(
    (scope) =>
      `<label><input type="checkbox" name="granted" value="${safe(scope)}" checked> ${safe(titleOf(scope))}</label>`,
  );
  return page(
    200,
    `<h1>Connect a Gmail account</h1>
<p>This is no page of Google’s: it stands in for theirs, and the accounts are made up.</p>
<form method="post" action="/o/oauth2/v2/auth">
${kept.join('\n')}
<fieldset><legend>Choose an account</legend>${accounts.join('')}</fieldset>
<fieldset><legend>The app wants to</legend>${boxes.join('')}</fieldset>
<div><button name="decision" value="deny">Deny</button>
<button name="decision" value="allow">Allow</button></div>
</form>`,
  );
}

/** What Google says that an app may do with it. */
const TITLES: Readonly<Record<string, string>> = {
  'https://www.googleapis.com/auth/gmail.modify': 'Read, compose and send emails from this Gmail account',
  'https://www.googleapis.com/auth/gmail.labels': 'See and edit its email labels',
  'https://www.googleapis.com/auth/gmail.readonly': 'View its email messages and settings',
  'https://www.googleapis.com/auth/gmail.send': 'Send email on your behalf',
  'https://www.googleapis.com/auth/contacts.readonly': 'See and download your contacts',
};

const titleOf = (scope: string): string => TITLES[scope] ?? scope;

export function errorPage(status: number, error: string, description: string): Reply {
  return page(
    status,
    `<h1>Access blocked: authorization error</h1>
<p>${safe(description)}</p><p>Error ${status}: ${safe(error)}</p>`,
  );
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #1f1f1f; background: #f0f4f9; margin: 0; padding: 1.5rem }
main { background: #fff; max-width: 30rem; margin: 4vh auto; padding: 2rem; border-radius: 1.5rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; font-weight: 500; margin: 0 0 .5rem }
p { color: #444746; margin: 0 }
fieldset { border: 1px solid #747775; border-radius: .75rem; margin: 1.25rem 0; padding: .5rem 1rem }
label { display: block; padding: .5rem 0; cursor: pointer }
div { display: flex; justify-content: flex-end; gap: .75rem }
button { font: inherit; padding: .6rem 1.5rem; border-radius: 2rem; border: 1px solid #747775; background: #fff;
  color: #0b57d0; cursor: pointer }
button[value=allow] { background: #0b57d0; border-color: #0b57d0; color: #fff }
:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px }`;

const page = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body:
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<link rel="icon" href="data:,"><title>Sign in - simulated Google</title><style>${STYLE}</style></head>` +
    `<body><main>${body}</main></body></html>`,
});

const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
