import { http } from '@google-cloud/functions-framework';

/** What the framework costs by itself: the yardstick of the start-up table. */
http('empty', (_, response) => {
  response.end();
});
