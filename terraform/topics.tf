# Topics by their names in shared/domain/topics.ts, and the function that each wakes.
locals {
  topics = {
    gmail-sync      = "gmailPush"
    gmail-sync-jobs = "syncWorker"
    ghl-outbox      = "ghlRelay"
  }
}

resource "google_pubsub_topic" "this" {
  for_each = local.topics

  project = var.project
  name    = each.key
  labels  = local.labels

  depends_on = [google_project_service.this]
}

# What was tried twenty times waits here for a person.
resource "google_pubsub_topic" "dead" {
  for_each = local.topics

  project = var.project
  name    = "${each.key}-dead"
  labels  = local.labels

  depends_on = [google_project_service.this]
}
