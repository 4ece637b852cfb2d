import { CircleAlert, SearchX } from 'lucide-preact';
import { Component, type ComponentChildren } from 'preact';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';

interface ScreenBoundaryProps {
  readonly path: string;
  readonly children: ComponentChildren;
}

interface Failure {
  readonly path: string;
  /** The router takes the path apart, and cannot where its percent signs mean nothing. */
  readonly isNoAddress: boolean;
}

/** What fails on a screen ends there: what is around it stays, and another path is tried as if nothing had been. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, { readonly failure: Failure | null }> {
  override state = { failure: null };

  static override getDerivedStateFromProps(
    { path }: ScreenBoundaryProps,
    { failure }: { readonly failure: Failure | null },
  ) {
    return failure && failure.path !== path ? { failure: null } : null;
  }

  override componentDidCatch(error: unknown) {
    const isNoAddress = error instanceof URIError;
    if (!isNoAddress) reportError(error);
    this.setState({ failure: { path: this.props.path, isNoAddress } });
  }

  override render({ children }: ScreenBoundaryProps, { failure }: { readonly failure: Failure | null }) {
    if (!failure) return children;
    return <div role="alert">{failure.isNoAddress ? <NoAddress /> : <Failed />}</div>;
  }
}

const NoAddress = () => (
  <Notice icon={SearchX} title="There is no such page" action={<a href="/inbox">To the inbox</a>} />
);

const Failed = () => (
  <Notice
    icon={CircleAlert}
    title="Something went wrong on this page"
    action={<Button onClick={() => location.reload()}>Reload</Button>}
  >
    <p>Nothing is lost. Reload the page, or go on elsewhere.</p>
  </Notice>
);
