# Gmail publishes its notifications under this account. An organisation that allows only its own domain refuses the
# binding: see "Domain restricted sharing" in README.md.
resource "google_pubsub_topic_iam_member" "gmail" {
  project = var.project
  topic   = google_pubsub_topic.this["gmail-sync"].name
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:gmail-api-push@system.gserviceaccount.com"
}
