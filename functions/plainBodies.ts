import { onRequest } from './onRequest.ts';

/**
 * Before it asks who calls, the framework inflates whatever is compressed, up to 1 GiB: half a megabyte from anybody
 * would take an instance's memory. Nobody who calls us compresses. Without the header the bytes are taken as they came,
 * within `bodyLimit.ts`, and are no JSON.
 */
onRequest((request) => {
  delete request.headers['content-encoding'];
});
