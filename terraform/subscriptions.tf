# Functions have no triggers: a trigger neither repeats nor keeps dead letters.
resource "google_pubsub_subscription" "push" {
  for_each = local.topics

  project                    = var.project
  name                       = "${each.key}-push"
  topic                      = google_pubsub_topic.this[each.key].id
  labels                     = local.labels
  ack_deadline_seconds       = 600
  message_retention_duration = "604800s"

  # The framework reads the topic from the path.
  push_config {
    push_endpoint = "${google_cloudfunctions2_function.this[each.value].service_config[0].uri}/${google_pubsub_topic.this[each.key].id}"

    oidc_token {
      service_account_email = google_service_account.pusher.email
      audience              = google_cloudfunctions2_function.this[each.value].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = 20
  }

  # Never: a quiet month must not end the sync.
  expiration_policy {
    ttl = ""
  }

  depends_on = [google_cloud_run_service_iam_member.pusher, google_pubsub_topic_iam_member.buries]
}

resource "google_pubsub_subscription" "dead" {
  for_each = local.topics

  project                    = var.project
  name                       = google_pubsub_topic.dead[each.key].name
  topic                      = google_pubsub_topic.dead[each.key].id
  labels                     = local.labels
  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s" # the most that there is, 31 days

  expiration_policy {
    ttl = ""
  }
}

# Pub/Sub itself moves dead letters.
resource "google_project_service_identity" "pubsub" {
  provider = google-beta

  project = var.project
  service = "pubsub.googleapis.com"

  depends_on = [google_project_service.this]
}

resource "google_pubsub_topic_iam_member" "buries" {
  for_each = local.topics

  project = var.project
  topic   = google_pubsub_topic.dead[each.key].name
  role    = "roles/pubsub.publisher"
  member  = google_project_service_identity.pubsub.member
}

resource "google_pubsub_subscription_iam_member" "buries" {
  for_each = local.topics

  project      = var.project
  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = google_project_service_identity.pubsub.member
}
