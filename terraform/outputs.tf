output "redirect_uri" {
  description = "To be listed by the OAuth client: console > APIs & Services > Credentials."
  value       = "${local.base_url}/api/google/callback"
}

output "app_url" {
  description = "Where agents read and write mail, once `firebase deploy` has put it there."
  value       = local.base_url
}

output "ghl_redirect_uri" {
  description = "To be listed by the app at GHL's marketplace."
  value       = "${local.base_url}/api/crm/callback"
}

output "ghl_webhook_url" {
  description = "To be entered at GHL for ContactCreate, ContactUpdate and ContactDelete."
  value       = google_cloudfunctions2_function.this["ghlWebhook"].service_config[0].uri
}

output "function_urls" {
  description = "Of every function; callables are called there."
  value       = { for name, function in google_cloudfunctions2_function.this : name => function.service_config[0].uri }
}

output "secrets" {
  description = "The secrets whose values are put in by hand, by the variables that they become."
  value       = local.secrets
}

output "admin_environment" {
  description = "For npm run admin: terraform output -raw admin_environment."
  value       = <<-EOT
    export GOOGLE_CLOUD_PROJECT=${var.project}
    export GOOGLE_CLIENT_ID=${var.google_client_id}
    export TOKEN_KEYRING=${local.everywhere.TOKEN_KEYRING}
    export APP_BASE_URL=${local.base_url}
    export GMAIL_TOPIC=gmail-sync
    %{~for variable, secret in local.secrets~}
    %{~if variable != "TOKEN_KEYRING"~}
    export ${variable}="$(gcloud secrets versions access latest --secret=${secret} --project=${var.project})"
    %{~endif~}
    %{~endfor~}
    %{~if var.ghl_client_id != ""~}
    export GHL_CLIENT_ID=${var.ghl_client_id}
    %{~endif~}
  EOT
}
