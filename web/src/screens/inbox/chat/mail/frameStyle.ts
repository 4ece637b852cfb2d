/** Of the document that a mail is shown in: light, as those who write mails expect it, whatever the app looks like. */
export const FRAME_STYLE = `
  :root { color-scheme: light; }
  html { overflow: auto hidden; background: #fff; }
  body {
    display: flow-root;
    margin: 0;
    color: #191c22;
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
    overflow-wrap: break-word;
  }
  body > :first-child { margin-block-start: 0; }
  body > :last-child { margin-block-end: 0; }
  img { max-width: 100%; }
  a { color: #2f54d6; }
  blockquote { margin-inline: 0; padding-inline-start: 12px; border-inline-start: 3px solid #d5d9e0; color: #555c69; }
  pre { white-space: pre-wrap; }
  summary { width: fit-content; padding: 2px 10px; border-radius: 6px; background: #eef0f4; color: #555c69; cursor: pointer; }
  summary:focus-visible, a:focus-visible { outline: 2px solid #2f54d6; outline-offset: 2px; }
  .real-host { color: #b3261e; font-weight: 600; overflow-wrap: anywhere; }
`;
