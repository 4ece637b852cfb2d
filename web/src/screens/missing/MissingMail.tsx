export function MissingMail() {
  return <h1>MissingMail</h1>;
}
