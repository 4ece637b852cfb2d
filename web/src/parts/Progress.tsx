import './progress.css';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** 0 while nobody knows. */
  readonly total: number;
  /** Beside the label: how far it is. */
  readonly told?: string;
}

/** How far something is that goes on by itself. */
export function Progress({ label, done, total, told }: ProgressProps) {
  const part = total > 0 ? Math.min(1, done / total) : undefined;
  return (
    <div class="progress">
      <div class="progress__words" aria-hidden="true">
        <span>{label}</span>
        {told && <span class="progress__told">{told}</span>}
      </div>
      <div
        class={part === undefined ? 'progress__track progress__track--unknown' : 'progress__track'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total > 0 ? total : undefined}
        aria-valuenow={part === undefined ? undefined : Math.min(done, total)}
        aria-valuetext={told}
      >
        <div
          class="progress__bar"
          style={part === undefined ? undefined : { inlineSize: `${part * 100}%` }}
        />
      </div>
    </div>
  );
}
