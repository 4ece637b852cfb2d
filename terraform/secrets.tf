# The places of secrets. Their values are put in by hand (README.md) and are never in Terraform's state.
locals {
  secret_names = {
    TOKEN_KEYRING        = "token-keyring"
    GOOGLE_CLIENT_SECRET = "google-client-secret"
    CRON_SECRET          = "cron-secret"
    GHL_CLIENT_SECRET    = "ghl-client-secret"
  }

  # Without an app at GHL there is no secret of it.
  secrets = { for variable, name in local.secret_names : variable => name if variable != "GHL_CLIENT_SECRET" || var.ghl_client_id != "" }
}

resource "google_secret_manager_secret" "this" {
  for_each = local.secrets

  project   = var.project
  secret_id = each.value
  labels    = local.labels

  replication {
    auto {}
  }

  # Without the keyring no grant can be opened: every agent would have to connect anew.
  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.this]
}

# Who has read which secret: after a leak, somebody will ask.
resource "google_project_iam_audit_config" "secrets" {
  project = var.project
  service = "secretmanager.googleapis.com"

  audit_log_config {
    log_type = "DATA_READ"
  }
}
