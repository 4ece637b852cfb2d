# As whom everything runs; what each may do is in roles.tf and invokers.tf.
resource "google_service_account" "function" {
  for_each = local.functions

  project      = var.project
  account_id   = "fn-${lower(each.key)}"
  display_name = "Function ${each.key}"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "pusher" {
  project      = var.project
  account_id   = "pubsub-push"
  display_name = "Pub/Sub's pushes to event functions"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "scheduler" {
  project      = var.project
  account_id   = "scheduler"
  display_name = "Cloud Scheduler's calls"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "builder" {
  project      = var.project
  account_id   = "function-builder"
  display_name = "Builds the functions' images"

  depends_on = [google_project_service.this]
}
