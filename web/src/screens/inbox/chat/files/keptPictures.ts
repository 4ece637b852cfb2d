export interface ShownPicture {
  /** Its address in this page; undefined where it cannot be had. */
  readonly url: Promise<string | undefined>;
  /** It is shown no more: by then its address may end. To be called once. */
  readonly release: () => void;
}

export interface AskedPicture {
  readonly key: string;
  readonly bytes: number;
  readonly fetch: () => Promise<string | undefined>;
}

export interface KeptPictures {
  readonly show: (asked: AskedPicture) => ShownPicture;
  /** Forgets all; addresses of those that are shown end once they are not. */
  readonly empty: () => void;
}

interface Kept {
  readonly url: Promise<string | undefined>;
  readonly bytes: number;
  shownBy: number;
}

interface Room {
  readonly bytes: number;
  readonly count: number;
}

/**
 * Pictures that were fetched are not fetched again while there is room for them. Those that were not shown for the longest
 * time give way to others; one that is shown never does, for its address must not end before it is loaded.
 */
export function keepPictures(room: Room, revoke: (url: string) => void): KeptPictures {
  const kept = new Map<string, Kept>();
  const end = ({ url }: Kept) => void url.then((ended) => ended !== undefined && revoke(ended));

  function makeRoom(): void {
    let bytes = [...kept.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [key, picture] of kept) {
      if (bytes <= room.bytes && kept.size <= room.count) return;
      if (picture.shownBy > 0) continue;
      kept.delete(key);
      bytes -= picture.bytes;
      end(picture);
    }
  }

  function show({ key, bytes, fetch }: AskedPicture): ShownPicture {
    const picture = kept.get(key) ?? { url: fetch(), bytes, shownBy: 0 };
    picture.shownBy += 1;
    kept.delete(key);
    kept.set(key, picture);
    // What fails is asked for anew the next time that the mail is shown.
    void picture.url.then((url) => url === undefined && kept.get(key) === picture && kept.delete(key));
    makeRoom();
    const release = () => {
      picture.shownBy -= 1;
      if (picture.shownBy > 0) return;
      if (kept.get(key) === picture) makeRoom();
      else end(picture);
    };
    return { url: picture.url, release };
  }

  function empty(): void {
    const all = [...kept.values()];
    kept.clear();
    for (const picture of all) if (picture.shownBy === 0) end(picture);
  }

  return { show, empty };
}
