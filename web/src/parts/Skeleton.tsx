import './skeleton.css';

interface SkeletonProps {
  /** What is being loaded, for those who listen. */
  readonly label: string;
  readonly rows: number;
  readonly look: 'row' | 'message';
}

/** As large as what is to come, so that nothing jumps. */
export function Skeleton({ label, rows, look }: SkeletonProps) {
  return (
    <div role="status" class="skeleton">
      <span class="only-heard">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class={`skeleton__${look}`} aria-hidden="true" />
      ))}
    </div>
  );
}
