# Who may do what: this table is all there is. "project": roles on the project; "publishes": roles/pubsub.publisher on a
# topic; "reads": roles/secretmanager.secretAccessor on a secret. Who may call a function is in invokers.tf.
locals {
  roles = {
    gmailPush            = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    syncWorker           = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET", "GHL_CLIENT_SECRET"] }
    ghlRelay             = { project = ["roles/datastore.user"], publishes = ["ghl-outbox"], reads = ["TOKEN_KEYRING", "GHL_CLIENT_SECRET"] }
    oauthCallback        = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    ghlCallback          = { project = ["roles/datastore.user"], publishes = ["ghl-outbox"], reads = ["TOKEN_KEYRING", "GHL_CLIENT_SECRET"] }
    ghlWebhook           = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = [] }
    pollMailboxes        = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["CRON_SECRET"] }
    renewWatches         = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = ["CRON_SECRET"] }
    auditMailboxes       = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = ["CRON_SECRET"] }
    connectGmail         = { project = ["roles/datastore.user"], publishes = [], reads = [] }
    disconnectGmail      = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = [] }
    getSyncStatus        = { project = ["roles/datastore.user"], publishes = [], reads = [] }
    syncNow              = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    saveContact          = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = [] }
    fetchContactHistory  = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs"], reads = [] }
    explainMessage       = { project = ["roles/datastore.user"], publishes = [], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    markConversationRead = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    sendMessage          = { project = ["roles/datastore.user"], publishes = ["gmail-sync-jobs", "ghl-outbox"], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    getAttachment        = { project = ["roles/datastore.user"], publishes = [], reads = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET"] }
    saveLocation         = { project = ["roles/datastore.user"], publishes = [], reads = [] }
    linkGhl              = { project = ["roles/datastore.user"], publishes = ["ghl-outbox"], reads = ["TOKEN_KEYRING", "GHL_CLIENT_SECRET"] }
    unlinkGhl            = { project = ["roles/datastore.user"], publishes = [], reads = [] }
    retryOutbox          = { project = ["roles/datastore.user"], publishes = ["ghl-outbox"], reads = [] }
  }

  # Writes its log, reads the sources, stores the images.
  builder_roles = ["roles/artifactregistry.writer", "roles/logging.logWriter", "roles/storage.objectViewer"]

  # People: what `npm run admin` does, and looking.
  operator_roles = [
    "roles/cloudfunctions.viewer",
    "roles/cloudscheduler.viewer",
    "roles/datastore.user",
    "roles/logging.viewer",
    "roles/monitoring.viewer",
    "roles/pubsub.publisher",
    "roles/pubsub.subscriber",
    "roles/pubsub.viewer",
    "roles/serviceusage.serviceUsageConsumer", # calls of a person count against the project's quota
    "roles/iam.securityReviewer",              # `doctor` reads whether Gmail may publish
  ]
  # That the admin commands read.
  operator_secrets = ["TOKEN_KEYRING", "GOOGLE_CLIENT_SECRET", "CRON_SECRET", "GHL_CLIENT_SECRET"]
}

locals {
  project_roles = merge([
    for name, may in local.roles : { for role in may.project : "${name} ${role}" => { account = name, role = role } }
  ]...)

  publishers = merge([
    for name, may in local.roles : { for topic in may.publishes : "${name} ${topic}" => { account = name, topic = topic } }
  ]...)

  # A secret that is not in use (secrets.tf) has no readers.
  readers = merge([
    for name, may in local.roles : {
      for secret in may.reads : "${name} ${secret}" => { account = name, secret = secret } if contains(keys(local.secrets), secret)
    }
  ]...)

  operators = merge([
    for member in var.operators : { for role in local.operator_roles : "${member} ${role}" => { member = member, role = role } }
  ]...)

  operator_readers = merge([
    for member in var.operators : {
      for secret in local.operator_secrets : "${member} ${secret}" => { member = member, secret = secret } if contains(keys(local.secrets), secret)
    }
  ]...)
}

resource "google_project_iam_member" "function" {
  for_each = local.project_roles

  project = var.project
  role    = each.value.role
  member  = google_service_account.function[each.value.account].member
}

resource "google_pubsub_topic_iam_member" "function" {
  for_each = local.publishers

  project = var.project
  topic   = google_pubsub_topic.this[each.value.topic].name
  role    = "roles/pubsub.publisher"
  member  = google_service_account.function[each.value.account].member
}

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = local.readers

  project   = var.project
  secret_id = google_secret_manager_secret.this[each.value.secret].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.value.account].member
}

resource "google_project_iam_member" "builder" {
  for_each = toset(local.builder_roles)

  project = var.project
  role    = each.key
  member  = google_service_account.builder.member
}

resource "google_project_iam_member" "operator" {
  for_each = local.operators

  project = var.project
  role    = each.value.role
  member  = each.value.member
}

resource "google_secret_manager_secret_iam_member" "operator" {
  for_each = local.operator_readers

  project   = var.project
  secret_id = google_secret_manager_secret.this[each.value.secret].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = each.value.member
}

# Adds versions of the keyring, and disables old ones.
resource "google_secret_manager_secret_iam_member" "rotator" {
  for_each = toset(var.rotators)

  project   = var.project
  secret_id = google_secret_manager_secret.this["TOKEN_KEYRING"].secret_id
  role      = "roles/secretmanager.secretVersionManager"
  member    = each.key
}
