const PREFIX_BYTES = 5;

/**
 * Cuts a gRPC body into its messages, whatever the chunks: each is a byte that says whether it is compressed, its
 * length in four bytes, and that many bytes.
 */
export function grpcMessages(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + pending.readUInt32BE(1);
      if (pending.length < end) return;
      if (pending[0] !== 0) throw new Error('Compressed gRPC messages cannot be counted');
      onMessage(pending.subarray(PREFIX_BYTES, end));
      pending = pending.subarray(end);
    }
  };
}
