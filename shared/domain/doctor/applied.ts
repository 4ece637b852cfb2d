/**
 * Has Terraform put right what it has made: made by hand, it would be in the way of the next apply, and changed by hand,
 * be changed back by it. What the same is by hand stands behind, for where nothing came from Terraform. Whose variables
 * they have to be is left to the reader: another environment's would have this project's resources made anew elsewhere.
 * @param address of the resource in `terraform/`, such as `google_pubsub_topic.this["gmail-sync"]`
 */
export const applied = (project: string, address: string, byHand?: string): string =>
  [
    `terraform -chdir=terraform apply -var-file='<tfvars of project ${project}>' -target='${address}'`,
    ...(byHand === undefined ? [] : [`by hand: ${byHand}`]),
  ].join(' # ');

/** One of the resources that are there for each row of a table. */
export const rowOf = (resource: string, key: string): string => `${resource}["${key}"]`;
