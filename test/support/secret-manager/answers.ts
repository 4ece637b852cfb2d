/** A fault for one answer. `corrupt` flips a bit of the payload on its way; a number is an HTTP status. */
export type Fault = 'corrupt' | 'no-checksum' | 429 | 500 | 503;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'FAILED_PRECONDITION',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

const refusal = (code: number, message: string, details?: unknown[]): Answer => ({
  status: code,
  body: { error: { code, message, status: STATUS_NAMES[code], ...(details ? { details } : {}) } },
});

const shown = (name: string, { state, createdAt }: { state: string; createdAt: Date }) => ({
  name,
  createTime: createdAt.toISOString(),
  state,
  etag: '"1"',
  replicationStatus: { automatic: {} },
});

/** What Secret Manager says, word for word as far as it is public. */
export const answers = {
  payload: (name: string, value: Buffer, checksum: number, fault?: Fault): Answer => {
    const sent = Buffer.from(value);
    if (fault === 'corrupt') sent.writeUInt8(sent.readUInt8(0) ^ 1, 0);
    const data = sent.toString('base64');
    const payload = fault === 'no-checksum' ? { data } : { data, dataCrc32c: String(checksum) };
    return { status: 200, body: { name, payload } };
  },

  version: (name: string, version: { state: string; createdAt: Date }): Answer => ({
    status: 200,
    body: shown(name, version),
  }),

  list: (
    versions: readonly (readonly [string, { state: string; createdAt: Date }])[],
    total: number,
    nextPageToken: string,
  ): Answer => ({
    status: 200,
    body: {
      versions: versions.map(([name, version]) => shown(name, version)),
      nextPageToken,
      totalSize: total,
    },
  }),

  denied: (version: string): Answer =>
    refusal(
      403,
      `Permission 'secretmanager.versions.access' denied for resource '${version}' (or it may not exist).`,
      [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'IAM_PERMISSION_DENIED',
          domain: 'iam.googleapis.com',
          metadata: { permission: 'secretmanager.versions.access', resource: version },
        },
      ],
    ),

  serviceDisabled: (project: string): Answer =>
    refusal(403, `Secret Manager API has not been used in project ${project} before or it is disabled.`, [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service: 'secretmanager.googleapis.com', consumer: `projects/${project}` },
      },
    ]),

  noSecret: (secret: string): Answer => refusal(404, `Secret [${secret}] not found or has no versions.`),

  noVersion: (version: string): Answer => refusal(404, `Secret Version [${version}] not found.`),

  notEnabled: (version: string, state: string): Answer =>
    refusal(400, `Secret Version [${version}] is in ${state} state.`),

  corrupted: (): Answer => refusal(400, 'The payload does not have its checksum.'),

  unauthenticated: (): Answer =>
    refusal(
      401,
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    ),

  unknownPath: (path: string): Answer => refusal(404, `Not found: ${path}`),

  trouble: (status: number): Answer => refusal(status, 'The service is currently unavailable.'),
};
