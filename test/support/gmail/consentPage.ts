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
      `<label><input type="checkbox" name="granted" value="${safe(scope)}" checked> ${safe(scope)}</label>`,
  );
  return page(
    200,
    `<h1>Sign in with Google (simulator)</h1>
<form method="post" action="/o/oauth2/v2/auth">
${kept.join('\n')}
<fieldset><legend>Choose an account</legend>${accounts.join('')}</fieldset>
<fieldset><legend>${safe(asked.get('client_id') ?? '')} wants access to</legend>${boxes.join('')}</fieldset>
<button name="decision" value="deny">Deny</button>
<button name="decision" value="allow">Allow</button>
</form>`,
  );
}

export function errorPage(status: number, error: string, description: string): Reply {
  return page(
    status,
    `<h1>Access blocked: authorization error</h1>
<p>${safe(description)}</p><p>Error ${status}: ${safe(error)}</p>`,
  );
}

const page = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in - Google Accounts</title>
<style>body{font:16px system-ui;max-width:34rem;margin:3rem auto}label{display:block;margin:.4rem}
fieldset{margin:1rem 0}button{padding:.6rem 1.4rem;margin-right:1rem}</style></head><body>${body}</body></html>`,
});

const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
