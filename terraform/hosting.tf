# Addresses that the outside knows, as in functions/registry.ts and firebase.json. What is not public there (invokers.tf)
# is not public here either.
locals {
  rewrites = {
    "/api/google/callback" = "oauthCallback"
    "/api/crm/callback"    = "ghlCallback"
    "/api/webhooks/gmail"  = "gmailPush"
    "/api/cron/gmail-sync" = "pollMailboxes"
  }
}

resource "google_firebase_hosting_site" "this" {
  provider = google-beta

  project = var.project
  site_id = local.site

  depends_on = [google_firebase_project.this]
}

resource "google_firebase_hosting_version" "this" {
  provider = google-beta

  site_id = google_firebase_hosting_site.this.site_id

  config {
    dynamic "rewrites" {
      for_each = local.rewrites

      content {
        glob = rewrites.key

        run {
          service_id = basename(google_cloudfunctions2_function.this[rewrites.value].service_config[0].service)
          region     = var.region
        }
      }
    }
  }
}

resource "google_firebase_hosting_release" "this" {
  provider = google-beta

  site_id      = google_firebase_hosting_site.this.site_id
  version_name = google_firebase_hosting_version.this.name
  message      = "The addresses of the functions"
}
