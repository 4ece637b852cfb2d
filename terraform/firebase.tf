# Agents sign in with Firebase Authentication; with which providers is chosen there (console > Authentication).
resource "google_firebase_project" "this" {
  provider = google-beta

  project = var.project

  depends_on = [google_project_service.this]
}

resource "google_identity_platform_config" "this" {
  project = var.project
  authorized_domains = distinct(concat(
    [trimprefix(local.base_url, "https://"), "${local.site}.web.app", "${local.site}.firebaseapp.com"],
    var.sign_in_domains,
  ))

  depends_on = [google_firebase_project.this]

  # Providers, templates and the rest are set in the console.
  lifecycle {
    ignore_changes  = [sign_in, client, mfa, blocking_functions, monitoring, multi_tenant, quota, sms_region_config]
    prevent_destroy = true
  }
}
