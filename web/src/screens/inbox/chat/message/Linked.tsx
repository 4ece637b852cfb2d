import { withLinks } from '../links.ts';

/** Text in which addresses can be followed; where one does not tell its host, the host stands behind it. */
export function Linked({ text }: { readonly text: string }) {
  return (
    <>
      {withLinks(text).map((piece, index) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <bdi key={index}>
            <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
              {piece.words}
            </a>
            {piece.host !== null && <span class="real-host"> (leads to {piece.host})</span>}
          </bdi>
        ),
      )}
    </>
  );
}
