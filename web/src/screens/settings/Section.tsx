import type { ComponentChildren } from 'preact';
import './section.css';

interface SectionProps {
  readonly title: string;
  readonly words?: string;
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One page of the settings. */
export function Section({ title, words, action, children }: SectionProps) {
  return (
    <div class="section">
      <header class="section__head">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {action && <div class="section__action">{action}</div>}
        {words && <p class="section__words">{words}</p>}
      </header>
      {children}
    </div>
  );
}

/** Settings that belong together. */
export function Group({ title, words, children }: Omit<SectionProps, 'action'>) {
  return (
    <section class="group">
      <h2>{title}</h2>
      {words && <p class="group__words">{words}</p>}
      {children}
    </section>
  );
}
