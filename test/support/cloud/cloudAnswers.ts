export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const NAMES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  500: 'INTERNAL',
};

const refusal = (code: number, message: string, details?: readonly object[]): Answer => ({
  status: code,
  body: { error: { code, message, status: NAMES[code], ...(details && { details }) } },
});

const errorInfo = (reason: string, metadata: Record<string, string>) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

/** What Google Cloud's APIs answer where they do not do as asked. https://cloud.google.com/apis/design/errors */
export const cloudAnswers = {
  unauthenticated: () => refusal(401, 'Request had invalid authentication credentials.'),
  denied: (path: string) =>
    refusal(403, `Permission denied on resource ${path} (or it may not exist).`, [
      errorInfo('IAM_PERMISSION_DENIED', { resource: path }),
    ]),
  disabled: (service: string, project: string) =>
    refusal(403, `${service} has not been used in project ${project} before or it is disabled.`, [
      errorInfo('SERVICE_DISABLED', { service, consumer: `projects/${project}` }),
    ]),
  missing: (path: string) => refusal(404, `Resource not found (resource=${path.split('/').at(-1)}).`),
  noProject: (project: string) =>
    refusal(404, `Requested project not found or user does not have access to it (project=${project}).`),
  broken: () => refusal(500, 'Internal error encountered.'),
};
