# By the names of the functions that they call; the times are UTC.
locals {
  schedules = {
    pollMailboxes  = "*/15 * * * *"
    renewWatches   = "0 4 * * *"
    auditMailboxes = "0 5 * * 0"
  }
}

resource "google_cloud_scheduler_job" "this" {
  for_each = local.schedules

  project          = var.project
  region           = var.region
  name             = each.key
  schedule         = each.value
  time_zone        = "Etc/UTC"
  attempt_deadline = "1800s"

  # The next round makes up for one that failed; the weekly one would be a week late.
  retry_config {
    retry_count          = 2
    min_backoff_duration = "60s"
  }

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.this[each.key].service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.scheduler.email
      audience              = google_cloudfunctions2_function.this[each.key].service_config[0].uri
    }
  }

  depends_on = [google_cloud_run_service_iam_member.scheduler]
}
