# Who may call which function. Browsers and GHL may call what is not listed as closed: callables verify the Firebase ID
# token of each call, callbacks their single-use state, the webhook GHL's signature.
locals {
  public    = toset([for name, function in local.functions : name if contains(["callable", "http"], function.kind)])
  events    = toset([for name, function in local.functions : name if function.kind == "event"])
  scheduled = toset([for name, function in local.functions : name if function.kind == "scheduled"])
  by_hand   = { for pair in setproduct(local.scheduled, var.operators) : "${pair[0]} ${pair[1]}" => { function = pair[0], member = pair[1] } }
}

resource "google_cloud_run_service_iam_member" "public" {
  for_each = local.public

  project  = var.project
  location = var.region
  service  = basename(google_cloudfunctions2_function.this[each.key].service_config[0].service)
  role     = "roles/run.invoker"
  member   = "allUsers"
}

resource "google_cloud_run_service_iam_member" "pusher" {
  for_each = local.events

  project  = var.project
  location = var.region
  service  = basename(google_cloudfunctions2_function.this[each.key].service_config[0].service)
  role     = "roles/run.invoker"
  member   = google_service_account.pusher.member
}

resource "google_cloud_run_service_iam_member" "scheduler" {
  for_each = local.scheduled

  project  = var.project
  location = var.region
  service  = basename(google_cloudfunctions2_function.this[each.key].service_config[0].service)
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}

resource "google_cloud_run_service_iam_member" "operator" {
  for_each = local.by_hand

  project  = var.project
  location = var.region
  service  = basename(google_cloudfunctions2_function.this[each.value.function].service_config[0].service)
  role     = "roles/run.invoker"
  member   = each.value.member
}
