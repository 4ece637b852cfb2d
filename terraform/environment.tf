# What functions read of the environment (functions/config.ts), by what they need. An empty value is not set.
locals {
  labels = { app = "native-gmail-sync", environment = var.environment }

  site     = var.hosting_site == "" ? var.project : var.hosting_site
  base_url = var.app_base_url == "" ? "https://${local.site}.web.app" : var.app_base_url
  app_url  = var.next_public_app_url == "" ? local.base_url : var.next_public_app_url

  # Of these, only the keyring's name is given: who may read it is in roles.tf.
  everywhere = {
    NODE_ENV             = "production"
    GOOGLE_CLOUD_PROJECT = var.project
    GOOGLE_CLIENT_ID     = var.google_client_id
    TOKEN_KEYRING        = "projects/${var.project}/secrets/${local.secrets.TOKEN_KEYRING}/versions/latest"
  }

  variables_of = {
    agents = {
      ENFORCE_APP_CHECK = var.enforce_app_check ? "true" : "false"
    }
    app = {
      NEXT_PUBLIC_APP_URL = local.app_url
    }
    redirect = {
      APP_BASE_URL    = local.base_url
      ALLOWED_ORIGINS = join(",", var.allowed_origins)
    }
    gmail = {
      GMAIL_MAILBOX_UNITS_PER_MINUTE = tostring(var.gmail_mailbox_units_per_minute)
      GMAIL_PROJECT_UNITS_PER_MINUTE = tostring(var.gmail_project_units_per_minute)
    }
    quota = {
      GMAIL_PROJECT_UNITS_PER_MINUTE = tostring(var.gmail_project_units_per_minute)
    }
    watch = {
      GMAIL_TOPIC = "gmail-sync"
    }
    limits = {
      INITIAL_SYNC_LIMIT  = tostring(var.initial_sync_limit)
      HISTORY_FETCH_LIMIT = tostring(var.history_fetch_limit)
    }
    places = {
      MAX_CONCURRENT_SYNCS = "20"
    }
    ghl = {
      GHL_CLIENT_ID = var.ghl_client_id
    }
    webhook = {
      GHL_WEBHOOK_PUBLIC_KEY = var.ghl_webhook_public_key
    }
    schedule = {
      SCHEDULER_SERVICE_ACCOUNT = google_service_account.scheduler.email
    }
    jobs   = {}
    outbox = {}
  }

  # Secrets that stand in the environment itself. A new version is read by instances that start after it.
  secrets_of = {
    gmail    = ["GOOGLE_CLIENT_SECRET"]
    ghl      = ["GHL_CLIENT_SECRET"]
    schedule = ["CRON_SECRET"]
  }

  environments = {
    for name, function in local.functions :
    name => merge(local.everywhere, [for need in function.needs : local.variables_of[need]]...)
  }

  mounted = {
    for name, function in local.functions :
    name => {
      for secret in flatten([for need in function.needs : lookup(local.secrets_of, need, [])]) :
      secret => local.secrets[secret] if contains(keys(local.secrets), secret)
    }
  }
}
